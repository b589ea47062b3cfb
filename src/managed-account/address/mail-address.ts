import { accountById } from '#account'
import { organizationById } from '#organization'
import { type Database, type Mailer, sayIn } from '#platform'
import { facts, greetingName, layOut, paragraph } from '#platform/page'

export type MailContext = { readonly database: Database; readonly mailer: Mailer; readonly url: URL }

/** Tells both addresses that the organization has replaced one by the other (MAN-3). */
export async function mailAddress(
  { database, mailer, url }: MailContext,
  { accountId, organizationId, from, to }: { accountId: string; organizationId: string; from: string; to: string },
): Promise<void> {
  const account = await accountById(database.durable, accountId)
  const organization = await organizationById(database.durable, organizationId)
  if (!account || !organization) return
  const say = sayIn(account.locale, account.zone)
  for (const email of [from, to]) {
    const values = { name: greetingName(account.name), organization: organization.name, email, host: url.host }
    await mailer.send(
      email,
      layOut(say, {
        subject: say('managed-account.mail.address.subject'),
        preview: say('managed-account.mail.address.preview', { to }),
        parts: [
          paragraph(say, 'managed-account.mail.address.hello', values),
          facts([
            [say('managed-account.mail.address.from'), from],
            [say('managed-account.mail.address.to'), to],
          ]),
          paragraph(say, 'managed-account.mail.address.what', { to }),
          paragraph(say, 'managed-account.mail.ask', values, 'small'),
        ],
        footer: say('managed-account.mail.why', values),
      }),
    )
  }
}
