import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { parseAddress } from './address.ts'
import { Refusal } from './refusal.ts'

test('ACC-1 case and the way a domain is written do not make another address', () => {
  const key = 'mira@xn--bcher-kva.example.com'
  for (const text of [
    'mira@bücher.example.com',
    'MIRA@BÜCHER.example.com',
    ' Mira@xn--bcher-kva.EXAMPLE.com ',
    'mira@bu\u0308cher.example.com',
  ]) {
    assert.equal(parseAddress(text).key, key)
  }
})

test('an address that cannot be one is refused, and the refusal says what is wrong', () => {
  const table: Record<string, string> = {
    '': 'address-missing',
    '   ': 'address-missing',
    mira: 'address-malformed',
    '@example.com': 'address-malformed',
    'mira@': 'address-malformed',
    'mira@acme': 'address-unfinished',
    'mira@acme.': 'address-unfinished',
    'mira@@example.com': 'address-malformed',
    'mi ra@example.com': 'address-malformed',
    'mira@exa mple.com': 'address-malformed',
    'mira..okafor@example.com': 'address-malformed',
    'mira@-example.com': 'address-malformed',
    'mira@127.0.0.1': 'address-malformed',
    'mira@[127.0.0.1]': 'address-malformed',
    'mira\u0000@example.com': 'address-malformed',
    'mira\r\nbcc:all@example.com': 'address-malformed',
    '<mira@example.com>': 'address-malformed',
    [`${'m'.repeat(65)}@example.com`]: 'address-long',
    [`mira@${'e'.repeat(10_000)}.com`]: 'address-long',
  }
  for (const [text, reason] of Object.entries(table)) {
    assert.throws(
      () => parseAddress(text),
      { name: 'Refusal', code: `kernel.${reason}`, status: 422 },
      JSON.stringify(text),
    )
  }
})

test('any text is either an address whose key is stable, or refused', () => {
  const texts = fc.oneof(
    fc.string({ unit: 'grapheme', maxLength: 400 }),
    fc.emailAddress(),
    fc.string({ unit: 'binary', maxLength: 80 }).map((s) => `${s}@example.com`),
  )
  fc.assert(
    fc.property(texts, (text) => {
      try {
        const { key, domain } = parseAddress(text)
        assert.equal(parseAddress(key).key, key)
        assert.ok(key.length <= 320 && key.endsWith(`@${domain}`))
        assert.doesNotMatch(key, /[\s\p{Cc}<>",;:]/u)
      } catch (error) {
        if (!(error instanceof Refusal)) throw error
      }
    }),
    { numRuns: 2_000 },
  )
})
