import { greetingName, layOut, type Mail, mainLink, paragraph, quietLink, type Say } from '#platform/page'

/** The account is to be deleted: when, what happens until then, and the way back (ACC-9). */
export function deletionMail(
  say: Say,
  to: {
    readonly when: 'asked' | 'soon'
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
      isSoon
        ? paragraph(say, 'account.mail.deletion-soon.hello', values)
        : paragraph(say, 'account.mail.deletion.hello', values),
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

/** The account stays. Whoever kept it may not have been its holder, so the way to another password is there. */
export function keptMail(
  say: Say,
  to: {
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
      paragraph(say, 'account.mail.kept.not-you', values, 'small'),
      quietLink(say('account.mail.kept.reset'), to.resetUrl),
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
