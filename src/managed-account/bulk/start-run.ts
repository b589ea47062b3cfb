import { record } from '#audit'
import { isId, newId, Refusal } from '#kernel'
import { type AdminActor, mustAdminister } from '#organization'
import { queueJob, type Tx } from '#platform'
import { queryOfWanted, type Wanted } from '../list/index.ts'
import { mustBeReason } from '../standing/index.ts'
import { type BulkAct, isUnderWay, mostChosen, roleFor } from './run.ts'
import { endRun, insertRun, insertWaiting, lockRun } from './store.ts'

/** Which accounts: those chosen one by one, or all that the list finds. */
export type Chosen = { readonly accountIds: readonly string[] } | { readonly wanted: Wanted }

/**
 * Begins one act on many accounts (MAN-2, DOM-10), which a job goes on with. Who is chosen is held to what the organization manages when
 * their turn comes: until then nothing is known of them here.
 * @returns the run’s id
 * @throws Refusal 'managed-account.none-chosen' 422, 'managed-account.many-chosen' 422, and those of `mustAdminister` and
 *   `mustBeReason`
 */
export async function startRun(
  tx: Tx,
  actor: AdminActor,
  { act, chosen, reason }: { act: BulkAct; chosen: Chosen; reason?: string | undefined },
): Promise<string> {
  await mustAdminister(tx, actor, roleFor(act))
  const why = act === 'deactivate' ? mustBeReason(reason) : undefined
  const ids = 'accountIds' in chosen ? [...new Set(chosen.accountIds.filter(isId))] : undefined
  if (ids?.length === 0) throw new Refusal('managed-account.none-chosen', 422)
  if (ids && ids.length > mostChosen) throw new Refusal('managed-account.many-chosen', 422, { most: mostChosen })
  const { organizationId, accountId: startedBy } = actor
  const id = newId(tx.now)
  const filter = 'wanted' in chosen ? queryOfWanted(chosen.wanted) : ''
  const state = ids ? 'running' : 'collecting'
  await insertRun(tx, { id, organizationId, startedBy, act, reason: why, filter, state })
  if (ids) await insertWaiting(tx, id, ids)
  await record(tx, actor, 'managed-account.bulk-started', { run: id, act, reason: why, count: ids?.length, filter })
  await queueRun(tx, id)
  return id
}

/**
 * Ends a run after what it is at. What it has done stays done.
 * @throws Refusal 'managed-account.run-unknown' 404, and those of `mustAdminister`
 */
export async function cancelRun(tx: Tx, actor: AdminActor, id: string): Promise<void> {
  await mustAdminister(tx, actor, 'user-admin')
  const run = isId(id) ? await lockRun(tx, id) : undefined
  if (run?.organizationId !== actor.organizationId) throw new Refusal('managed-account.run-unknown', 404)
  if (!isUnderWay(run)) return
  await endRun(tx, id, 'canceled')
  await record(tx, actor, 'managed-account.bulk-canceled', { run: id, act: run.act })
}

export async function queueRun(tx: Tx, id: string): Promise<void> {
  await queueJob(tx, 'managed-account.work-run', { runId: id }, { key: `managed-account.work-run ${id}` })
}
