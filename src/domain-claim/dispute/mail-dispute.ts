import { accountById } from '#account'
import { isId } from '#kernel'
import { roleOf } from '#organization'
import { type Database, type Mailer, sayIn } from '#platform'
import { layOut, type MailPart, mainLink, paragraph, quotation, type Say } from '#platform/page'
import { caseName, type Dispute } from './dispute.ts'
import { disputeById, messagesOf } from './store.ts'
import type { DisputeMail } from './tell.ts'

export type DisputeMailContext = {
  readonly database: Database
  readonly mailer: Mailer
  readonly url: URL
  /** Where operators read mail, if anywhere. */
  readonly operatorEmail?: string | undefined
}

/**
 * Tells somebody what is new in a case (DOM-9). Messages are read after logging in: a mailbox may be somebody else’s. What goes
 * to the address given for the case says nothing of the account but what its holder typed.
 */
export async function mailDispute(context: DisputeMailContext, mail: DisputeMail): Promise<void> {
  const { database, mailer, url } = context
  const { disputeId, news, reader } = mail
  const dispute = isId(disputeId) ? await disputeById(database.durable, disputeId) : undefined
  const to = dispute && (await addressee(context, dispute, mail))
  if (!to) return
  const { say, email, path } = to
  const isCopy = news === 'copy'
  const values = {
    news,
    reader,
    number: caseName(dispute.number),
    name: dispute.name,
    organization: dispute.organization,
    host: url.host,
    explain: say.date(dispute.explainBy),
  }
  const own: MailPart[] = isCopy ? await copyOf(database, say, dispute, reader === 'reach') : []
  await mailer.send(
    email,
    layOut(say, {
      subject: say('domain-claim.dispute-mail.subject', values),
      preview: say('domain-claim.dispute-mail.preview', values),
      parts: [
        paragraph(
          say,
          reader === 'reach' ? 'domain-claim.dispute-mail.reach' : 'domain-claim.dispute-mail.what',
          values,
        ),
        ...own,
        paragraph(say, 'domain-claim.dispute-mail.next', values),
        mainLink(say('domain-claim.dispute-mail.button'), new URL(path, url).href),
      ],
      footer: say('domain-claim.dispute-mail.why', { ...values, email }),
    }),
  )
}

/** What the holder typed when the case was opened. */
async function copyOf(database: Database, say: Say, dispute: Dispute, isReach: boolean): Promise<MailPart[]> {
  const [first] = await messagesOf(database.durable, dispute.id, 'holder', 1)
  const key = isReach ? 'domain-claim.dispute-mail.matter-reach' : 'domain-claim.dispute-mail.matter'
  const matter = paragraph(say, key, {
    matter: dispute.matter.replace('-', '_'),
    organization: dispute.organization,
  })
  const isFromOpening = first && Temporal.Instant.compare(first.at, dispute.openedAt) === 0
  return isFromOpening ? [matter, quotation(first.text)] : [matter]
}

type Addressee = { readonly say: Say; readonly email: string; readonly path: string }

async function addressee(
  { database, operatorEmail }: DisputeMailContext,
  dispute: Dispute,
  { reader, accountId = '' }: DisputeMail,
): Promise<Addressee | undefined> {
  const on = database.durable
  if (reader === 'operators') {
    // Whoever runs a server has set no language, and reads its manual.
    const say = sayIn('en', 'Etc/UTC')
    return operatorEmail ? { say, email: operatorEmail, path: `/operator/disputes/${dispute.id}` } : undefined
  }
  if (reader === 'admin') {
    const role = isId(accountId) ? await roleOf(on, dispute.organizationId, accountId) : undefined
    const admin = role && role !== 'auditor' ? await accountById(on, accountId) : undefined
    const path = `/organizations/${dispute.organizationId}/disputes/${dispute.id}`
    return admin && { say: sayIn(admin.locale, admin.zone), email: admin.email, path }
  }
  const holder = await accountById(on, dispute.accountId)
  const email = reader === 'reach' ? dispute.reach : holder?.email
  return holder && email ? { say: sayIn(holder.locale, holder.zone), email, path: '/organization/case' } : undefined
}
