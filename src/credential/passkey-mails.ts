import { facts, greetingName, layOut, type Mail, mainLink, paragraph, quietLink, type Say } from '#platform/page'
import type { PasskeyKind } from './passkey.ts'

/** What became of a passkey: `copied` means that it counted backwards and was refused. */
export type PasskeyNews = 'added' | 'removed' | 'copied'

/** Tells the holder what became of a passkey or security key. */
export function passkeyMail(
  say: Say,
  to: {
    readonly name: string
    readonly email: string
    readonly what: PasskeyNews
    readonly kind: PasskeyKind
    readonly passkey: string
    readonly at: Temporal.Instant
    readonly device?: string | undefined
    readonly securityUrl: string
    readonly resetUrl: string
    readonly host: string
  },
): Mail {
  const { what } = to
  // Sentences choose by these, and what they choose by cannot hold dashes.
  const chosen = { what, kind: to.kind.replace('-', '_') }
  const name = greetingName(to.name)
  return layOut(say, {
    subject: say('credential.mail.passkey.subject', chosen),
    preview: say('credential.mail.passkey.preview', chosen),
    parts: [
      paragraph(say, 'credential.mail.passkey.hello', { ...chosen, name }),
      facts([
        [say('credential.mail.passkey.which'), to.passkey],
        [say('credential.mail.changed.device'), to.device && say.device(to.device)],
        [say('credential.mail.changed.when'), say.full(to.at)],
      ]),
      paragraph(say, 'credential.mail.passkey.you', chosen),
      paragraph(say, 'credential.mail.passkey.not-you', chosen),
      mainLink(say('credential.mail.passkey.button'), to.securityUrl),
      quietLink(say('credential.mail.changed.button'), to.resetUrl),
    ],
    footer: say('credential.mail.changed.why', { email: to.email, host: to.host }),
  })
}
