import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { groups } from './articles.ts'
import { searchArticles } from './search.ts'

const slugs = (locale: string, typed: string) => searchArticles(locale, typed).map(({ slug }) => slug)

// What people type, and the article that has to come first.
const first: readonly (readonly [locale: string, typed: string, slug: string])[] = [
  ['en', 'forgot password', 'forgotten-password'],
  ['en', 'I forgot my password', 'forgotten-password'],
  ['en', 'PASSWORD forgot', 'forgotten-password'],
  ['en', 'pässwörd', 'forgotten-password'],
  ['en', 'pasword', 'forgotten-password'],
  ['en', 'how do I change my email address?', 'change-your-address'],
  ['en-US', 'address', 'change-your-address'],
  ['en', '2FA', 'two-step-verification'],
  ['en', 'lost phone', 'lost-second-step'],
  ['en', 'delete my account', 'delete-your-account'],
  ['en', 'gdpr export', 'what-we-know-about-you'],
  ['en', 'spam', 'email-does-not-come'],
  ['en', 'merge accounts', 'your-account'],
  ['en', 'log out everywhere', 'devices'],
  ['en', 'too many tries', 'log-in-paused'],
  ['en', 'not my organization', 'personal-and-managed-accounts'],
  ['en', 'invitation', 'products-you-can-open'],
  ['en', 'passkey', 'passkeys'],
  ['en', 'backup codes', 'recovery-codes'],
  ['fr', 'password', 'forgotten-password'],
  ['de', 'Passwort vergessen', 'forgotten-password'],
  ['de', 'konto löschen', 'delete-your-account'],
  ['de', 'KONTO LOESCHEN', 'delete-your-account'],
  ['de', 'geraete', 'devices'],
  ['de', 'gerat', 'devices'],
  ['de-AT', 'handy verloren', 'lost-second-step'],
  ['de', 'adresse ändern', 'change-your-address'],
  ['de', 'dsgvo auskunft', 'what-we-know-about-you'],
]

for (const [locale, typed, slug] of first) {
  test(`ACC-12 “${typed}” (${locale}) finds ${slug} first`, () => assert.equal(slugs(locale, typed)[0], slug))
}

test('ACC-12 what the help says nothing about is not found', () => {
  for (const typed of ['pizza', 'pizza my', '中文', '🙂', '???', '   ', '', '\u0301', '1=1']) {
    assert.deepEqual(slugs('en', typed), [], typed)
  }
})

test('ACC-12 several words find what has all of them before what has one', () => {
  const found = slugs('en', 'recovery codes lost')
  assert.ok(found.indexOf('recovery-codes') < 2 && found.indexOf('lost-second-step') < 2, found.join())
})

test('ACC-12 a search ends quickly and finds articles, whatever and however much is typed', () => {
  const known = new Set<string>(groups.flatMap(({ articles }) => articles))
  const text = fc.oneof(fc.string({ unit: 'binary', maxLength: 300 }), fc.string({ unit: 'grapheme', maxLength: 300 }))
  fc.assert(
    fc.property(text, fc.constantFrom('en', 'de', 'ar', ''), (typed, locale) => {
      const found = slugs(locale, typed)
      assert.ok(found.length <= 10 && found.every((slug) => known.has(slug)))
    }),
    { numRuns: 500 },
  )
  const started = performance.now()
  searchArticles('en', 'passwordx '.repeat(100_000))
  searchArticles('de', 'ä'.repeat(1_000_000))
  assert.ok(performance.now() - started < 500)
})
