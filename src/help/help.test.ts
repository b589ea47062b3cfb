import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { Refusal } from '#kernel'
import { incidentIn, mailAddressOf, parseMessage, parseReason, parseTopic, topics } from './help.ts'

test('ACC-12 a message has 10 to 4000 characters in any script, and a refusal says how many', () => {
  assert.equal(parseMessage('  ten chars.\r\nand more\r '), 'ten chars.\nand more')
  assert.equal(parseMessage('🙂'.repeat(4000)).length, 8000)
  assert.equal(parseMessage('مرحبا، لا أستطيع'), 'مرحبا، لا أستطيع')
  assert.equal(parseMessage('line\u0007 one\u0000\nline\ttwo'), 'line one\nline\ttwo')
  const table: Record<string, string> = { '': 'missing', ' \r\n\u0000 ': 'missing', 'too short': 'short' }
  for (const [text, reason] of Object.entries({ ...table, ['é'.repeat(4001)]: 'long' })) {
    assert.throws(() => parseMessage(text), { code: `help.message-${reason}`, status: 422 })
  }
  assert.throws(
    () => parseMessage('é'.repeat(4012)),
    (error) => error instanceof Refusal && error.details.over === 12,
  )
})

test('ACC-12 a reason may be left out, and has 500 characters at most', () => {
  assert.equal(parseReason(undefined), undefined)
  assert.equal(parseReason(' \n '), undefined)
  assert.equal(parseReason('🙂'.repeat(500))?.length, 1000)
  assert.throws(() => parseReason('🙂'.repeat(501)), { code: 'help.reason-long', status: 422 })
})

test('whatever is typed is kept well formed, or refused', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 600 }), (typed) => {
      for (const parse of [parseMessage, parseReason]) {
        try {
          const text = parse(typed) ?? ''
          assert.ok(text.isWellFormed() && text.trim() === text && !/\r|\0/.test(text))
        } catch (error) {
          if (!(error instanceof Refusal)) throw error
        }
      }
    }),
  )
})

test('only a topic is a topic, only a code is a code, only an address is mailed to', () => {
  for (const topic of topics) assert.equal(parseTopic(topic), topic)
  for (const text of ['', 'constructor', '__proto__', undefined])
    assert.throws(() => parseTopic(text), { code: 'help.topic-missing' })
  assert.equal(incidentIn('7f3a-91c2'), '7f3a-91c2')
  for (const text of ['7F3A-91C2', '7f3a-91c2\n', '7f3a', '<script>', '', undefined])
    assert.equal(incidentIn(text), undefined)
  assert.equal(mailAddressOf('help@example.com'), 'help@example.com')
  for (const text of [
    'https://example.com/help',
    'Ask at the desk.',
    'a@b',
    'x@example.com\r\nBcc: y@example.com',
    undefined,
  ])
    assert.equal(mailAddressOf(text), undefined)
})
