import { record } from '#audit'
import { announce } from '#events'
import type { AdminActor } from '#organization'
import type { Tx } from '#platform'
import { accountToDecide } from '../must-decide.ts'

/**
 * Logs a managed account out everywhere: whoever hears of it ends its sessions (LOG-8). Its holder can log in again.
 * @throws Refusal those of `accountToDecide`
 */
export async function logOutEverywhere(tx: Tx, actor: AdminActor, accountId: string): Promise<void> {
  await accountToDecide(tx, actor, accountId)
  await record(tx, actor, 'managed-account.logged-out', { accountId })
  await announce(tx, 'managed-account.logged-out', { accountId })
}

/**
 * Has a link mailed to the holder of a managed account with which they choose a new password. Nobody else sees or types one, and
 * the present one goes on until then (CTL-2).
 * @throws Refusal those of `accountToDecide`
 */
export async function sendPasswordReset(tx: Tx, actor: AdminActor, accountId: string): Promise<void> {
  await accountToDecide(tx, actor, accountId)
  await record(tx, actor, 'managed-account.password-reset-sent', { accountId })
  await announce(tx, 'managed-account.password-reset-sent', { accountId })
}
