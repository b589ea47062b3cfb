import { SMTPServer } from 'smtp-server'
import { listens, portOf, servePages } from '../look/loopback.ts'
import { openStore, type Store } from './store.ts'
import { mailboxPages } from './web.ts'

export type Mailbox = { smtpPort: number; webPort: number; close(): Promise<void> }

const LARGEST_MAIL_BYTES = 10 * 1024 * 1024

/**
 * Opens the mailbox of the demo: takes every mail sent to it over SMTP and shows it on a page, on this machine only.
 * @param o.smtpPort port for mails, 0 for any
 * @param o.webPort port for the page and the JSON, 0 for any
 * @throws Error when a port is taken, naming the setting that moves it
 */
export async function openMailbox(o: { folder: string; smtpPort: number; webPort: number }): Promise<Mailbox> {
  const store = await openStore(o.folder)
  const smtp = smtpServer(store)
  await listens(smtp.server, o.smtpPort, '127.0.0.1', 'UMBEL_MAILBOX_SMTP_PORT')
  const web = await servePages(mailboxPages(store), o.webPort, 'UMBEL_MAILBOX_PORT')
  return {
    smtpPort: portOf(smtp.server),
    webPort: web.port,
    close: async () => {
      await new Promise<void>((settle) => smtp.close(() => settle()))
      await web.close()
    },
  }
}

function smtpServer(store: Store): SMTPServer {
  const server = new SMTPServer({
    name: 'localhost',
    banner: 'Mailbox of the Umbel demo',
    size: LARGEST_MAIL_BYTES,
    authOptional: true,
    allowInsecureAuth: true,
    disabledCommands: ['STARTTLS'], // there is no certificate that anybody could check
    hideSMTPUTF8: false,
    disableReverseLookup: true,
    logger: false,
    closeTimeout: 2000,
    onAuth: (auth, _session, callback) => callback(null, { user: auth.username ?? 'anybody' }),
    onData: (stream, session, callback) => {
      const parts: Buffer[] = []
      // What is too large is still read to its end: only then does SMTP allow to say no.
      stream.on('data', (part: Buffer) => stream.sizeExceeded || parts.push(part))
      stream.on('error', callback)
      stream.on('end', () => {
        if (stream.sizeExceeded) {
          return callback(Object.assign(new Error('A mail may have 10 MB'), { responseCode: 552 }))
        }
        const recipients = session.envelope.rcptTo.map(({ address }) => address)
        store.save(recipients, Buffer.concat(parts)).then(
          (id) => callback(null, `Kept as ${id}`),
          (error: Error) => callback(error),
        )
      })
    },
  })
  // A client that hangs up in the middle is its own affair.
  server.on('error', (error: Error) => console.error(error.message))
  return server
}
