import assert from 'node:assert/strict'
import { after, beforeEach, test } from 'node:test'
import { sql } from '#platform'
import { attemptIn, type Browser } from './an-umbel.ts'
import { aTwoStepUmbel, Phone, password, to, typeStep, upToSecondStep, withApp } from './two-step.ts'

const another = 'and they wither in autumn'
const { umbel, clock, durable, forgetFailures, somebody, logIn, isTrusted } = await aTwoStepUmbel({ after })
beforeEach(forgetFailures)

test('LOG-10 set up in three steps: the codes are shown once, in an answer that nobody may keep', async () => {
  const browser = await umbel.holder('setup@example.com', password)
  const page = await browser.get('/security/two-step/app')
  const key = /<code id="app-key">([A-Z2-7 ]+)<\/code>/.exec(page.body)?.[1]?.replaceAll(' ', '') ?? ''
  assert.equal(key.length, 32)
  assert.match(page.body, /<svg class="qr"[^>]* role="img" aria-label="[^"]+"/)
  assert.ok((await browser.get('/security/two-step/app')).body.includes(key.slice(0, 4)), 'the same key again')
  const phone = new Phone(key, clock)
  const wrong = await browser.post('/security/two-step/app', { code: '000000' })
  assert.equal(wrong.status, 422)
  assert.match(wrong.body, /That code isn’t right/)
  const code = phone.code()
  const shown = await browser.post('/security/two-step/app', { code })
  assert.equal(shown.status, 200)
  assert.equal(shown.headers['cache-control'], 'no-store')
  const codes = shown.body.match(/<li>[2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]{2}<\/li>/g) ?? []
  assert.equal(codes.length, 10)
  const again = await browser.post('/security/two-step/app', { code })
  assert.deepEqual([again.status, to(again)], [303, '/security'])
  const security = await browser.get('/security?status=two-step-on')
  assert.match(security.body, /Two-step verification is on/)
  assert.match(security.body, /10 of 10 codes left/)
  assert.doesNotMatch(security.body, /[2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]{2}/)
  const mail = await umbel.mailTo('setup@example.com', 0, 'Two-step verification is on')
  assert.match(mail.mail.text, /password\/forgot/)
})

test('LOG-10 “Don’t ask again on this device” holds for this browser, 30 days, from its first log-in on', async () => {
  const { email, phone } = await somebody()
  const browser = umbel.browser()
  assert.equal((await logIn(browser, email, phone, true)).status, 303)
  assert.equal(await isTrusted(browser, email), true)
  assert.equal(await isTrusted(umbel.browser(), email), false)
  assert.match((await browser.get('/devices')).body, /Two-step is not asked for here/)
  clock.move({ hours: 24 * 30 })
  assert.equal(await isTrusted(browser, email), false)
})

test('LOG-10 trust in a browser ends with two-step, a new password, logging out everywhere, and at a click', async () => {
  const causes: Record<string, (browser: Browser, email: string) => Promise<unknown>> = {
    'asked for again': async (browser) => {
      const [, session = ''] =
        /name="session" value="([^"]+)" formaction="\/devices\/ask-again"/.exec((await browser.get('/devices')).body) ??
        []
      assert.equal(to(await browser.post('/devices/ask-again', { session })), '/devices?status=asked-again')
    },
    'logged out everywhere': (browser) => browser.post('/devices/log-out', { all: '1' }),
    'turned off and on': async (browser, email) => {
      assert.equal(to(await browser.post('/security/two-step/off', {})), '/security?status=two-step-off')
      await withApp(umbel, email, clock)
    },
    'the password changed': async (browser) => {
      await browser.post('/security/password', { current: password, password: another })
      await browser.post('/security/password', { current: another, password })
    },
  }
  for (const [cause, end] of Object.entries(causes)) {
    const { email, phone } = await somebody()
    const browser = umbel.browser()
    await logIn(browser, email, phone, true)
    assert.equal(await isTrusted(browser, email), true, cause)
    await end(browser, email)
    assert.equal(await isTrusted(browser, email), false, cause)
    await forgetFailures()
  }
})

