import { greetingName, layOut, type Mail, mainLink, paragraph, quietLink, type Say } from '#platform/page'

/** The account is to be deleted: when, what happens until then, and the way back (ACC-9). */
export function deletionMail(
  say: Say,
  to: {
    /** `handed-over`: the organization that decided it no longer manages the account. */
    readonly when: 'asked' | 'soon' | 'handed-over'
    readonly name: string
    readonly email: string
    readonly dueAt: Temporal.Instant
    /** The address can be used for another account already. */
    readonly freed: boolean
    readonly keepUrl: string
    readonly host: string
  },
): Mail {
  const { when, email, freed } = to
  const values = { name: greetingName(to.name), email, host: to.host, date: say.date(to.dueAt) }
  const isSoon = when === 'soon'
  return layOut(say, {
    subject: isSoon ? say('account.mail.deletion-soon.subject', values) : say('account.mail.deletion.subject', values),
    preview: say('account.mail.deletion.preview', values),
    parts: [
      when === 'asked'
        ? paragraph(say, 'account.mail.deletion.hello', values)
        : when === 'soon'
          ? paragraph(say, 'account.mail.deletion-soon.hello', values)
          : paragraph(say, 'account.mail.deletion-handed-over.hello', values),
      paragraph(say, 'account.mail.deletion.what', values),
      freed
        ? paragraph(say, 'account.mail.deletion.freed', values)
        : paragraph(say, 'account.mail.deletion.log-in', values),
      mainLink(say('account.mail.deletion.button'), to.keepUrl),
      paragraph(say, 'account.mail.deletion.not-you', values, 'small'),
    ],
    footer: say('account.mail.deletion.why', values),
  })
}

/** The organization deletes the account: who decided, when, and whom to ask (MAN-4). There is no way back for the holder. */
export function decidedDeletionMail(
  say: Say,
  to: {
    readonly isReminder: boolean
    readonly organization: string
    readonly name: string
    readonly email: string
    readonly dueAt: Temporal.Instant
    readonly host: string
  },
): Mail {
  const { email, organization, host } = to
  const values = { name: greetingName(to.name), email, organization, host, date: say.date(to.dueAt) }
  return layOut(say, {
    subject: say('account.mail.deletion.subject', values),
    preview: say('account.mail.deletion-decided.preview', values),
    parts: [
      to.isReminder
        ? paragraph(say, 'account.mail.deletion-decided.reminder', values)
        : paragraph(say, 'account.mail.deletion-decided.hello', values),
      paragraph(say, 'account.mail.deletion-decided.what', values),
      paragraph(say, 'account.mail.deletion-decided.ask', values),
    ],
    footer: say('account.mail.deletion.why', values),
  })
}

/** The account stays. Whoever kept it may not have been its holder, so the way to another password is there. */
export function keptMail(
  say: Say,
  to: {
    /** Not by the holder, nor by a link that the holder was sent. */
    readonly isDecided: boolean
    readonly name: string
    readonly email: string
    readonly logInUrl: string
    readonly resetUrl: string
    readonly host: string
  },
): Mail {
  const values = { name: greetingName(to.name), email: to.email, host: to.host }
  return layOut(say, {
    subject: say('account.mail.kept.subject'),
    preview: say('account.mail.kept.preview'),
    parts: [
      paragraph(say, 'account.mail.kept.hello', values),
      mainLink(say('account.mail.kept.log-in'), to.logInUrl),
      ...(to.isDecided
        ? []
        : [
            paragraph(say, 'account.mail.kept.not-you', values, 'small'),
            quietLink(say('account.mail.kept.reset'), to.resetUrl),
          ]),
    ],
    footer: say('account.mail.kept.why', values),
  })
}

/** Proves the address under which an account is to be kept. */
export function newHomeMail(
  say: Say,
  to: { readonly name: string; readonly email: string; readonly linkUrl: string; readonly host: string },
): Mail {
  const values = { name: greetingName(to.name), email: to.email, host: to.host }
  return layOut(say, {
    subject: say('account.mail.new-home.subject'),
    preview: say('account.mail.new-home.preview'),
    parts: [
      paragraph(say, 'account.mail.new-home.hello', values),
      mainLink(say('account.mail.new-home.button'), to.linkUrl),
      paragraph(say, 'account.mail.new-home.not-you', values, 'small'),
    ],
    footer: say('account.mail.new-home.why', values),
  })
}
