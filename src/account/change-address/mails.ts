import { facts, greetingName, layOut, type Mail, mainLink, paragraph, type Say } from '#platform/page'
import type { ManagerToBe } from '../mails.ts'

/** To a new address: the link that puts it in force (ACC-7). */
export function confirmAddressMail(
  say: Say,
  to: {
    readonly name: string
    readonly email: string
    /** The address in force. */
    readonly from: string
    readonly linkUrl: string
    readonly host: string
    /** Who will manage the account (DOM-6). */
    readonly manager?: ManagerToBe | undefined
  },
): Mail {
  const { email, from } = to
  return layOut(say, {
    subject: say('account.mail.confirm-address.subject'),
    preview: say('account.mail.confirm-address.preview'),
    parts: [
      paragraph(say, 'account.mail.confirm-address.hello', { name: greetingName(to.name), email, from }),
      ...(to.manager ? [paragraph(say, 'account.mail.managed', to.manager)] : []),
      mainLink(say('account.mail.confirm-address.button'), to.linkUrl),
      paragraph(say, 'account.mail.confirm-address.until', { from }, 'small'),
    ],
    footer: say('account.mail.confirm-address.why', { email, host: to.host }),
  })
}

/** To the holder of an address that somebody wanted for another account: nothing has happened (ACC-5). */
export function addressTakenMail(
  say: Say,
  to: { readonly name: string; readonly email: string; readonly logInUrl: string; readonly host: string },
): Mail {
  const { email } = to
  return layOut(say, {
    subject: say('account.mail.address-taken.subject'),
    preview: say('account.mail.address-taken.preview'),
    parts: [
      paragraph(say, 'account.mail.address-taken.hello', { name: greetingName(to.name), email }),
      paragraph(say, 'account.mail.address-taken.you'),
      mainLink(say('account.mail.address-taken.log-in'), to.logInUrl),
      paragraph(say, 'account.mail.address-taken.not-you', {}, 'small'),
    ],
    footer: say('account.mail.address-taken.why', { email, host: to.host }),
  })
}

/** To a former address: what was changed, and the way to undo it (ACC-7). */
export function addressChangedMail(
  say: Say,
  to: {
    readonly name: string
    /** The former address, to which this goes. */
    readonly email: string
    readonly changedTo: string
    readonly at: Temporal.Instant
    readonly device?: string | undefined
    /** Absent when the account has gone back to an address it had before: there is nothing to undo from here. */
    readonly undo?: { readonly url: string; readonly until: Temporal.Instant } | undefined
    readonly host: string
  },
): Mail {
  const { email, changedTo, undo } = to
  const ways = undo
    ? [
        paragraph(say, 'account.mail.address-changed.you'),
        paragraph(say, 'account.mail.address-changed.not-you', { until: undo.until }),
        mainLink(say('account.mail.address-changed.button'), undo.url),
      ]
    : [paragraph(say, 'account.mail.address-changed.back')]
  return layOut(say, {
    subject: say('account.mail.address-changed.subject'),
    preview: say('account.mail.address-changed.preview'),
    parts: [
      paragraph(say, 'account.mail.address-changed.hello', { name: greetingName(to.name) }),
      facts([
        [say('account.mail.address-changed.from'), email],
        [say('account.mail.address-changed.to'), changedTo],
        [say('account.mail.address-changed.device'), to.device && say.device(to.device)],
        [say('account.mail.address-changed.when'), say.full(to.at)],
      ]),
      ...ways,
    ],
    footer: say('account.mail.address-changed.why', { email, host: to.host }),
  })
}
