import { createSocket } from 'node:dgram'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import packet, { type Answer, type DecodedPacket } from 'dns-packet'

/** What a name server of a test says about a name. */
export type Reply = {
  /** Each record as one text, or in the pieces that it comes in. */
  readonly txt?: readonly (string | readonly string[])[]
  readonly a?: readonly string[]
  readonly aaaa?: readonly string[]
  /** An answer without records: RFC 1035 §4.1.1. */
  readonly code?: 'SERVFAIL' | 'REFUSED'
  /**
   * What it does instead of answering properly. `forged`: answers with another id first, with text of its own, and never
   * properly. `cut`: sends over UDP only that there is more. `loop`: an alias of itself. `other`: answers what was not asked.
   */
  readonly how?: 'silent' | 'forged' | 'cut' | 'loop' | 'garbage' | 'other'
}

export type NameServer = {
  /** As a setting wants it. */
  readonly address: string
  /** What it knows; other names do not exist. */
  readonly zone: Map<string, Reply>
  /** What was asked: `udp TXT acme.example`. */
  readonly asked: string[]
}

const codes = { NXDOMAIN: 3, SERVFAIL: 2, REFUSED: 5 }

/** A real name server on this computer, over UDP and TCP, that can be as wrong as somebody’s who means no good. */
export async function aNameServer(t: { after(end: () => unknown): void }): Promise<NameServer> {
  const zone = new Map<string, Reply>()
  const asked: string[] = []
  const tcp = createServer((socket) => talk(socket, zone, asked))
  await new Promise<void>((resolve) => void tcp.listen(0, '127.0.0.1', resolve))
  const { port } = tcp.address() as AddressInfo
  const udp = createSocket('udp4')
  udp.on('message', (message, { address, port: to }) => {
    for (const sent of answersTo(message, 'udp', zone, asked)) udp.send(sent, to, address)
  })
  await new Promise<void>((resolve) => void udp.bind(port, '127.0.0.1', resolve))
  t.after(() => {
    udp.close()
    tcp.close()
  })
  return { address: `127.0.0.1:${port}`, zone, asked }
}

function talk(socket: Socket, zone: ReadonlyMap<string, Reply>, asked: string[]): void {
  let buffered = Buffer.alloc(0)
  socket.on('error', () => undefined)
  socket.on('data', (part: Buffer) => {
    buffered = Buffer.concat([buffered, part])
    if (buffered.length < 2 || buffered.length < 2 + buffered.readUInt16BE()) return
    for (const sent of answersTo(buffered.subarray(2), 'tcp', zone, asked)) {
      const length = Buffer.alloc(2)
      length.writeUInt16BE(sent.length)
      socket.write(Buffer.concat([length, sent]))
    }
  })
}

function answersTo(
  message: Buffer,
  over: 'udp' | 'tcp',
  zone: ReadonlyMap<string, Reply>,
  asked: string[],
): readonly Buffer[] {
  const query = packet.decode(message)
  const [question] = query.questions ?? []
  if (!question) return []
  const name = question.name.toLowerCase()
  asked.push(`${over} ${question.type} ${name}`)
  const reply = zone.get(name)
  if (!reply) return [encoded(query, codes.NXDOMAIN)]
  const answers = recordsOf(name, question.type, reply)
  if (reply.code) return [encoded(query, codes[reply.code])]
  if (reply.how === 'silent') return []
  if (reply.how === 'garbage') return [Buffer.from([...message.subarray(0, 2), 0x81, 0x80, 0xff, 0xff, 0xff, 0xff])]
  if (reply.how === 'cut' && over === 'udp') return [encoded(query, packet.TRUNCATED_RESPONSE)]
  if (reply.how === 'forged') return [encoded({ ...query, id: ((query.id ?? 0) + 1) % 65_536 }, 0, answers)]
  if (reply.how === 'other')
    return [encoded({ ...query, questions: [{ ...question, name: `other.${name}` }] }, 0, answers)]
  return [encoded(query, 0, answers)]
}

function recordsOf(name: string, type: string, reply: Reply): Answer[] {
  if (reply.how === 'loop') return [{ type: 'CNAME', name, data: name }]
  const ttl = 1
  if (type === 'TXT') return (reply.txt ?? []).map((data) => ({ type: 'TXT', name, ttl, data: data as string[] }))
  if (type === 'A') return (reply.a ?? []).map((data) => ({ type: 'A', name, ttl, data }))
  if (type === 'AAAA') return (reply.aaaa ?? []).map((data) => ({ type: 'AAAA', name, ttl, data }))
  return []
}

const encoded = (query: DecodedPacket, flags: number, answers: Answer[] = []): Buffer =>
  packet.encode({
    type: 'response',
    id: query.id,
    flags: packet.RECURSION_DESIRED | packet.RECURSION_AVAILABLE | flags,
    questions: query.questions,
    answers,
  })
