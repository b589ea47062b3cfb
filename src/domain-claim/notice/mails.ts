import {
  facts,
  greetingName,
  layOut,
  type Mail,
  type MailPart,
  mainLink,
  paragraph,
  quietLink,
  type Say,
} from '#platform/page'
import type { ClaimNotice } from './notice.ts'

/** Mails to the holder of a claimed account (DOM-7). Each names the domain, which was proved, beside the name, which was not. */

export interface ClaimMail {
  readonly name: string
  readonly notice: Pick<ClaimNotice, 'organization' | 'domain' | 'email' | 'takesEffectAt' | 'state'>
  /** The notice itself, behind a log-in. */
  readonly noticeUrl: string
  /** Where the holder says “this is not my organization” (DOM-9). */
  readonly notMineUrl: string
  readonly host: string
}

/** Before the date: who claims the account, from when, what changes, and the choices; without notice, that it has happened. */
export function claimMail(say: Say, mail: ClaimMail): Mail {
  const { notice, host } = mail
  const values = { ...wordsOf(say, mail), state: notice.state }
  const open = [
    paragraph(say, 'domain-claim.mail-claim.until', values),
    facts([
      [say('domain-claim.notice.keep'), say('domain-claim.mail-claim.keep', values)],
      [say('domain-claim.notice.move'), say('domain-claim.mail-claim.move')],
    ]),
  ]
  return layOut(say, {
    subject: say('domain-claim.mail-claim.subject', values),
    preview: say('domain-claim.mail-claim.preview', values),
    parts: [
      paragraph(say, 'domain-claim.mail-claim.hello', values),
      ...(notice.state === 'managed' ? [paragraph(say, 'domain-claim.mail-claim.at-once', values)] : open),
      ...whoDecides(say, values),
      mainLink(say('domain-claim.mail-claim.button', values), mail.noticeUrl),
      quietLink(say('domain-claim.mail-claim.not-mine', values), mail.notMineUrl),
    ],
    footer: say('domain-claim.mail-claim.real', { host }),
  })
}

/** Two days before the date, to whoever has not chosen, or has no other address yet. */
export function claimReminderMail(say: Say, mail: ClaimMail): Mail {
  const values = { ...wordsOf(say, mail), state: mail.notice.state }
  return layOut(say, {
    subject: say('domain-claim.mail-reminder.subject', values),
    preview: say('domain-claim.mail-reminder.preview', values),
    parts: [
      paragraph(say, 'domain-claim.mail-reminder.hello', values),
      paragraph(say, 'domain-claim.mail-reminder.ways', values),
      mainLink(say('domain-claim.mail-reminder.button', values), mail.noticeUrl),
      quietLink(say('domain-claim.mail-claim.not-mine', values), mail.notMineUrl),
    ],
    footer: say('domain-claim.mail-claim.real', { host: mail.host }),
  })
}

/**
 * What happened to the account: an organization manages it, will not after all, or does no longer, because it let the account go,
 * could not prove its domain any more, or lost it to another one.
 */
export type ClaimNews = 'managed' | 'off' | 'unclaimed' | 'lapsed' | 'contest_lost'

export interface ClaimNewsMail {
  readonly news: ClaimNews
  readonly name: string
  readonly email: string
  readonly organization: string
  readonly domain: string
  readonly accountUrl: string
  readonly notMineUrl: string
  readonly host: string
}

/** That it took effect and what holds from now on, or that the account is, or stays, the holder’s own. */
export function claimNewsMail(say: Say, mail: ClaimNewsMail): Mail {
  const { news, email, organization, domain, host } = mail
  const values = { news, name: greetingName(mail.name), email, organization, domain }
  const isManaged = news === 'managed'
  return layOut(say, {
    subject: say('domain-claim.mail-claim-news.subject', values),
    preview: say('domain-claim.mail-claim-news.preview', values),
    parts: [
      paragraph(say, 'domain-claim.mail-claim-news.what', values),
      ...(isManaged ? whoDecides(say, values) : []),
      paragraph(say, 'domain-claim.mail-claim-news.next', values),
      mainLink(say('domain-claim.mail-claim-news.button'), mail.accountUrl),
      ...(isManaged ? [quietLink(say('domain-claim.mail-claim.not-mine', values), mail.notMineUrl)] : []),
    ],
    footer: say('domain-claim.mail-claim-news.why', { email, host }),
  })
}

type Words = { readonly organization: string; readonly domain: string }

/** The control table in short (CTL). */
function whoDecides(say: Say, values: Words): MailPart[] {
  return [
    facts([
      [say('domain-claim.notice.you'), say('domain-claim.mail-claim.you-decide')],
      [say('domain-claim.notice.admins', values), say('domain-claim.mail-claim.admins-decide')],
      [say('domain-claim.notice.nobody'), say('domain-claim.mail-claim.nobody-may')],
    ]),
  ]
}

function wordsOf(say: Say, { name, notice }: ClaimMail) {
  const { organization, domain, email, takesEffectAt } = notice
  const date = say.date(takesEffectAt)
  return { name: greetingName(name), organization, domain, email, date, when: say.full(takesEffectAt) }
}
