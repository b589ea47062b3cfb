import { accountById } from '#account'
import { hashSecret, macOf } from '#kernel'
import { type Database, type Mailer, sayIn } from '#platform'
import { setAlertToken } from './device-alert-store.ts'
import { newDeviceMail } from './mails.ts'

/**
 * Tells the holder by mail of a log-in from a browser the account did not know, with a link that disowns it (LOG-9). Should
 * the job run twice, both mails carry the same link: that is why it is made from the alert and our own key.
 */
export async function mailNewDevice(
  context: { database: Database; mailer: Mailer; url: URL; secretKey: Buffer },
  payload: { alertId: string },
): Promise<void> {
  const { database, mailer, url, secretKey } = context
  const token = macOf(secretKey, 'not-me', payload.alertId).toString('base64url')
  const alert = await setAlertToken(database.durable, payload.alertId, hashSecret(token))
  const account = alert && (await accountById(database.durable, alert.accountId))
  // Nobody gets in any more, so there is nothing to secure.
  if (!account || account.deactivatedAt || account.suspendedAt) return
  const mail = newDeviceMail(sayIn(account.locale, account.zone), {
    name: account.name,
    email: account.email,
    device: alert.device,
    network: alert.network,
    at: alert.at,
    notMeUrl: new URL(`/devices/not-me?token=${token}`, url).href,
    devicesUrl: new URL('/devices', url).href,
    host: url.host,
  })
  await mailer.send(account.email, mail)
}
