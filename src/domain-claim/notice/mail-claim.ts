import { accountById } from '#account'
import { hashSecret, macOf } from '#kernel'
import { type Database, type Mailer, sayIn } from '#platform'
import { readable } from '../domain-name.ts'
import { type ClaimMail, type ClaimNews, claimMail, claimNewsMail, claimReminderMail } from './mails.ts'
import { noticeToMail, type Reader, setMailed, setNoticeHash, wasToldAhead } from './store.ts'

export type MailContext = {
  readonly database: Database
  readonly mailer: Mailer
  readonly url: URL
  readonly secretKey: Buffer
}
type Person = { readonly claimId: string; readonly accountId: string }

/**
 * Tells the holder of an account by mail that an organization claims it (DOM-7). Repeated after a crash it says nothing to whom
 * it has told. Its link is made from the key, so that the reminder’s is the same.
 */
export async function mailClaim(context: MailContext, { claimId, accountId }: Person): Promise<void> {
  const { database, mailer, secretKey } = context
  const on = database.durable
  const found = await noticeToMail(on, claimId, accountId)
  if (!found || found.isMailed) return
  const token = tokenFor(secretKey, { claimId, accountId })
  await setNoticeHash(on, claimId, accountId, hashSecret(token))
  const isAtOnce = Temporal.Instant.compare(found.notice.takesEffectAt, on.now) <= 0
  const notice = isAtOnce ? ({ ...found.notice, state: 'managed' } as const) : found.notice
  await mailer.send(notice.email, claimMail(sayTo(found.reader), mailFor(context, found.reader, notice, token)))
  await setMailed(on, claimId, accountId)
}

/** Reminds whoever has not chosen, or wanted to move and has not (DOM-7). */
export async function mailClaimReminder(context: MailContext, { claimId, accountId }: Person): Promise<void> {
  const { database, mailer, secretKey } = context
  const found = await noticeToMail(database.durable, claimId, accountId)
  if (!found || found.notice.state === 'managed') return
  const token = tokenFor(secretKey, { claimId, accountId })
  const mail = claimReminderMail(sayTo(found.reader), mailFor(context, found.reader, found.notice, token))
  await mailer.send(found.notice.email, mail)
}

/**
 * Tells the holder that the account is managed now, if that was announced: the others heard of it when they signed up, or from the
 * notice itself.
 */
export async function mailManaged(
  context: MailContext,
  { accountId, organizationId }: { accountId: string; organizationId: string },
): Promise<void> {
  const on = context.database.durable
  const manager = (await accountById(on, accountId))?.managedBy
  if (manager?.organizationId !== organizationId || !(await wasToldAhead(on, accountId, organizationId))) return
  const { organization, domain } = manager
  await mailHolder(context, { accountId, organization, domain, news: 'managed' })
}

/** Tells the holder of an account what became of it. */
export async function mailHolder(
  { database, mailer, url }: MailContext,
  payload: { accountId: string; organization: string; domain: string; news: ClaimNews },
): Promise<void> {
  const { accountId, organization, domain, news } = payload
  const account = await accountById(database.durable, accountId)
  if (!account?.email) return
  const mail = claimNewsMail(sayTo(account), {
    news,
    name: account.name,
    email: account.email,
    organization,
    domain: readable(domain),
    accountUrl: new URL(news === 'managed' ? '/organization' : '/profile', url).href,
    notMineUrl: new URL('/organization/not-mine', url).href,
    host: url.host,
  })
  await mailer.send(account.email, mail)
}

const sayTo = ({ locale, zone }: Pick<Reader, 'locale' | 'zone'>) => sayIn(locale, zone)

const tokenFor = (secretKey: Buffer, { claimId, accountId }: Person): string =>
  macOf(secretKey, 'claim-notice', claimId, accountId).toString('base64url')

function mailFor({ url }: MailContext, { name }: Reader, notice: ClaimMail['notice'], token: string): ClaimMail {
  return {
    name,
    notice,
    noticeUrl: new URL(`/sign-in/claim-notice/link?token=${token}`, url).href,
    notMineUrl: new URL('/organization/not-mine', url).href,
    host: url.host,
  }
}
