import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readAddresses } from './read-addresses.ts'

async function* inPieces(bytes: Uint8Array, size = 3) {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}
async function read(bytes: Uint8Array | string) {
  const seen: string[] = []
  for await (const line of readAddresses(inPieces(Buffer.from(bytes))))
    seen.push('key' in line ? line.key : `? ${line.unread}`)
  return seen
}
const utf16 = (text: string, isLittle: boolean) => {
  const bytes = Buffer.from(`\ufeff${text}`, 'utf16le')
  return isLittle ? bytes : bytes.swap16()
}
const two = ['ana@acme.example', 'bo@acme.example']

test('DOM-6 a list is read however it is written', async () => {
  const written: Record<string, string | Uint8Array> = {
    plain: 'ana@acme.example\nbo@acme.example\n',
    'of another system': 'ana@acme.example\r\n\r\nbo@acme.example',
    'an old one': 'ana@acme.example\rbo@acme.example\r',
    'with its mark': '\ufeffemail\nAna@ACME.example\nbo@acme.example',
    'a column among others': 'Name,Email,Team\n"Lindqvist, Ana",ana@acme.example,"A ""B"" C"\nBo,"bo@acme.example",',
    'of another country': 'E-Mail-Adresse;Name\nana@acme.example;Ana\nbo@acme.example;"two\nlines"',
    tabs: 'Name\tmail\nAna\tana@acme.example\nBo\tbo@acme.example',
    'without titles': 'ana@acme.example,Ana\nbo@acme.example,Bo',
    'UTF-16': utf16('email\nana@acme.example\nbo@acme.example', true),
    'UTF-16, the other way': utf16('email\nana@acme.example\nbo@acme.example', false),
    'Latin-1': Buffer.from('email,name\nana@acme.example,J\u00fcrgen\nbo@acme.example,Zo\u00eb', 'latin1'),
    'what we wrote ourselves': "email\n'ana@acme.example\nbo@acme.example",
  }
  for (const [how, bytes] of Object.entries(written)) assert.deepEqual(await read(bytes), two, how)
})

test('DOM-6 lines without an address are counted, and one forgotten quotation mark costs a line', async () => {
  assert.deepEqual(await read('email\nana@acme.example\nnobody\n=1+1\n'), ['ana@acme.example', '? nobody', '? =1+1'])
  const long = 'x'.repeat(3_990)
  assert.deepEqual(await read(`email\n"${long}\nana@acme.example\nbo@acme.example`), [
    `? ${long}\nana@acme.example`,
    'bo@acme.example',
  ])
  assert.deepEqual(await read(''), [])
})

test('DOM-6 what is no text is refused, as is a line without end', async () => {
  await assert.rejects(read(Buffer.from('ana@acme.example', 'utf16le')), {
    code: 'domain-claim.list-encoding',
    status: 422,
  })
  await assert.rejects(read('x'.repeat(10_000)), { code: 'domain-claim.list-encoding' })
})

test('DOM-11 however many lines are read, no more than one is in memory', async () => {
  async function* many() {
    for (let at = 0; at < 100; at += 1)
      yield Buffer.from(
        Array.from({ length: 1_000 }, (_each, place) => `p${at * 1_000 + place}@acme.example\n`).join(''),
      )
  }
  const before = process.memoryUsage().heapUsed
  let most = 0
  let count = 0
  for await (const line of readAddresses(many())) {
    assert.ok('key' in line)
    count += 1
    if (count % 10_000 === 0) most = Math.max(most, process.memoryUsage().heapUsed - before)
  }
  assert.equal(count, 100_000)
  assert.ok(most < 60_000_000, `${most} bytes`)
})
