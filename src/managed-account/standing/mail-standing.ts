import { accountById } from '#account'
import { isId } from '#kernel'
import { adminsOf } from '#organization'
import { type Database, type Mailer, sayIn } from '#platform'
import { facts, greetingName, layOut, mainLink, paragraph } from '#platform/page'
import type { StandingNews } from './deactivate-account.ts'

const mostNamed = 3

/** Tells the holder that the organization turned the account off, or on again, and whom to ask (MAN-2). */
export async function mailStanding(
  { database, mailer, url }: { database: Database; mailer: Mailer; url: URL },
  { accountId, organizationId, news }: { accountId: string; organizationId: string; news: StandingNews },
): Promise<void> {
  const on = database.durable
  const account = isId(accountId) ? await accountById(on, accountId) : undefined
  // What has changed since then is told by another mail, or needs none.
  if (!account?.email || account.managedBy?.organizationId !== organizationId) return
  if ((news === 'deactivated') !== (account.deactivatedAt !== undefined)) return
  const { organization, domain } = account.managedBy
  const admins = (await adminsOf(on, organizationId)).filter(
    ({ role, accountId: id }) => role !== 'auditor' && id !== accountId,
  )
  const say = sayIn(account.locale, account.zone)
  const values = { news, name: greetingName(account.name), organization, domain }
  await mailer.send(
    account.email,
    layOut(say, {
      subject: say('managed-account.mail.standing.subject', values),
      preview: say('managed-account.mail.standing.preview', values),
      parts: [
        paragraph(say, 'managed-account.mail.standing.what', values),
        ...(news === 'deactivated'
          ? [
              paragraph(say, 'managed-account.mail.standing.ask', values),
              facts(admins.slice(0, mostNamed).map(({ name, email }) => [name, email])),
            ]
          : [mainLink(say('managed-account.mail.standing.log-in'), url.href)]),
      ],
      footer: say('managed-account.mail.standing.why', { ...values, email: account.email, host: url.host }),
    }),
  )
}
