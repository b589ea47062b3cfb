import { accountUnder, unmanage } from '#account'
import { record } from '#audit'
import { announce } from '#events'
import { type Actor, isId, newId, Refusal, system } from '#kernel'
import { type AdminActor, mustAdminister } from '#organization'
import { type Database, queueJob, type Tx } from '#platform'
import { ownDomain } from '../own-domain.ts'
import { takePersons } from './batch-store.ts'
import { ownClaim } from './cancel-claim.ts'
import { listOf } from './list-store.ts'
import { tellHolders } from './tell-holders.ts'
import {
  insertUnclaim,
  managedInList,
  managedThrough,
  markUnclaimed,
  takeUnclaim,
  type Unclaim,
  type UnclaimWhy,
  updateUnclaim,
} from './unclaim-store.ts'

const batchSize = 500

/**
 * Makes one account personal again (DOM-10). Automatic claiming goes on for others.
 * @throws Refusal those of `accountUnder` and `mustAdminister`
 */
export async function unclaimOne(tx: Tx, actor: AdminActor, accountId: string): Promise<void> {
  await mustAdminister(tx, actor, 'org-admin')
  if (!isId(accountId)) throw new Refusal('account.unknown', 404)
  const { managedBy } = await accountUnder(tx, actor, 'deactivate', accountId)
  if (managedBy) await free(tx, actor, managedBy, [accountId], 'unclaimed')
}

/**
 * Makes many accounts personal again, in the background (DOM-10, DOM-11): of one claim, those in a list, or all that are managed
 * through a domain. Automatic claiming of others goes on unless it is stopped, too (`stopClaim`).
 * @throws Refusal 'domain-claim.list-gone' 410, 'domain-claim.claim-in-notice' 409 for a claim that can still be canceled, and
 *   those of `ownDomain` and `ownClaim`
 */
export async function startUnclaim(
  tx: Tx,
  actor: AdminActor,
  what: { readonly domainId: string; readonly listId?: string } | { readonly claimId: string },
): Promise<void> {
  const { organizationId, accountId: startedBy } = actor
  const about = { id: newId(tx.now), organizationId, why: 'unclaimed', startedBy } as const
  if ('claimId' in what) {
    const claim = await ownClaim(tx, actor, what.claimId)
    if (!['taking-effect', 'standing', 'done'].includes(claim.state))
      throw new Refusal('domain-claim.claim-in-notice', 409)
    await begin(tx, actor, { ...about, scope: 'claim', domainId: claim.domainId, claimId: claim.id }, claim.domain)
    return
  }
  const { id: domainId, name } = await ownDomain(tx, actor, what.domainId)
  const list = what.listId === undefined ? undefined : await listOf(tx, what.listId, organizationId)
  if (what.listId !== undefined && !list) throw new Refusal('domain-claim.list-gone', 410)
  await begin(tx, actor, { ...about, scope: list ? 'listed' : 'domain', domainId, listId: list?.id }, name)
}

/** Lets go of all that an organization managed through a domain which it has lost (DOM-3, DOM-4). */
export async function loseDomain(
  tx: Tx,
  domain: { readonly id: string; readonly organizationId: string; readonly name: string },
  why: Exclude<UnclaimWhy, 'unclaimed'>,
): Promise<void> {
  const { id: domainId, organizationId, name } = domain
  await begin(tx, system, { id: newId(tx.now), organizationId, domainId, scope: 'domain', why }, name)
}

type Begun = Parameters<typeof insertUnclaim>[1]

async function begin(tx: Tx, actor: Actor, unclaim: Begun, domain: string): Promise<void> {
  const { id, organizationId, scope, why } = unclaim
  await insertUnclaim(tx, unclaim)
  await record(tx, actor, 'domain-claim.unclaim-started', { organizationId, domain, scope, why })
  await announce(tx, 'domain-claim.unclaim-started', { organizationId, domain, scope, why })
  await queueJob(tx, 'domain-claim.work-unclaim', { unclaimId: id }, { key: `domain-claim.work-unclaim ${id}` })
}

/** Works until there is nothing to do, a batch at a time; whoever ends in the middle has lost one at most. */
export async function workUnclaim({ database }: { database: Database }, payload: { unclaimId: string }): Promise<void> {
  if (!isId(payload.unclaimId)) return
  while (await database.transaction((tx) => stepUnclaim(tx, payload.unclaimId))) {
    // Each batch commits by itself.
  }
}

/** One batch; false when it is over, or somebody else is at it. */
export async function stepUnclaim(tx: Tx, unclaimId: string): Promise<boolean> {
  const unclaim = await takeUnclaim(tx, unclaimId)
  if (!unclaim) return false
  const { ids, reached } = await nextOf(tx, unclaim)
  const freed = await free(tx, system, unclaim, ids, unclaim.why)
  const isOver = unclaim.scope === 'listed' ? reached === undefined : ids.length === 0
  await updateUnclaim(tx, unclaimId, { freed: freed.length, reached, isOver })
  return !isOver
}

async function nextOf(tx: Tx, unclaim: Unclaim): Promise<{ ids: readonly string[]; reached?: string | undefined }> {
  const { scope, claimId, listId, domainId, reached } = unclaim
  if (scope === 'domain') return { ids: await managedThrough(tx, domainId, batchSize) }
  if (scope === 'listed')
    return listId ? managedInList(tx, { listId, domainId, after: reached, most: batchSize }) : { ids: [] }
  const taken = claimId ? await takePersons(tx, claimId, ['managed', 'accepted'], batchSize) : []
  return { ids: taken.map(({ id }) => id) }
}

async function free(
  tx: Tx,
  actor: Actor,
  from: { readonly organizationId: string; readonly organization: string; readonly domain: string },
  accountIds: readonly string[],
  why: UnclaimWhy,
): Promise<readonly string[]> {
  if (accountIds.length === 0) return []
  const { organizationId } = from
  const freed = await unmanage(tx, actor, accountIds, { organizationId, why })
  await markUnclaimed(tx, organizationId, accountIds)
  await tellHolders(tx, from, freed, why === 'contest-lost' ? 'contest_lost' : why)
  return freed
}
