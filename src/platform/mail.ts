import { domainToASCII } from 'node:url'
import { createTransport } from 'nodemailer'

/** A mail ready to go: both parts, and its inline pictures. */
export type Mail = {
  readonly subject: string
  readonly text: string
  readonly html: string
  /** Whom an answer goes to, when it is not the sender: an address that `parseAddress` has read. */
  readonly replyTo?: string
  readonly attachments?: readonly { filename: string; content: Buffer; cid: string; contentType: string }[]
}

export interface Mailer {
  /** Hands a mail to the SMTP server. Throws when the server does not take it: the job that sends tries again. */
  send(to: string, mail: Mail): Promise<void>
  close(): void
}

/**
 * Sends through one SMTP server over kept connections.
 * @param url `smtp://…` or `smtps://user:password@host:465`
 * @param from sender, as `Umbel <hello@example.com>`
 */
export function openMailer(url: string, from: string): Mailer {
  const transport = createTransport({
    url,
    pool: true,
    maxConnections: 3,
    connectionTimeout: 10_000,
    socketTimeout: 20_000,
  } as never)
  return {
    async send(to, mail) {
      const sending = transport.sendMail({
        from,
        // As objects, so that nothing in an address can become a second recipient or a header.
        to: { name: '', address: deliverable(to) },
        ...(mail.replyTo && { replyTo: { name: '', address: deliverable(mail.replyTo) } }),
        subject: mail.subject,
        text: mail.text,
        html: mail.html,
        attachments: (mail.attachments ?? []).map((each) => ({ ...each, contentDisposition: 'inline' as const })),
        headers: { 'Auto-Submitted': 'auto-generated' },
      })
      await sending.catch((error) => {
        throw new NotTaken(error)
      })
    },
    close: () => transport.close(),
  }
}

/** Why a mail was not taken, without the words of the server: they repeat the recipient, and errors are logged (OPS-4). */
class NotTaken extends Error {
  readonly code: string | undefined
  constructor({ code, responseCode, command }: { code?: string; responseCode?: number; command?: string }) {
    super(`The mail server did not take a mail: ${[code, responseCode, command].filter(Boolean).join(' ')}`)
    this.name = 'NotTaken'
    this.code = code
  }
}

/** The domain in the very form in which addresses are compared (ACC-1): what is proved is then what is kept. */
function deliverable(address: string): string {
  const at = address.lastIndexOf('@')
  return `${address.slice(0, at)}@${domainToASCII(address.slice(at + 1))}`
}
