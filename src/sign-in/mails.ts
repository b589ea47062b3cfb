import { facts, greetingName, layOut, type Mail, mainLink, paragraph, quietLink, type Say } from '#platform/page'

/** Tells the holder that a device logged in which had not before (LOG-9). */
export function newDeviceMail(
  say: Say,
  to: {
    readonly name: string
    readonly email: string
    readonly device: string
    readonly network: string
    readonly at: Temporal.Instant
    readonly product?: string | undefined
    /** Disowns the log-in. */
    readonly notMeUrl: string
    readonly devicesUrl: string
    readonly host: string
  },
): Mail {
  return layOut(say, {
    subject: say('sign-in.mail.new-device.subject'),
    preview: say('sign-in.mail.new-device.preview', { device: say.device(to.device), when: say.full(to.at) }),
    parts: [
      paragraph(say, 'sign-in.mail.new-device.hello', { name: greetingName(to.name) }),
      facts([
        [say('sign-in.mail.new-device.device'), say.device(to.device)],
        [say('sign-in.mail.new-device.where'), to.network],
        [say('sign-in.mail.new-device.when'), say.full(to.at)],
        [say('sign-in.mail.new-device.product'), to.product],
      ]),
      paragraph(say, 'sign-in.mail.new-device.you'),
      paragraph(say, 'sign-in.mail.new-device.not-you'),
      mainLink(say('sign-in.mail.new-device.button'), to.notMeUrl),
      quietLink(say('sign-in.mail.new-device.devices'), to.devicesUrl),
    ],
    footer: say('sign-in.mail.new-device.why', { email: to.email, host: to.host }),
  })
}
