import assert from 'node:assert/strict'
import test from 'node:test'
import { openLanguages } from './language.ts'

const languages = openLanguages(new URL('https://id.example.com'))
const chosen = (language: string) => `umbel=x; __Host-umbel-language=${language}`
const asked = (language: string) => `__Host-umbel-asked-language=${language}`

test('ACC-8 a choice comes before the account’s language, then what the product asks for, then what the browser prefers', () => {
  const acceptLanguage = 'en-GB, de;q=0.5'
  assert.equal(languages.of({}), 'en')
  assert.equal(languages.of({ acceptLanguage }), 'en-GB')
  assert.equal(languages.of({ acceptLanguage: 'fr, de-AT;q=0.8, en;q=0.7' }), 'de-AT')
  assert.equal(languages.of({ acceptLanguage, cookie: asked('de') }), 'de')
  assert.equal(languages.of({ acceptLanguage, cookie: asked('de'), uiLocales: 'fr en' }), 'en')
  assert.equal(languages.of({ acceptLanguage, cookie: chosen('de'), uiLocales: 'fr en' }), 'de')
  assert.equal(languages.of({ acceptLanguage, cookie: asked('en'), uiLocales: 'en', holder: 'de-DE' }), 'de-DE')
  assert.equal(languages.of({ acceptLanguage: 'de', holder: 'fr' }), 'de')
  assert.equal(languages.of({ acceptLanguage, cookie: chosen('en'), holder: 'de-DE' }), 'en')
  assert.equal(languages.of({ acceptLanguage, cookie: `${asked('en')}; ${chosen('de')}` }), 'de')
})

test('ACC-8 a cookie that holds no language of ours says nothing', () => {
  for (const value of ['', 'xx', 'de"', '<b>', 'd'.repeat(5_000), 'de-'.repeat(12)]) {
    assert.equal(languages.of({ cookie: chosen(value), acceptLanguage: 'de' }), 'de', value.slice(0, 20))
    assert.equal(languages.of({ cookie: chosen(value) }), 'en', value.slice(0, 20))
  }
  assert.equal(languages.of({ cookie: 'umbel-language=de' }), 'en', 'only the name of this address counts')
})

test('ACC-8 a choice is kept for 400 days, in a cookie that only this host can set', () => {
  assert.equal(
    languages.choose('de'),
    '__Host-umbel-language=de; Path=/; HttpOnly; SameSite=Lax; Secure; Max-Age=34560000',
  )
  assert.equal(
    openLanguages(new URL('http://localhost:8080')).choose('de-CH'),
    'umbel-language=de-CH; Path=/; HttpOnly; SameSite=Lax; Max-Age=34560000',
  )
  assert.equal(languages.choose('de; Domain=example.com'), languages.choose('de'))
  for (const none of [undefined, '', 'xx', 'de\r\nX: y']) {
    assert.equal(languages.choose(none), undefined)
  }
})

test('DEV-1 what a product asks for counts until another log-in begins (OpenID Connect Core §3.1.2.1, ui_locales)', () => {
  const wanted = '__Host-umbel-asked-language=de-CH; Path=/; HttpOnly; SameSite=Lax; Secure'
  assert.equal(languages.ask({ uiLocales: 'fr-CA  de-CH en' }), wanted)
  assert.equal(languages.ask({ uiLocales: 'fr-CA de-CH en', cookie: asked('de-CH') }), undefined, 'it is there already')
  assert.equal(languages.ask({ uiLocales: 'fr' }), undefined)
  assert.equal(languages.ask({}), undefined)
  const over = '__Host-umbel-asked-language=; Path=/; HttpOnly; SameSite=Lax; Secure; Max-Age=0'
  assert.equal(languages.ask({ cookie: asked('de') }), over)
  assert.equal(languages.ask({ cookie: asked('de'), uiLocales: 'fr' }), over)
})
