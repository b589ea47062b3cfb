import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { createServer, type Server, type Socket } from 'node:net'
import { listens, patiently, portOf, servePages } from '../look/loopback.ts'
import { answerTo } from './answer.ts'
import { openStore, type Store } from './store.ts'
import { nameServerPages } from './web.ts'

export type NameServer = { dnsPort: number; webPort: number; close(): Promise<void> }

const SETTING = 'UMBEL_NAME_SERVER_DNS_PORT'
const PATIENCE_MS = 10_000

/**
 * Opens the name server of the demo: answers questions about the records that are added on its page, on this machine only.
 * @param o.dnsPort port for questions over UDP and TCP, 0 for any
 * @param o.webPort port for the page, 0 for any
 * @throws Error when a port is taken, naming the setting that moves it
 */
export async function openNameServer(o: { folder: string; dnsPort: number; webPort: number }): Promise<NameServer> {
  const store = await openStore(o.folder)
  const sockets = new Set<Socket>()
  const tcp = createServer((socket) => {
    sockets.add(socket.once('close', () => sockets.delete(socket)))
    talk(socket, store)
  })
  await listens(tcp, o.dnsPort, '127.0.0.1', SETTING)
  const dnsPort = portOf(tcp)
  const closeUdp = await answerOverUdp(dnsPort, store)
  const web = await servePages(nameServerPages(store), o.webPort, 'UMBEL_NAME_SERVER_PORT')
  return {
    dnsPort,
    webPort: web.port,
    close: async () => {
      closeUdp()
      await closed(tcp, sockets)
      await web.close()
    },
  }
}

async function answerOverUdp(port: number, store: Store): Promise<() => void> {
  const udp = createSocket('udp4')
  await patiently(port, SETTING, async () => {
    udp.bind(port, '127.0.0.1')
    await once(udp, 'listening')
  })
  udp.on('error', (error) => console.error(error.message))
  udp.on('message', (message, from) => {
    const answer = answerTo(message, 'udp', store.all())
    if (answer) udp.send(answer, from.port, from.address)
  })
  return () => udp.close()
}

/** Over TCP each message comes after its length, several in a row (RFC 1035 §4.2.2, RFC 7766 §6.2.1). */
function talk(socket: Socket, store: Store): void {
  let buffered = Buffer.alloc(0)
  // A client that hangs up in the middle is its own affair.
  socket.on('error', () => socket.destroy())
  socket.setTimeout(PATIENCE_MS, () => socket.destroy())
  socket.on('data', (part: Buffer) => {
    buffered = Buffer.concat([buffered, part])
    while (buffered.length >= 2 && buffered.length >= 2 + buffered.readUInt16BE()) {
      const end = 2 + buffered.readUInt16BE()
      const answer = answerTo(buffered.subarray(2, end), 'tcp', store.all())
      buffered = buffered.subarray(end)
      if (!answer) return void socket.destroy()
      const length = Buffer.alloc(2)
      length.writeUInt16BE(answer.length)
      socket.write(Buffer.concat([length, answer]))
    }
  })
}

async function closed(server: Server, sockets: ReadonlySet<Socket>): Promise<void> {
  const gone = once(server, 'close')
  server.close()
  for (const socket of sockets) socket.destroy()
  await gone
}