test('LOG-10 what is sensitive asks again after 15 minutes, with the second step though the browser is trusted', async () => {
  const { email, phone, accountId } = await somebody()
  const browser = umbel.browser()
  await logIn(browser, email, phone, true)
  const before = await durable.all(
    sql`select id, run_hash from session where account_id = ${accountId} order by authenticated_at desc limit 1`,
  )
  assert.equal((await browser.get('/security/two-step/off')).status, 200)
  clock.move({ minutes: 16 })
  const asked = await browser.get('/security/two-step/off')
  assert.match(to(asked), /^\/sign-in\/password\?/)
  assert.match(to(await browser.post('/security/two-step/off', {})), /^\/sign-in\/password\?/, 'forms, too')
  const attempt = attemptIn(asked)
  const step = await browser.post('/sign-in/password', { attempt, password })
  assert.match(to(step), /^\/sign-in\/second-step\?/)
  const page = await browser.get(`/sign-in/totp?attempt=${attempt}`)
  assert.doesNotMatch(page.body, /name="trust"/)
  assert.doesNotMatch(page.body, /href="\/sign-in\?attempt/, 'no way to another address')
  assert.equal(to(await typeStep(browser, attempt, phone.code())), '/security/two-step/off')
  assert.equal((await browser.get('/security/two-step/off')).status, 200)
  const sessions = await durable.all(
    sql`select id, run_hash from session where account_id = ${accountId} order by authenticated_at desc limit 1`,
  )
  assert.deepEqual(sessions, before, 'the same session, kept as long as before')
})

test('LOG-10 no other account comes out of confirming who is logged in', async () => {
  const { email, phone } = await somebody()
  const other = await somebody()
  const browser = umbel.browser()
  await logIn(browser, email, phone)
  clock.move({ minutes: 16 })
  const attempt = attemptIn(await browser.get('/security/two-step/off'))
  assert.match(to(await browser.get(`/sign-in?attempt=${attempt}`)), /^\/sign-in\/password\?/)
  assert.match(to(await browser.post('/sign-in', { attempt, email: other.email })), /^\/sign-in\/password\?/)
  const combined = await browser.post('/sign-in/combined', { attempt, email: other.email, password })
  assert.match(to(combined), /^\/sign-in\/second-step\?/)
  assert.equal((await typeStep(browser, attempt, other.phone.code())).status, 410)
  assert.match((await browser.get('/profile')).body, new RegExp(email.replace('@', '.*@')))
})

test('LOG-10 new recovery codes are asked about, shown once, and end the old ones', async () => {
  const { email, browser, codes } = await somebody()
  const page = await browser.get('/security/recovery-codes')
  assert.match(page.body, /The 10 you have left stop working at once/)
  const [, insteadOf = ''] = /name="instead-of" value="([^"]+)"/.exec(page.body) ?? []
  const shown = await browser.post('/security/recovery-codes', { 'instead-of': insteadOf })
  assert.equal(shown.body.match(/<li>[2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]{2}<\/li>/g)?.length, 10)
  assert.equal(shown.headers['cache-control'], 'no-store')
  const again = await browser.post('/security/recovery-codes', { 'instead-of': insteadOf })
  assert.deepEqual([again.status, to(again)], [303, '/security'], 'loading it again makes no others')
  const stranger = umbel.browser()
  const attempt = await upToSecondStep(stranger, email, password)
  assert.equal((await stranger.post('/sign-in/recovery', { attempt, code: codes[0] ?? '' })).status, 422)
})

test('LOG-10 the only second step is not removed; two-step is turned off first', async () => {
  const { browser } = await somebody()
  assert.match((await browser.get('/security/two-step/app/remove')).body, /It is your only second step/)
  assert.equal((await browser.post('/security/two-step/app/remove', {})).status, 409)
})

test('nothing of all this is logged as a fault of ours', () => {
  assert.deepEqual(
    umbel.log.filter((line) => JSON.parse(line).level >= 50),
    [],
  )
})
