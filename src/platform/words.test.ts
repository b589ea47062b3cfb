import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import test from 'node:test'
import { dynamicKeys, MissingWords, readCatalogs, refusalKey, sayIn, wantedLanguage } from './words.ts'

const now = Temporal.Instant.from('2026-04-17T14:22:00Z')
const say = sayIn('en-US', 'Europe/London', () => now)
const at = (iso: string) => Temporal.Instant.from(iso)

test('moments are written for the reader’s zone, in 24 hours, days before months', () => {
  assert.equal(say.time(now), '15:22')
  assert.equal(say.time(at('2026-01-17T00:05:00Z')), '00:05')
  assert.equal(say.date(at('2026-04-28T10:00:00Z')), '28 April')
  assert.equal(say.date(at('2025-04-28T10:00:00Z')), '28 April 2025')
  assert.equal(say.moment(at('2026-04-17T08:04:00Z')), 'Today, 09:04')
  assert.equal(say.moment(at('2026-04-16T19:15:00Z')), 'Yesterday, 20:15')
  assert.equal(say.moment(at('2026-04-14T21:41:00Z')), 'Tue, 22:41')
  assert.equal(say.moment(at('2026-04-28T09:00:00Z')), '28 April 2026, 10:00')
  assert.equal(say.full(at('2026-04-14T21:44:00Z')), 'Tuesday 14 April 2026, 22:44 (London)')
  assert.equal(say.stamp(at('2026-04-16T07:51:07.9Z')), '16 Apr, 08:51:07')
  assert.equal(say.stamp(at('2025-04-16T07:51:07Z')), '16 Apr 2025, 08:51:07')
  assert.equal(say.ago(now.subtract({ minutes: 12 })), '12 minutes ago')
  assert.equal(say.ago(now.subtract({ seconds: 10 })), 'now')
  assert.equal(say.ago(at('2026-04-14T21:41:00Z')), 'Tue, 22:41')
})

test('everything that fills a sentence of a page is escaped, and tags are ours', () => {
  const page = say.html('sign-in.identify.lede-site', { product: '<i>&"', site: '</strong>' })
  assert.equal(page.toString(), 'to continue to <strong>&lt;i&gt;&amp;&quot;</strong> on &lt;/strong&gt;')
  assert.equal(say('sign-in.identify.lede-site', { product: '<i>', site: 'x' }), 'to continue to <i> on x')
})

test('a missing sentence is an error and never shows its key', () => {
  assert.throws(() => say('sign-in.none-such'), MissingWords)
  assert.equal(say.has('sign-in.none-such'), false)
  assert.equal(refusalKey('credential.password-short'), 'credential.refusal.password-short')
})

test('the best language there are words for is chosen', () => {
  assert.equal(wantedLanguage('fr-FR, en-GB;q=0.5, de;q=0.1'), 'en-GB')
  assert.equal(wantedLanguage('fr-FR, en-GB;q=0.5, de;q=0.6'), 'de')
  assert.equal(wantedLanguage('xx, *;q=0.1, en;q=0'), undefined)
  assert.equal(wantedLanguage('"><script>'), undefined)
  assert.equal(wantedLanguage(undefined), undefined)
})

const source = new URL('../', import.meta.url)
const code = readdirSync(source, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.ts') && !path.endsWith('.test.ts'))
  .map((path) => readFileSync(new URL(path, source), 'utf8'))
  .join('\n')
const english = readCatalogs().get('en') ?? new Map<string, string>()

test('every sentence that the code asks for exists', () => {
  const asked = [...code.matchAll(/\b(?:say(?:\.html)?\(|paragraph\(\s*say,)\s*'([^']+)'/g)].map(([, key = '']) => key)
  assert.ok(asked.length > 100)
  assert.deepEqual(
    asked.filter((key) => !english.has(key)),
    [],
  )
})

test('every refusal that the code makes has a sentence', () => {
  const codes = [...code.matchAll(/new Refusal\(\s*'([^']+)'/g)].map(([, made = '']) => made)
  assert.deepEqual(
    [...new Set(codes)].filter((made) => !english.has(refusalKey(made))),
    [],
  )
})

test('every action that the audit log keeps about an account has a sentence', () => {
  const actions = [...code.matchAll(/\brecord\(\s*tx,[^,]+,\s*'([^']+)',[^)]*accountId/g)].map(
    ([, action = '']) => action,
  )
  assert.ok(actions.length > 3)
  assert.deepEqual(
    [...new Set(actions)].filter((action) => !english.has(`account-page.audit.${action}`)),
    [],
  )
})

test('no sentence is unused', () => {
  const unused = [...english.keys()].filter(
    (key) => !code.includes(`'${key}'`) && !dynamicKeys.some((keys) => keys.test(key)),
  )
  assert.deepEqual(unused, [])
})

test('a language tag that is none is passed over', () => {
  assert.equal(wantedLanguage('en-12, en-fonipa-fonipa, en-GB;q=0.5'), 'en-GB')
  assert.equal(wantedLanguage('en-12'), undefined)
})

test('a locale that we have no words for is spoken to in English, dates and all', () => {
  const arabic = sayIn('ar-EG', 'Europe/London', () => now)
  assert.equal(arabic.locale, 'en')
  assert.equal(arabic.full(now), 'Friday 17 April 2026, 15:22 (London)')
})

test('moments are written the German way, too', () => {
  const sag = sayIn('de', 'Europe/Berlin', () => now)
  assert.equal(sag.time(now), '16:22')
  assert.equal(sag.date(at('2026-04-28T10:00:00Z')), '28. April')
  assert.equal(sag.date(at('2025-03-28T10:00:00Z')), '28. März 2025')
  assert.equal(sag.moment(at('2026-04-17T07:04:00Z')), 'Heute, 09:04 Uhr')
  assert.equal(sag.moment(at('2026-04-16T18:15:00Z')), 'Gestern, 20:15 Uhr')
  assert.equal(sag.moment(at('2026-04-14T20:41:00Z')), 'Di, 22:41 Uhr')
  assert.equal(sag.moment(at('2026-04-28T08:00:00Z')), '28. April 2026, 10:00 Uhr')
  assert.equal(sag.full(at('2026-04-14T20:44:00Z')), 'Dienstag, 14. April 2026, 22:44 Uhr (Berlin)')
  assert.equal(sag.stamp(at('2026-04-16T07:51:07Z')), '16. Apr., 09:51:07')
  assert.equal(sag.ago(now.subtract({ minutes: 1 })), 'vor 1 Minute')
  assert.equal(sag.ago(now.subtract({ hours: 3 })), 'vor 3 Stunden')
  assert.equal(sag.ago(now.subtract({ seconds: 10 })), 'jetzt')
})

test('a device keeps its name, and is told in the reader’s words', () => {
  const sag = sayIn('de-AT', 'Europe/Vienna', () => now)
  assert.equal(say.device('Chrome on macOS'), 'Chrome on macOS')
  assert.equal(sag.device('Chrome on macOS'), 'Chrome auf macOS')
  assert.equal(sag.device('Unknown browser on Linux'), 'Unbekannter Browser auf Linux')
  assert.equal(sag.device('Unknown device'), 'Unbekanntes Gerät')
  assert.equal(sag.device('Firefox'), 'Firefox')
})
