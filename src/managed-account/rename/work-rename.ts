import { assignAddresses } from '#account'
import { record } from '#audit'
import { isId, Refusal, system } from '#kernel'
import { adminActor, roleOf } from '#organization'
import { type Database, queueJobs, type Tx } from '#platform'
import { mustNotBeFrozen } from '../address/domain-of.ts'
import { nextReady, noteResults, planNext } from './plan-store.ts'
import type { Rename } from './rename.ts'
import { queueRename } from './start-rename.ts'
import { deleteOldRows, lockRename, renamesUnderWay, setState, setWaiting } from './store.ts'

const lookedAtAtOnce = 2_000
// Accounts are held until their batch is over: few, so that nobody who logs in waits for long (DOM-11).
const changedAtOnce = 50
/** So many batches, and it is another job’s turn. */
const batchesInAJob = 50
const keptDays = 90

/**
 * Goes on with a rename until there is nothing to do, a batch a transaction together with its results: whatever happens
 * meanwhile, it goes on where it was (OPS-3).
 */
export async function workRename(database: Database, { renameId }: { renameId: string }): Promise<void> {
  if (!isId(renameId)) return
  for (let batch = 1; batch <= batchesInAJob; batch += 1) {
    const isLast = batch === batchesInAJob
    const goesOn = await database.transaction(async (tx) => {
      const more = await workBatch(tx, renameId)
      if (more && isLast) await queueRename(tx, renameId)
      return more
    })
    if (!goesOn) return
  }
}

/** @returns whether there is more to do now */
export async function workBatch(tx: Tx, renameId: string): Promise<boolean> {
  const rename = await lockRename(tx, renameId)
  if (rename?.state === 'looking') return look(tx, rename)
  return rename?.state === 'changing' ? change(tx, rename) : false
}

async function look(tx: Tx, rename: Rename): Promise<boolean> {
  const { looked } = await planNext(tx, rename, lookedAtAtOnce)
  if (looked === lookedAtAtOnce) return true
  await setState(tx, rename.id, 'looked')
  return false
}

async function change(tx: Tx, rename: Rename): Promise<boolean> {
  const { id, organizationId, fromDomainId, toDomainId, from, to, startedBy } = rename
  const role = startedBy && (await roleOf(tx, organizationId, startedBy))
  if (!startedBy || role !== 'org-admin') {
    await setState(tx, id, 'canceled')
    await record(tx, system, 'managed-account.rename-canceled', { organizationId, from, to })
    return false
  }
  if (await isFrozen(tx, [fromDomainId, toDomainId])) {
    const later = tx.now.add({ hours: 1 })
    await setWaiting(tx, id, later)
    await queueRename(tx, id, later)
    return false
  }
  const actor = adminActor(startedBy, organizationId, {})
  const next = await nextReady(tx, id, changedAtOnce)
  const free = next.filter(({ obstacle }) => !obstacle)
  const changed = await assignAddresses(tx, actor, free, { organizationId, domainId: toDomainId })
  const done = new Set(changed.map(({ accountId }) => accountId))
  const results = next.map(({ accountId, obstacle }) => ({
    accountId,
    obstacle: done.has(accountId) ? undefined : (obstacle ?? 'taken'),
  }))
  if (results.length > 0) await noteResults(tx, id, results)
  const mails = changed.map(({ accountId, email, toEmail }) => ({
    payload: { accountId, organizationId, from: email, to: toEmail },
    key: `managed-account.mail-address ${id} ${accountId}`,
  }))
  await queueJobs(tx, 'managed-account.mail-address', mails)
  if (next.length === changedAtOnce) return true
  await setState(tx, id, 'done')
  await record(tx, actor, 'managed-account.rename-done', { from, to })
  return false
}

async function isFrozen(tx: Tx, domainIds: readonly string[]): Promise<boolean> {
  try {
    for (const id of domainIds) await mustNotBeFrozen(tx, id)
    return false
  } catch (error) {
    if (error instanceof Refusal && error.code === 'domain-claim.frozen') return true
    throw error
  }
}

/** Queues what should be at work, should its job have been lost, and forgets plans that are long over. */
export async function resumeRenames(database: Database): Promise<void> {
  const on = database.durable
  const jobs = (await renamesUnderWay(on)).map((renameId) => ({
    payload: { renameId },
    key: `managed-account.work-rename ${renameId}`,
  }))
  await queueJobs(on, 'managed-account.work-rename', jobs, { isPatient: true })
  await deleteOldRows(on, on.now.subtract({ hours: keptDays * 24 }), 10_000)
}
