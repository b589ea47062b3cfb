import { accountById } from '#account'
import { type Database, type Mailer, sayIn } from '#platform'
import { newDeviceMail } from './mails.ts'

/** Tells the holder by mail of a log-in from a browser the account did not know (LOG-9). */
export async function mailNewDevice(
  context: { database: Database; mailer: Mailer; url: URL },
  payload: { accountId: string; at: string; device: string; network: string },
): Promise<void> {
  const account = await accountById(context.database.durable, payload.accountId)
  if (!account) return
  const mail = newDeviceMail(sayIn(account.locale, account.zone), {
    name: account.name,
    email: account.email,
    device: payload.device,
    network: payload.network,
    at: Temporal.Instant.from(payload.at),
    devicesUrl: new URL('/devices', context.url).href,
    host: context.url.host,
  })
  await context.mailer.send(account.email, mail)
}
