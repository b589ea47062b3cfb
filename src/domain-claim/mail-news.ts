import { accountById } from '#account'
import { isId } from '#kernel'
import { organizationById } from '#organization'
import { type Database, type Mailer, sayIn } from '#platform'
import { facts, layOut, mainLink, paragraph } from '#platform/page'
import { readable } from './domain-name.ts'
import type { News } from './tell.ts'

/** Tells one of those who run an organization what became of a domain (DOM-3, DOM-4). */
export async function mailNews(
  { database, mailer, url }: { database: Database; mailer: Mailer; url: URL },
  payload: {
    accountId: string
    organizationId: string
    domainId: string
    name: string
    token: string
    news: News
    until?: string
  },
): Promise<void> {
  const on = database.durable
  const { accountId, organizationId, domainId, name, token, news } = payload
  const account = isId(accountId) ? await accountById(on, accountId) : undefined
  const organization = await organizationById(on, organizationId)
  if (!account || !organization) return
  const say = sayIn(account.locale, account.zone)
  const until = payload.until ? Temporal.Instant.from(payload.until) : undefined
  const values = { news, domain: readable(name), organization: organization.name, until: until && say.date(until) }
  const isMissing = news === 'failing' || news === 'frozen' || news === 'contested'
  await mailer.send(
    account.email,
    layOut(say, {
      subject: say('domain-claim.mail.subject', values),
      preview: say('domain-claim.mail.preview', values),
      parts: [
        paragraph(say, 'domain-claim.mail.what', values),
        paragraph(say, 'domain-claim.mail.next', values),
        ...(isMissing ? [facts([[say('domain-claim.mail.record'), token]])] : []),
        mainLink(
          say('domain-claim.mail.button'),
          new URL(`/organizations/${organizationId}/domains/${domainId}`, url).href,
        ),
      ],
      footer: say('domain-claim.mail.why', { ...values, email: account.email, host: url.host }),
    }),
  )
}
