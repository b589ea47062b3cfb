import { once } from 'node:events'
import type { AddressInfo, Server } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { createAdaptorServer } from '@hono/node-server'
import { SMTPServer } from 'smtp-server'
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
  const fetch = mailboxPages(store).fetch
  const web = createAdaptorServer({ fetch }) as Server & { closeAllConnections(): void }
  // `localhost` is either address, depending on who asks.
  const web6 = createAdaptorServer({ fetch }) as typeof web
  await listens(smtp.server, o.smtpPort, '127.0.0.1', 'UMBEL_MAILBOX_SMTP_PORT')
  await listens(web, o.webPort, '127.0.0.1', 'UMBEL_MAILBOX_PORT')
  const webPort = portOf(web)
  if (o.webPort !== 0) await listens(web6, webPort, '::1', 'UMBEL_MAILBOX_PORT')
  return {
    smtpPort: portOf(smtp.server),
    webPort,
    close: async () => {
      await new Promise<void>((settle) => smtp.close(() => settle()))
      for (const server of [web, web6]) {
        if (!server.listening) continue
        const closed = once(server, 'close')
        server.close()
        server.closeAllConnections()
        await closed
      }
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

async function listens(server: Server, port: number, host: string, setting: string): Promise<void> {
  for (let tries = 1; ; tries++) {
    server.listen(port, host)
    try {
      await once(server, 'listening')
      return
    } catch (error) {
      const { code } = error as { code?: string }
      if (code === 'EADDRNOTAVAIL' || code === 'EAFNOSUPPORT') return // no IPv6 on this machine
      if (code !== 'EADDRINUSE') throw error
    }
    // After a crash of Umbel, the mailbox before this one may be just about to end.
    if (tries < 20) await pause(100)
    else
      throw new Error(`Port ${port} is taken by another program. Stop that program, or set ${setting} to a free port.`)
  }
}

function portOf(server: Server): number {
  return (server.address() as AddressInfo).port
}
