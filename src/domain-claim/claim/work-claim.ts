import { manage } from '#account'
import { record } from '#audit'
import { announce } from '#events'
import { isId, system } from '#kernel'
import type { Database, Tx } from '#platform'
import { queueNotices } from '../notice/queue-notices.ts'
import {
  claimsToClear,
  hasPersons,
  insertPersons,
  markLeftOut,
  markManaged,
  markTold,
  takePersons,
} from './batch-store.ts'
import { type Claim, isBeforeDate, isInForce, nextState } from './claim.ts'
import { clearBatch } from './clear-claim.ts'
import { accountsAt, listedAt, whetherIn } from './find-store.ts'
import { claimById, holdArrivals, mayManageThrough, moveClaim, takeClaim, updateReached } from './store.ts'

/** So few that a transaction of them is over in a moment, and nobody who logs in waits for it (DOM-11). */
export const batchSize = 500

/**
 * Works on a claim until there is nothing to do at present: a batch, and then the next. Whoever ends in the middle has lost one
 * batch at most, which the next one does again (DOM-11).
 */
export async function workClaim({ database }: { database: Database }, payload: { claimId: string }): Promise<void> {
  if (!isId(payload.claimId)) return
  while (await database.transaction((tx) => stepClaim(tx, payload.claimId))) {
    // Each batch commits by itself.
  }
}

/** One batch, or one step to the next state; false when there is nothing to do at present. */
export async function stepClaim(tx: Tx, claimId: string): Promise<boolean> {
  const known = await claimById(tx, claimId)
  if (!known || (known.state === 'told' && !isDue(known, tx.now))) return false
  // The domain before the claim, as whoever loses it does.
  if (known.state === 'told') await holdArrivals(tx, known.domainId)
  const mayManage = await mayManageThrough(tx, known.domainId)
  const claim = await takeClaim(tx, claimId)
  if (claim?.state !== known.state) return false
  if (claim.state === 'canceled' || claim.state === 'ended') return clearBatch(tx, claim)
  if (claim.state === 'finding') return (await find(tx, claim)) || advance(tx, claim)
  if (claim.state === 'telling') return tell(tx, claim)
  if (!mayManage) return false
  return claim.state === 'told' ? advance(tx, claim) : takeEffect(tx, claim)
}

const isDue = ({ takesEffectAt }: Claim, now: Temporal.Instant): boolean =>
  Temporal.Instant.compare(takesEffectAt, now) <= 0

async function advance(tx: Tx, claim: Claim): Promise<boolean> {
  const to = nextState(claim)
  await moveClaim(tx, claim.id, [claim.state], to)
  if (!isBeforeDate(to) && claim.state === 'taking-effect') {
    const { organizationId, domain, mode } = claim
    await record(tx, system, 'domain-claim.took-effect', { organizationId, domain, mode })
    await announce(tx, 'domain-claim.took-effect', { organizationId, claimId: claim.id, domain })
  }
  return isBeforeDate(to) || isInForce(to)
}

async function find(tx: Tx, claim: Claim): Promise<boolean> {
  if (!claim.reached) {
    // People must not be counted as being in a claim that was canceled.
    for (const id of await claimsToClear(tx, claim.domainId)) {
      const over = await claimById(tx, id)
      if (over && (await clearBatch(tx, over))) return true
    }
  }
  const { id: claimId, reached, listId } = claim
  if (claim.mode === 'listed') {
    if (!listId) return false
    const after = reached?.domain
    const batch = await listedAt(tx, claim, { listId, after, most: batchSize, claimId })
    await insertPersons(tx, claimId, batch.found)
    if (batch.reached) await updateReached(tx, claimId, { domain: batch.reached, id: undefined })
    return batch.reached !== undefined
  }
  const found = await accountsAt(tx, claim, { after: reached, most: batchSize, claimId })
  const last = found.at(-1)
  if (!last) return false
  const wanted = claim.mode === 'in-sites' ? found.filter(({ isInSites }) => isInSites) : found
  await insertPersons(tx, claimId, wanted)
  await updateReached(tx, claimId, last)
  return true
}

async function tell(tx: Tx, claim: Claim): Promise<boolean> {
  const taken = await takePersons(tx, claim.id, ['found'], batchSize)
  if (taken.length === 0) return !(await hasPersons(tx, claim.id, ['found'])) && advance(tx, claim)
  const isHere = await whetherIn(tx, claim)
  const gone = taken.filter(({ domain }) => !isHere(domain)).map(({ id }) => id)
  const managed = taken.filter(({ id, isManaged }) => isManaged && !gone.includes(id)).map(({ id }) => id)
  await markLeftOut(tx, claim.id, gone, 'left')
  await markLeftOut(tx, claim.id, managed, 'managed-already')
  const rest = taken.map(({ id }) => id).filter((id) => !gone.includes(id) && !managed.includes(id))
  await queueNotices(tx, claim.id, await markTold(tx, claim.id, rest))
  return true
}

async function takeEffect(tx: Tx, claim: Claim): Promise<boolean> {
  const asked = ['told', 'moving']
  const taken = await takePersons(tx, claim.id, asked, batchSize)
  if (taken.length === 0) {
    // One whose case was settled after the date, while the domain was in doubt, is taken by a claim that is through long since.
    return claim.state === 'taking-effect' && !(await hasPersons(tx, claim.id, asked)) && advance(tx, claim)
  }
  const isHere = await whetherIn(tx, claim)
  const here = taken.filter(({ domain }) => isHere(domain)).map(({ id }) => id)
  const managed = await manage(tx, system, here, claim)
  await markManaged(tx, claim.id, managed)
  const others = taken.filter(({ id }) => !managed.includes(id))
  const idsOf = (isManaged: boolean) => others.filter((each) => each.isManaged === isManaged).map(({ id }) => id)
  await markLeftOut(tx, claim.id, idsOf(true), 'managed-already')
  await markLeftOut(tx, claim.id, idsOf(false), 'left')
  return true
}
