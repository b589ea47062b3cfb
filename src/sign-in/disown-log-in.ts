import { accountById, dropAddressChange } from '#account'
import { record } from '#audit'
import { endPasskeysSince, requestReset, retirePassword } from '#credential'
import { announce } from '#events'
import { type Actor, parseAddress } from '#kernel'
import type { Tx } from '#platform'
import { forgetAccounts } from './account-set-store.ts'
import { type AlertKey, type DeviceAlert, takeAlert } from './device-alert-store.ts'
import { endSessions } from './end-sessions.ts'

/**
 * “This wasn’t me” (LOG-9): ends that log-in, at every product too, makes its browser a stranger to the account again,
 * retires the password, because whoever logged in knew it, and mails a link to choose another one. With it goes what opens the
 * account or will without a password: passkeys added since that log-in, and a new address that waits for its proof. A second
 * step stays as it is, whoever turned it on: otherwise the mail alone would be enough to be rid of it. Works once.
 * @returns nothing when that log-in was disowned before, or is too long ago
 */
export async function disownLogIn(
  tx: Tx,
  actor: Actor,
  which: AlertKey,
): Promise<(DeviceAlert & { email: string }) | undefined> {
  const alert = await takeAlert(tx, which)
  const account = alert && (await accountById(tx, alert.accountId))
  if (!account) return undefined
  const { accountId, sessionId, browserId, device, at } = alert
  await record(tx, actor, 'sign-in.log-in-disowned', { accountId, device })
  const ended = await endSessions(tx, actor, accountId, { only: [sessionId] }, 'not-me')
  // The session may have run out by now, and products may still go on with what began in it.
  if (ended === 0) await announce(tx, 'sign-in.sessions-ended', { accountId, sessionIds: [sessionId], cause: 'not-me' })
  await forgetAccounts(tx, browserId, [accountId])
  await retirePassword(tx, actor, accountId)
  await endPasskeysSince(tx, actor, accountId, at)
  await dropAddressChange(tx, actor, accountId)
  await requestReset(tx, parseAddress(account.email), undefined)
  return { ...alert, email: account.email }
}
