import { facts, greetingName, layOut, type Mail, mainLink, paragraph, type Say } from '#platform/page'

/** The link to choose a new password (LOG-9). */
export function resetMail(
  say: Say,
  to: { readonly name: string; readonly email: string; readonly resetUrl: string; readonly host: string },
): Mail {
  return layOut(say, {
    subject: say('credential.mail.reset.subject'),
    preview: say('credential.mail.reset.preview'),
    parts: [
      paragraph(say, 'credential.mail.reset.hello', { name: greetingName(to.name) }),
      mainLink(say('credential.mail.reset.button'), to.resetUrl),
      paragraph(say, 'credential.mail.reset.not-you', {}, 'small'),
    ],
    footer: say('credential.mail.reset.why', { email: to.email, host: to.host }),
  })
}

/** Tells the holder that the password is another one now. */
export function passwordChangedMail(
  say: Say,
  to: {
    readonly name: string
    readonly email: string
    readonly at: Temporal.Instant
    readonly device?: string | undefined
    readonly network?: string | undefined
    readonly resetUrl: string
    readonly host: string
  },
): Mail {
  return layOut(say, {
    subject: say('credential.mail.changed.subject'),
    preview: say('credential.mail.changed.preview'),
    parts: [
      paragraph(say, 'credential.mail.changed.hello', { name: greetingName(to.name) }),
      facts([
        [say('credential.mail.changed.device'), to.device && say.device(to.device)],
        [say('credential.mail.changed.where'), to.network],
        [say('credential.mail.changed.when'), say.full(to.at)],
      ]),
      paragraph(say, 'credential.mail.changed.you'),
      paragraph(say, 'credential.mail.changed.not-you'),
      mainLink(say('credential.mail.changed.button'), to.resetUrl),
    ],
    footer: say('credential.mail.changed.why', { email: to.email, host: to.host }),
  })
}
