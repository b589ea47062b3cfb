import { accountById } from '#account'
import { type Database, type Mailer, sayIn } from '#platform'
import { passwordChangedMail } from './mails.ts'

/** Tells the holder by mail that the password was changed, so that a change by somebody else is noticed. */
export async function mailPasswordChanged(
  context: { database: Database; mailer: Mailer; url: URL },
  payload: { accountId: string; at: string; device?: string },
): Promise<void> {
  const account = await accountById(context.database.durable, payload.accountId)
  if (!account) return
  const mail = passwordChangedMail(sayIn(account.locale, account.zone), {
    name: account.name,
    email: account.email,
    at: Temporal.Instant.from(payload.at),
    device: payload.device,
    resetUrl: new URL('/password/forgot', context.url).href,
    host: context.url.host,
  })
  await context.mailer.send(account.email, mail)
}
