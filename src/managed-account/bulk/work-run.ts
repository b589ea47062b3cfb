import { accountById } from '#account'
import { unclaimOne } from '#domain-claim'
import { isId, Refusal } from '#kernel'
import { type AdminActor, adminActor, covers, roleOf } from '#organization'
import { type Database, queueJobs, type Tx } from '#platform'
import { searchFor, wantedFrom, wantedIds } from '../list/index.ts'
import { deactivateAccount, logOutEverywhere, reactivateAccount } from '../standing/index.ts'
import { type BulkResult, type BulkRun, isUnderWay, type Outcome, roleFor } from './run.ts'
import { queueRun } from './start-run.ts'
import {
  deleteRunsBefore,
  endRun,
  insertWaiting,
  lockRun,
  noteCollected,
  noteResults,
  runsUnderWay,
  waitingIn,
} from './store.ts'

// Accounts that are acted on are held until their batch is over: few, so that nobody who logs in waits for long.
const actedAtOnce = 10
const lookedAtAtOnce = 5_000
/** So many batches, and it is another job’s turn. */
const batchesInAJob = 50
const resultsKeptDays = 90

/**
 * Goes on with a run until it is over, a batch a transaction, each with its results: whatever happens meanwhile, it goes on where
 * it was (OPS-3). Long ones queue themselves again, so that other jobs have their turn.
 */
export async function workRun(database: Database, { runId }: { runId: string }): Promise<void> {
  if (!isId(runId)) return
  for (let batch = 1; batch <= batchesInAJob; batch += 1) {
    const isLast = batch === batchesInAJob
    const goesOn = await database.transaction(async (tx) => {
      const more = await workBatch(tx, runId)
      if (more && isLast) await queueRun(tx, runId)
      return more
    })
    if (!goesOn) return
  }
}

/** @returns whether there is more to do */
export async function workBatch(tx: Tx, runId: string): Promise<boolean> {
  const run = await lockRun(tx, runId)
  if (!run || !isUnderWay(run)) return false
  const { startedBy, organizationId } = run
  if (!startedBy || !(await mayGoOn(tx, run, startedBy))) {
    await endRun(tx, runId, 'stopped')
    return false
  }
  if (run.state === 'collecting') return collect(tx, run)
  const next = await waitingIn(tx, runId, actedAtOnce)
  const actor = adminActor(startedBy, organizationId, {})
  const results: Result[] = []
  for (const accountId of next) results.push({ accountId, ...(await actOn(tx, actor, run, accountId)) })
  if (results.length > 0) await noteResults(tx, runId, results)
  if (next.length === actedAtOnce) return true
  await endRun(tx, runId, 'done')
  return false
}

/** Whether somebody still may, and can: who is turned off has nothing done in their name. */
async function mayGoOn(tx: Tx, { organizationId, act }: BulkRun, startedBy: string): Promise<boolean> {
  const role = await roleOf(tx, organizationId, startedBy)
  const account = await accountById(tx, startedBy)
  return role !== undefined && covers(role, roleFor(act)) && !account?.deactivatedAt && !account?.suspendedAt
}

async function collect(tx: Tx, run: BulkRun): Promise<boolean> {
  const search = await searchFor(tx, run.organizationId, wantedFrom(run.filter))
  const looked = await wantedIds(tx, search, { after: run.collectedTo, most: lookedAtAtOnce })
  const wanted = looked.filter(({ isWanted }) => isWanted).map(({ id }) => id)
  if (wanted.length > 0) await insertWaiting(tx, run.id, wanted)
  await noteCollected(tx, run.id, looked.length === lookedAtAtOnce ? looked.at(-1)?.id : undefined)
  return true
}

type Result = Pick<BulkResult, 'accountId' | 'outcome' | 'refusal' | 'refusalAbout'>

/** One account by itself: what is refused there stops no other. */
async function actOn(tx: Tx, actor: AdminActor, run: BulkRun, accountId: string): Promise<Omit<Result, 'accountId'>> {
  // Whoever chooses everybody rarely means themselves, and would be logged out of the page that shows how it goes.
  if (accountId === actor.accountId) return { outcome: 'refused', refusal: 'managed-account.own-account' }
  try {
    return { outcome: await tx.savepoint(() => act(tx, actor, run, accountId)) }
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    const about = error.details.domain ?? error.details.organization
    return { outcome: 'refused', refusal: error.code, refusalAbout: about === undefined ? undefined : String(about) }
  }
}

async function act(tx: Tx, actor: AdminActor, run: BulkRun, accountId: string): Promise<Outcome> {
  if (run.act === 'log-out') {
    await logOutEverywhere(tx, actor, accountId)
    return 'done'
  }
  if (run.act === 'unclaim') {
    await unclaimOne(tx, actor, accountId)
    return 'done'
  }
  const isNew =
    run.act === 'deactivate'
      ? await deactivateAccount(tx, actor, accountId, run.reason)
      : await reactivateAccount(tx, actor, accountId)
  return isNew ? 'done' : 'unchanged'
}

/** Finds runs whose job was lost, or failed for good. */
export async function queueRuns(database: Database): Promise<void> {
  const on = database.durable
  const runs = await runsUnderWay(on, 1_000)
  const jobs = runs.map((runId) => ({ payload: { runId }, key: `managed-account.work-run ${runId}` }))
  await queueJobs(on, 'managed-account.work-run', jobs, { isPatient: true })
}

/** Drops runs, and how each account fared in them; what was done stands in the log. */
export async function purgeRuns(database: Database): Promise<void> {
  const on = database.durable
  await deleteRunsBefore(on, on.now.subtract({ hours: 24 * resultsKeptDays }), 10)
}
