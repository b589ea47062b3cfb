import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { Refusal } from '#kernel'
import { looksOf, parseDomainName, readable } from './domain-name.ts'
import { mailProviders } from './mail-providers.ts'

const isMailProvider = mailProviders(['post.example', '-hey.com'])

const understood: readonly (readonly [typed: string, name: string, hadMore: boolean])[] = [
  ['acme.example', 'acme.example', false],
  [' ACME.Example. ', 'acme.example', false],
  ['https://www.acme.example/about?x=1#top', 'acme.example', true],
  ['http://user:pass@acme.example:8080', 'acme.example', true],
  ['www.acme.example', 'acme.example', true],
  ['jonas@acme.example', 'acme.example', true],
  ['shop.acme.co.uk', 'shop.acme.co.uk', false],
  ['acme.github.io', 'acme.github.io', false],
  ['www.ck', 'www.ck', false],
  ['bücher.example', 'xn--bcher-kva.example', false],
  ['Ａcme。example', 'acme.example', false],
  ['xn--bcher-kva.example', 'xn--bcher-kva.example', false],
  ['corp.internal', 'corp.internal', false],
  ['it.acme.lan', 'it.acme.lan', false],
  ['hey.com', 'hey.com', false],
  ['acme-labs.example.com', 'acme-labs.example.com', false],
]
for (const [typed, name, hadMore] of understood)
  test(`DOM-2 “${typed}” means ${name}`, () => {
    assert.deepEqual(parseDomainName(typed, isMailProvider), { name, hadMore })
  })

const refused: readonly (readonly [typed: string | undefined, reason: string])[] = [
  [undefined, 'missing'],
  ['   ', 'missing'],
  ['acme', 'unfinished'],
  ['com', 'suffix'],
  ['co.uk', 'suffix'],
  ['https://github.io/', 'suffix'],
  ['公司.cn', 'suffix'],
  ['xn--55qx5d.cn', 'suffix'],
  ['127.0.0.1', 'address'],
  ['https://10.0.0.1:8080/', 'address'],
  ['0x7f.1', 'address'],
  ['[::1]', 'address'],
  ['https://[2001:db8::1]/', 'address'],
  ['printer.local', 'special'],
  ['a.localhost', 'special'],
  ['1.0.0.127.in-addr.arpa', 'special'],
  ['abc.onion', 'special'],
  ['acme..example', 'malformed'],
  ['-acme.example', 'malformed'],
  ['ac me.example', 'malformed'],
  ['a_b.example', 'malformed'],
  ['acme.example<script>', 'malformed'],
  [`${'a'.repeat(64)}.example`, 'malformed'],
  [`${'a.'.repeat(130)}example`, 'malformed'],
  ['x'.repeat(3_000), 'malformed'],
  ['gmail.com', 'mail-provider'],
  ['GMX.de', 'mail-provider'],
  ['me@outlook.com', 'mail-provider'],
  ['team.gmail.com', 'mail-provider'],
  ['tutanota.com', 'mail-provider'],
  ['post.example', 'mail-provider'],
]
for (const [typed, reason] of refused)
  test(`DOM-2 “${typed?.slice(0, 40)}” is refused: ${reason}`, () => {
    assert.throws(() => parseDomainName(typed, isMailProvider), { code: `domain-claim.name-${reason}` })
  })

test('DOM-2 whatever is typed is a name, or a refusal', () => {
  const part = fc.constantFrom(
    '.',
    'a',
    'acme',
    'com',
    '@',
    ':',
    '/',
    '//',
    '[',
    ']',
    '%',
    'xn--',
    'ß',
    '\u202e',
    '1',
    '\0',
  )
  const typed = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 300 }),
    fc.array(part).map((parts) => parts.join('')),
  )
  fc.assert(
    fc.property(typed, (text) => {
      try {
        const { name } = parseDomainName(text, isMailProvider)
        assert.match(name, /^[a-z0-9.-]{3,253}$/)
        assert.equal(parseDomainName(name, isMailProvider).name, name)
      } catch (error) {
        if (!(error instanceof Refusal)) throw error
      }
    }),
    { numRuns: 2_000 },
  )
})

test('DOM-2 names that look like others are told by their letters, together with what they really are', () => {
  const looks = (typed: string) => {
    const { name } = parseDomainName(typed)
    return [readable(name), looksOf(name)]
  }
  assert.deepEqual(looks('acme.example'), ['acme.example', 'plain'])
  assert.deepEqual(looks('bücher.example'), ['bücher.example', 'international'])
  assert.deepEqual(looks('株式会社acme.example'), ['株式会社acme.example', 'international'])
  // Its first letter is Cyrillic.
  assert.deepEqual(looks('аcme.example'), ['аcme.example', 'mixed'])
  assert.deepEqual(looks('асме.example'), ['асме.example', 'international'])
})
