import { blankEntries, record } from '#audit'
import { announce, blankEvents } from '#events'
import { system } from '#kernel'
import { type Database, dropJobsWith, queueJobs, type Tx } from '#platform'
import { accountById } from '../store.ts'
import { deleteAccount, dueDeletions, lockDueDeletion, spendUsername } from './store.ts'

const mostAtOnce = 1_000

/**
 * Erases an account whose time is up (ACC-9), in one transaction: everything personal goes, and whoever hears
 * `account.erased` erases and passes on what is theirs while the account can still be looked up. What stays is in `held.ts` of
 * each room. A wish to keep it that comes at the same moment waits for this one, or this one for that.
 * @returns false when it was kept, or is not due
 */
export async function eraseAccount(tx: Tx, accountId: string): Promise<boolean> {
  const deletion = await lockDueDeletion(tx, accountId)
  const account = deletion && (await accountById(tx, accountId))
  if (!account) return false
  await dropJobsWith(tx, account.email ? [accountId, account.email, account.emailKey] : [accountId])
  await blankEntries(tx, accountId)
  await blankEvents(tx, accountId)
  await record(tx, system, 'account.erased', { accountId })
  await announce(tx, 'account.erased', { accountId })
  if (account.username) await spendUsername(tx, account.username)
  await deleteAccount(tx, accountId)
  return true
}

/** Queues the erasure of every account whose time is up, each for itself: one that fails holds up no other. */
export async function queueErasures(database: Database): Promise<void> {
  const on = database.durable
  const due = await dueDeletions(on, mostAtOnce)
  const jobs = due.map((accountId) => ({ payload: { accountId }, key: `account.erase ${accountId}` }))
  await queueJobs(on, 'account.erase', jobs)
}
