import { accountById } from '#account'
import { type Database, type Mailer, sayIn } from '#platform'
import type { PasskeyKind } from './passkey.ts'
import { type PasskeyNews, passkeyMail } from './passkey-mails.ts'

/** Tells the holder by mail what became of a passkey, so that somebody else's doing is noticed. */
export async function mailPasskey(
  context: { database: Database; mailer: Mailer; url: URL },
  payload: { accountId: string; what: PasskeyNews; kind: PasskeyKind; name: string; device?: string; at: string },
): Promise<void> {
  const account = await accountById(context.database.durable, payload.accountId)
  if (!account) return
  const { what, kind, name, device, at } = payload
  const mail = passkeyMail(sayIn(account.locale, account.zone), {
    name: account.name,
    email: account.email,
    what,
    kind,
    passkey: name,
    device,
    at: Temporal.Instant.from(at),
    securityUrl: new URL('/security', context.url).href,
    resetUrl: new URL('/password/forgot', context.url).href,
    host: context.url.host,
  })
  await context.mailer.send(account.email, mail)
}
