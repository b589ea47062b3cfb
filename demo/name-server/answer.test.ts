import assert from 'node:assert/strict'
import { test } from 'node:test'
import packet, { type Packet } from 'dns-packet'
import fc from 'fast-check'
import { answerTo } from './answer.ts'
import type { TxtRecord } from './record.ts'

const records: TxtRecord[] = [
  { name: 'acme.example.com', value: 'umbel-verify=1' },
  { name: 'acme.example.com', value: 'Grüße' },
  { name: '_umbel.labs.example.com', value: 'x'.repeat(600) },
]
const none = { rcode: 'NOERROR', texts: [] }

test('RFC 1035 each record of a name is answered, in whatever case the name was asked', () => {
  const answer = asked('TXT', 'ACME.example.com')
  assert.deepEqual(answer.texts, ['umbel-verify=1', 'Grüße'])
  assert.equal(answer.flag_aa, true)
  assert.deepEqual(
    answer.answers?.map(({ name }) => name),
    ['ACME.example.com', 'ACME.example.com'],
  )
})

test('RFC 2308 what is not there: no such name, or none of this type, each believed for no time at all', () => {
  for (const [type, name, rcode] of [
    ['TXT', 'acme-labs.example.com', 'NXDOMAIN'],
    ['TXT', 'notacme.example.com', 'NXDOMAIN'],
    ['TXT', 'below.acme.example.com', 'NXDOMAIN'],
    ['A', 'acme.example.com', 'NOERROR'],
    ['TXT', 'labs.example.com', 'NOERROR'], // only something below it is there
    ['TXT', 'com', 'NOERROR'],
  ] as const) {
    const { authorities, ...answer } = asked(type, name)
    assert.deepEqual({ rcode: answer.rcode, texts: answer.texts }, { ...none, rcode }, `${type} ${name}`)
    assert.equal(authorities?.length, 1)
    assert.ok(authorities[0]?.type === 'SOA' && authorities[0].data.minimum === 0 && authorities[0].ttl === 0)
  }
  assert.equal(asked('SOA', '.').answers?.[0]?.type, 'SOA')
})

test('RFC 1035 a long text comes in pieces, and what does not fit into a datagram is cut off, but not over TCP', () => {
  const long = asked('TXT', '_umbel.labs.example.com', 'udp')
  assert.deepEqual([long.flag_tc, long.texts], [true, []])
  const whole = asked('TXT', '_umbel.labs.example.com', 'tcp')
  assert.deepEqual([whole.flag_tc, whole.texts], [false, ['x'.repeat(600)]])
})

test('RFC 6891 who asks with EDNS is answered with it, and with as much as they can take', () => {
  const udpPayloadSize = 4096
  const option = { type: 'OPT', name: '.', udpPayloadSize, extendedRcode: 0, ednsVersion: 0, flags: 0 } as const
  const additionals = [{ ...option, flag_do: false, options: [] }]
  const { texts, ...answer } = asked('TXT', '_umbel.labs.example.com', 'udp', { additionals })
  assert.deepEqual(texts, ['x'.repeat(600)])
  assert.equal(answer.additionals?.[0]?.type, 'OPT')
  assert.deepEqual(asked('TXT', 'acme.example.com').additionals, [])
})

test('RFC 1035 what a name server cannot do is said by its code; answers are never answered', () => {
  const question = { type: 'TXT', name: 'acme.example.com' } as const
  const code = (query: Packet) => read(answerTo(packet.encode(query), 'udp', records)!).rcode
  assert.equal(code({ type: 'query', id: 7, questions: [] }), 'FORMERR')
  assert.equal(code({ type: 'query', id: 7, questions: [question, question] }), 'FORMERR')
  assert.equal(code({ type: 'query', id: 7, flags: 2 << 11, questions: [question] }), 'NOTIMP')
  assert.equal(code({ type: 'query', id: 7, questions: [{ ...question, class: 'CH' }] }), 'REFUSED')
  const broken = packet.encode({ type: 'query', id: 7, questions: [question] }).subarray(0, 20)
  assert.deepEqual([...answerTo(broken, 'udp', records)!], [0, 7, 0x80, 1, 0, 0, 0, 0, 0, 0, 0, 0])
  assert.equal(answerTo(packet.encode({ type: 'response', id: 7, questions: [question] }), 'udp', records), undefined)
})

test('RFC 1035 whatever comes, there is an answer to the same id that can be read, or none', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 80 }), (bytes) => {
      const message = Buffer.from(bytes)
      const answer = answerTo(message, 'udp', records)
      if (answer) assert.deepEqual([...answer.subarray(0, 2)], [...message.subarray(0, 2)])
      if (answer) assert.equal(packet.decode(answer).flag_qr, true)
    }),
    { numRuns: 2_000 },
  )
})

type Asked = 'TXT' | 'A' | 'SOA'

function asked(type: Asked, name: string, over: 'udp' | 'tcp' = 'udp', more: Packet = {}) {
  const query = packet.encode({ type: 'query', id: 4711, questions: [{ type, name }], ...more })
  const answer = answerTo(query, over, records)
  assert.ok(answer)
  const decoded = read(answer)
  assert.equal(decoded.id, 4711)
  assert.ok(over === 'tcp' || answer.length <= 1232)
  const texts = decoded.answers?.flatMap((each) =>
    each.type === 'TXT' ? Buffer.concat(each.data as Buffer[]).toString() : [],
  )
  return { ...decoded, texts }
}

// The types of the package leave out what a decoded message says besides.
const read = (message: Buffer) => packet.decode(message) as ReturnType<typeof packet.decode> & { rcode: string }
