import { record } from '#audit'
import { announce } from '#events'
import type { Actor } from '#kernel'
import { queueJob, type Tx } from '#platform'
import { deleteResetsOf, takeReset, upsertPassword } from './store.ts'

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
  await upsertPassword(tx, accountId, hash)
  await deleteResetsOf(tx, accountId)
  await record(tx, actor, 'credential.password-changed', { accountId })
  await announce(tx, 'credential.password-changed', { accountId, keepSessionId })
  await queueJob(tx, 'credential.mail-password-changed', { accountId, at: tx.now.toString(), device: actor.device })
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
