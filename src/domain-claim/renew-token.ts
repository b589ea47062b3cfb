import { record } from '#audit'
import { Refusal } from '#kernel'
import type { AdminActor } from '#organization'
import type { Tx } from '#platform'
import { openContestsOf } from './contest-store.ts'
import { hours, isVerified } from './domain.ts'
import { ownDomain } from './own-domain.ts'
import { updateToken } from './store.ts'
import { newToken } from './token.ts'

/**
 * Begins the proof of a domain anew, with another token: the one before proves nothing any more (DOM-2).
 * @throws Refusal 'domain-claim.already-verified' 409, 'domain-claim.contest-runs' 409, and those of `ownDomain`
 */
export async function renewToken(tx: Tx, actor: AdminActor, domainId: string): Promise<void> {
  const domain = await ownDomain(tx, actor, domainId)
  if (isVerified(domain)) throw new Refusal('domain-claim.already-verified', 409)
  if ((await openContestsOf(tx, [domainId])).length > 0) throw new Refusal('domain-claim.contest-runs', 409)
  await updateToken(tx, domainId, newToken(), tx.now.add({ hours: hours.token }))
  await record(tx, actor, 'domain-claim.token-renewed', { domain: domain.name })
}
