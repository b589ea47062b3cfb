import { record } from '#audit'
import { announce } from '#events'
import { isId, Refusal } from '#kernel'
import { type AdminActor, mustAdminister } from '#organization'
import type { Tx } from '#platform'
import { type Claim, isOver } from './claim.ts'
import { clearBatch } from './clear-claim.ts'
import { queueWork } from './start-claim.ts'
import { claimById, moveClaim } from './store.ts'

/**
 * Takes a claim back before it takes effect (DOM-6). Nothing of it stays: who was told is told that it is off, and who has agreed
 * already is personal again, in batches.
 * @throws Refusal 'domain-claim.claim-in-force' 409 when its date has come, and those of `ownClaim`
 */
export async function cancelClaim(tx: Tx, actor: AdminActor, claimId: string): Promise<void> {
  const claim = await ownClaim(tx, actor, claimId)
  if (!(await moveClaim(tx, claimId, ['finding', 'telling', 'told'], 'canceled'))) {
    throw new Refusal('domain-claim.claim-in-force', 409)
  }
  await record(tx, actor, 'domain-claim.claim-canceled', { domain: claim.domain })
  await announce(tx, 'domain-claim.claim-canceled', {
    organizationId: actor.organizationId,
    claimId,
    domain: claim.domain,
  })
  // Of a few it is over at once.
  if (await clearBatch(tx, { ...claim, state: 'canceled' })) await queueWork(tx, claimId)
}

/**
 * Ends the claiming of whoever comes to a domain from now on. Who is managed stays so.
 * @throws Refusal 'domain-claim.claim-over' 409 when it does not stand, and those of `ownClaim`
 */
export async function stopClaim(tx: Tx, actor: AdminActor, claimId: string): Promise<void> {
  const claim = await ownClaim(tx, actor, claimId)
  if (!(await moveClaim(tx, claimId, ['standing'], 'done'))) throw new Refusal('domain-claim.claim-over', 409)
  await record(tx, actor, 'domain-claim.claim-stopped', { domain: claim.domain })
  await announce(tx, 'domain-claim.claim-stopped', {
    organizationId: actor.organizationId,
    claimId,
    domain: claim.domain,
  })
}

/**
 * A claim of the actor’s organization, for whoever may do everything in it.
 * @throws Refusal 'domain-claim.claim-unknown' 404, and those of `mustAdminister`
 */
export async function ownClaim(tx: Tx, actor: AdminActor, claimId: string): Promise<Claim> {
  await mustAdminister(tx, actor, 'org-admin')
  const claim = isId(claimId) ? await claimById(tx, claimId) : undefined
  if (claim?.organizationId !== actor.organizationId) throw new Refusal('domain-claim.claim-unknown', 404)
  return claim
}

/** Ends what claims of a domain are under way, because the organization has lost it (DOM-3, DOM-4). */
export async function endClaims(tx: Tx, claims: readonly Claim[]): Promise<void> {
  for (const claim of claims.filter(({ state }) => !isOver(state))) {
    const from = ['finding', 'telling', 'told', 'taking-effect', 'standing'] as const
    if (!(await moveClaim(tx, claim.id, from, 'ended'))) continue
    if (await clearBatch(tx, { ...claim, state: 'ended' })) await queueWork(tx, claim.id)
  }
}
