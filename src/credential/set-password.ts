import { record } from '#audit'
import { announce } from '#events'
import type { Actor } from '#kernel'
import { queueJob, type Tx } from '#platform'
import { deleteResetsOf, markRetired, takeReset, upsertPassword } from './store.ts'

/** The account's first password, chosen at sign-up. */
export async function setFirstPassword(tx: Tx, accountId: string, hash: string): Promise<void> {
  await upsertPassword(tx, accountId, hash)
}

/**
 * Puts another password in force, ends open reset links, and tells the holder by mail. Who hears of it ends the account's
 * other sessions (LOG-8, LOG-9).
 * @param hash made before the transaction began: hashing must not hold a connection
 * @param keepSessionId the session in which it was changed goes on
 */
export async function changePassword(
  tx: Tx,
  actor: Actor,
  accountId: string,
  hash: string,
  keepSessionId?: string,
): Promise<void> {
  const wasRetired = await upsertPassword(tx, accountId, hash)
  await deleteResetsOf(tx, accountId)
  await record(tx, actor, 'credential.password-changed', { accountId })
  await announce(tx, 'credential.password-changed', { accountId, keepSessionId, wasRetired })
  await queueJob(tx, 'credential.mail-password-changed', { accountId, at: tx.now.toString(), device: actor.device })
}

/**
 * Takes the password out of use, because somebody else knows it: logging in with it leads to choosing another one by mail
 * (LOG-6, LOG-9). Log-ins under way that rest on it need it again, and do not get on with it.
 */
export async function retirePassword(tx: Tx, actor: Actor, accountId: string): Promise<void> {
  if (!(await markRetired(tx, accountId))) return
  await record(tx, actor, 'credential.password-retired', { accountId })
  await announce(tx, 'credential.password-retired', { accountId })
}

/**
 * Uses a reset link, once (LOG-9): of two at the same moment one gets it.
 * @returns the account, or nothing when the link no longer works
 */
export async function resetPassword(
  tx: Tx,
  actor: Actor,
  tokenHash: Buffer,
  hash: string,
): Promise<string | undefined> {
  const accountId = await takeReset(tx, tokenHash)
  if (accountId) await changePassword(tx, actor, accountId, hash)
  return accountId
}
