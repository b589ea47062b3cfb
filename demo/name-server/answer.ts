import packet, { type Answer, type DecodedPacket, type Packet } from 'dns-packet'
import type { TxtRecord } from './record.ts'

const codes = { none: 0, malformed: 1, noName: 3, notDone: 4, refused: 5 } as const
type Code = keyof typeof codes

const HEADER_BYTES = 12
const PIECE_BYTES = 255
const LEAST_UDP_BYTES = 512
const MOST_UDP_BYTES = 1232

/** Says for how long a name's absence may be believed (RFC 2308 §3): not at all, so that a record counts once it is added. */
const authority: Answer = {
  type: 'SOA',
  name: '.',
  ttl: 0,
  data: {
    mname: 'localhost',
    rname: 'nobody.localhost',
    serial: 1,
    refresh: 3600,
    retry: 600,
    expire: 86_400,
    minimum: 0,
  },
}

/**
 * What a name server that has these TXT records, and nothing else in the world, answers to a message (RFC 1035 §4.1). Over UDP
 * an answer that is too long is cut off, and asked for again over TCP (RFC 2181 §9).
 * @returns undefined for what is no question, so that two servers never talk to each other for ever
 */
export function answerTo(message: Buffer, over: 'udp' | 'tcp', records: readonly TxtRecord[]): Buffer | undefined {
  if (message.length < HEADER_BYTES || (message[2]! & 0x80) !== 0) return undefined
  try {
    const query = packet.decode(message)
    const answer = encoded(query, ...found(query, records))
    return over === 'tcp' || answer.length <= roomOf(query)
      ? answer
      : encoded(query, 'none', [], packet.TRUNCATED_RESPONSE)
  } catch {
    return unread(message)
  }
}

function found(query: DecodedPacket, records: readonly TxtRecord[]): [Code, Answer[]] {
  const [question, ...more] = query.questions ?? []
  if (!question || more.length > 0) return ['malformed', []]
  if ((query as { opcode?: string }).opcode !== 'QUERY') return ['notDone', []]
  if (question.class !== 'IN') return ['refused', []]
  const name = question.name.toLowerCase()
  if (question.type === 'SOA' && name === '.') return ['none', [authority]]
  // A name is there as well when only something below it is (RFC 8020 §2).
  const isThere = name === '.' || records.some((each) => each.name === name || each.name.endsWith(`.${name}`))
  if (!isThere) return ['noName', []]
  if (question.type !== 'TXT') return ['none', []]
  const own = records.filter((each) => each.name === name)
  return ['none', own.map(({ value }) => ({ type: 'TXT', name: question.name, ttl: 0, data: pieces(value) }))]
}

function encoded(query: DecodedPacket, code: Code, answers: Answer[], cut = 0): Buffer {
  const recursion = query.flag_rd ? packet.RECURSION_DESIRED : 0
  const isNothing = answers.length === 0 && cut === 0 && (code === 'none' || code === 'noName')
  const answer: Packet = {
    type: 'response',
    id: query.id,
    flags: packet.AUTHORITATIVE_ANSWER | recursion | cut | codes[code],
    questions: query.questions,
    answers,
    authorities: isNothing ? [authority] : [],
    additionals: optionOf(query) ? [ownOption] : [],
  }
  return packet.encode(answer)
}

// RFC 6891 §6.1.1: who asks with EDNS is answered with it.
const ownOption: Answer = {
  type: 'OPT',
  name: '.',
  udpPayloadSize: MOST_UDP_BYTES,
  extendedRcode: 0,
  ednsVersion: 0,
  flags: 0,
  flag_do: false,
  options: [],
}

const optionOf = (query: DecodedPacket) => query.additionals?.find((each) => each.type === 'OPT')

function roomOf(query: DecodedPacket): number {
  const wanted = optionOf(query)?.udpPayloadSize ?? LEAST_UDP_BYTES
  return Math.min(Math.max(wanted, LEAST_UDP_BYTES), MOST_UDP_BYTES)
}

// RFC 1035 §3.3.14: a text comes in pieces of 255 bytes, which belong together.
function pieces(value: string): Buffer[] {
  const bytes = Buffer.from(value)
  return Array.from({ length: Math.ceil(bytes.length / PIECE_BYTES) }, (_, at) =>
    bytes.subarray(at * PIECE_BYTES, (at + 1) * PIECE_BYTES),
  )
}

/** That a message could not be read: its header is all that there is to answer with. */
function unread(message: Buffer): Buffer {
  const answer = Buffer.alloc(HEADER_BYTES)
  message.copy(answer, 0, 0, 2)
  answer[2] = 0x80 | (message[2]! & 0x79)
  answer[3] = codes.malformed
  return answer
}
