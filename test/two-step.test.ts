import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import { aClockAt, sql } from '#platform'
import { type Answer, anUmbel, attemptIn, type Browser, type OpenUmbel } from './an-umbel.ts'
import { Phone, upToSecondStep, withApp } from './two-step.ts'
import { secretsIn } from './world.ts'

const password = 'umbels grow in spring'
const another = 'and they wither in autumn'
const clock = aClockAt(Temporal.Now.instant())
let umbel: OpenUmbel
const ends: (() => unknown)[] = []
before(async () => {
  umbel = await anUmbel({ after: (end) => void ends.push(end as () => unknown) }, { clock })
})
after(async () => {
  for (const end of ends) await end()
})
// One story's wrong codes must not make another wait.
beforeEach(async () => {
  await umbel.database.durable.run(sql`delete from limiter`)
})

let people = 0
/** Somebody with two-step on, logged in in one browser. */
async function somebody() {
  people += 1
  const email = `person${people}@example.com`
  const browser = await umbel.holder(email, password)
  const set = await withApp(umbel, email, clock)
  clock.move({ seconds: 30 })
  return { email, browser, ...set }
}
const to = ({ headers }: Answer) => String(headers.location)
const methodsOf = async (accountId: string) =>
  (
    await umbel.database.durable.all<{ methods: string[] }>(
      sql`select methods from session where account_id = ${accountId} order by authenticated_at desc`,
    )
  )[0]?.methods
const typeCode = (browser: Browser, attempt: string, code: string, trust = false) =>
  browser.post('/sign-in/totp', { attempt, code, ...(trust && { trust: '1' }) })
/** Logs in with both steps. */
async function logIn(browser: Browser, email: string, phone: Phone, trust = false): Promise<Answer> {
  const answer = await typeCode(browser, await upToSecondStep(browser, email, password), phone.code(), trust)
  clock.move({ seconds: 30 })
  return answer
}
/** A log-in for a product that insists on two steps. */
async function insisting(browser: Browser, email: string): Promise<string> {
  const attempt = await browser.identify(email)
  await umbel.database.durable.run(sql`update attempt set wants_second_step = true where id = ${attempt}`)
  return attempt
}
/** Whether a log-in with the password alone would be let in from this browser. */
async function isTrusted(browser: Browser, email: string): Promise<boolean> {
  const attempt = await browser.identify(email)
  const onward = to(await browser.post('/sign-in/password', { attempt, password }))
  return !onward.startsWith('/sign-in/second-step')
}

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

test('LOG-10 after the password comes the second step, and the session says that there were two (DEV-2)', async () => {
  const { email, phone, accountId } = await somebody()
  const browser = umbel.browser()
  const attempt = await upToSecondStep(browser, email, password)
  assert.notEqual((await browser.get('/profile')).status, 200)
  const first = await browser.get(`/sign-in/second-step?attempt=${attempt}`)
  assert.equal(to(first), `/sign-in/totp?attempt=${attempt}`)
  const page = await browser.get(to(first))
  assert.equal(page.status, 200)
  assert.match(page.body, /autocomplete="one-time-code"/)
  const missing = await typeCode(browser, attempt, '')
  assert.equal(missing.status, 422)
  const wrong = await typeCode(browser, attempt, '000000')
  assert.equal(wrong.status, 422)
  assert.match(wrong.body, /aria-invalid="true"/)
  const code = phone.code()
  const right = await typeCode(browser, attempt, code.replace(/^(...)/, '$1 '))
  assert.deepEqual([right.status, to(right)], [303, '/'])
  assert.equal((await browser.get('/profile')).status, 200)
  assert.deepEqual(await methodsOf(accountId), ['pwd', 'otp', 'mfa'])
  assert.equal((await typeCode(browser, attempt, code)).status, 303, 'a double click leads to the same place')
  const other = umbel.browser()
  const replayed = await typeCode(other, await upToSecondStep(other, email, password), code)
  assert.equal(replayed.status, 422, 'a code that was seen is not good again')
})

test('LOG-10 one code, typed in two browsers at the same moment, lets one of them in', async () => {
  const { email, phone } = await somebody()
  const browsers = [umbel.browser(), umbel.browser()]
  const attempts: string[] = []
  for (const browser of browsers) attempts.push(await upToSecondStep(browser, email, password))
  const code = phone.code()
  const answers = await Promise.all(browsers.map((browser, i) => typeCode(browser, attempts[i] ?? '', code)))
  assert.deepEqual(answers.map(({ status }) => status).sort(), [303, 422])
})

test('LOG-10 the pages of the second step are for a log-in that is as far as that', async () => {
  const { email, phone } = await somebody()
  const browser = umbel.browser()
  for (const path of ['/sign-in/second-step', '/sign-in/totp', '/sign-in/recovery', '/sign-in/second-step/lost']) {
    assert.equal((await browser.get(`${path}?attempt=${'x'.repeat(43)}`)).status, 410, path)
    const attempt = await browser.identify(email)
    assert.match(to(await browser.get(`${path}?attempt=${attempt}`)), /^\/sign-in\/password\?/, path)
    if (path === '/sign-in/second-step') continue
    const posted = await browser.post(path, { attempt, code: phone.code() })
    assert.match(to(posted), /^\/sign-in\/password\?/, 'a right code is nothing without the password')
  }
})

test('LOG-10 a second step that was done for one account lets nobody into another', async () => {
  const thief = await somebody()
  const victim = await somebody()
  const browser = umbel.browser()
  // Something is left to do after the second step, so that the log-in stays open.
  await umbel.database.durable.run(sql`
    insert into account_deletion (account_id, asked_at, due_at)
    values (${thief.accountId}, ${clock.now()}, ${clock.now().add({ hours: 240 })})`)
  const attempt = await upToSecondStep(browser, thief.email, password)
  assert.match(to(await typeCode(browser, attempt, thief.phone.code())), /keep-account/)
  const onward = await browser.post('/sign-in/combined', { attempt, email: victim.email, password })
  assert.match(to(onward), /^\/sign-in\/second-step\?/)
  assert.notEqual((await browser.get('/profile')).status, 200)
  assert.equal((await typeCode(browser, attempt, thief.phone.code(1))).status, 422, 'nor does the other phone')
})

test('LOG-10 wrong codes come to a pause, for every process, and a known device has a count of its own', async () => {
  const { email, phone, browser: known } = await somebody()
  const stranger = umbel.browser()
  const attempt = await upToSecondStep(stranger, email, password)
  const mine = await upToSecondStep(known, email, password)
  const tries = []
  for (let tried = 1; tried <= 5; tried += 1) tries.push((await typeCode(stranger, attempt, '000000')).status)
  assert.deepEqual(tries, [422, 422, 422, 422, 422])
  const paused = await typeCode(stranger, attempt, phone.code())
  assert.equal(paused.status, 429, 'the right one, too')
  assert.ok(Number(paused.headers['retry-after']) > 0)
  assert.match(paused.body, /Let’s pause for a moment/)
  assert.equal((await stranger.post('/sign-in/recovery', { attempt, code: 'ABCD-EFGH-JK' })).status, 429)
  assert.equal((await typeCode(known, mine, phone.code())).status, 303, 'the holder is not shut out')
})

test('LOG-10 of many guesses at once no more are looked at than the limit allows', async () => {
  const { email } = await somebody()
  const browser = umbel.browser()
  const attempt = await upToSecondStep(browser, email, password)
  const answers = await Promise.all(Array.from({ length: 12 }, () => typeCode(browser, attempt, '000000')))
  assert.deepEqual([...new Set(answers.map(({ status }) => status))].sort(), [422, 429])
  assert.ok(answers.filter(({ status }) => status === 422).length <= 5)
})

test('LOG-10 a recovery code lets in once; the holder is told by mail and on the Security page', async () => {
  const { email, codes, accountId } = await somebody()
  const browser = umbel.browser()
  const attempt = await upToSecondStep(browser, email, password)
  const page = await browser.get(`/sign-in/recovery?attempt=${attempt}`)
  assert.match(page.body, /You have 10 codes left/)
  assert.equal((await browser.post('/sign-in/recovery', { attempt, code: 'ABCD-EFGH-JK' })).status, 422)
  const [one = ''] = codes
  const typed = one.toLowerCase().replaceAll('-', ' ')
  assert.equal(to(await browser.post('/sign-in/recovery', { attempt, code: typed })), '/')
  assert.deepEqual(await methodsOf(accountId), ['pwd', 'mfa'])
  const other = umbel.browser()
  const again = await upToSecondStep(other, email, password)
  assert.equal((await other.post('/sign-in/recovery', { attempt: again, code: one })).status, 422)
  assert.match((await umbel.mailTo(email, 0, 'A recovery code was used')).mail.text, /9 are left/)
  assert.match((await browser.get('/security')).body, /9 of 10 codes left/)
  assert.match((await browser.get('/security/activity')).body, /Recovery code used, 9 left/)
  const dispatched = await other.get(`/sign-in/second-step?attempt=${again}`)
  assert.match(to(dispatched), /^\/sign-in\/totp\?/, 'a recovery code is never the way to come to first')
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
    await umbel.database.durable.run(sql`delete from limiter`)
  }
})

test('LOG-9 a new password by mail does not do without the second step', async () => {
  const { email, phone } = await somebody()
  const from = umbel.mails.length
  await umbel.browser().post('/password/forgot', { email })
  const { token = '' } = secretsIn(await umbel.mailTo(email, from, '/password/reset'))
  const browser = umbel.browser()
  const onward = await browser.post('/password/reset', { token, password: another })
  assert.match(to(onward), /^\/sign-in\/second-step\?/)
  assert.notEqual((await browser.get('/profile')).status, 200)
  assert.equal(to(await typeCode(browser, attemptIn(onward), phone.code())), '/')
})

test('LOG-10 a product that insists on two steps gets them though the browser is trusted', async () => {
  const { email, phone, accountId } = await somebody()
  const browser = umbel.browser()
  await logIn(browser, email, phone, true)
  const attempt = await insisting(browser, email)
  const onward = await browser.post('/sign-in/password', { attempt, password })
  assert.match(to(onward), /^\/sign-in\/second-step\?/)
  assert.equal(to(await typeCode(browser, attempt, phone.code())), '/')
  assert.deepEqual(await methodsOf(accountId), ['pwd', 'otp', 'mfa'])
})

test('LOG-10 whose account has only one step is told so, and led to set up a second', async () => {
  const email = 'onestep@example.com'
  const browser = await umbel.holder(email, password)
  for (const [next, end] of [
    ['set-up', '/security/two-step/app'],
    ['back', '/'],
  ] as const) {
    const attempt = await insisting(browser, email)
    const onward = await browser.post('/sign-in/password', { attempt, password })
    assert.equal(to(onward), `/sign-in/second-step/none?attempt=${attempt}`)
    assert.match((await browser.get(to(onward))).body, /Two steps are needed/)
    assert.equal(to(await browser.post('/sign-in/second-step/none', { attempt, next })), end)
  }
  const { phone } = await withApp(umbel, email, clock)
  clock.move({ seconds: 30 })
  const attempt = await insisting(browser, email)
  await browser.post('/sign-in/password', { attempt, password })
  await browser.post('/sign-in/second-step/none', { attempt, next: 'back' })
  assert.equal(
    to(await typeCode(browser, attempt, phone.code())),
    '/',
    'the second step is not waived where there is one',
  )
})

test('LOG-10 what is sensitive asks again after 15 minutes, with the second step though the browser is trusted', async () => {
  const { email, phone, accountId } = await somebody()
  const browser = umbel.browser()
  await logIn(browser, email, phone, true)
  const before = await umbel.database.durable.all(
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
  assert.equal(to(await typeCode(browser, attempt, phone.code())), '/security/two-step/off')
  assert.equal((await browser.get('/security/two-step/off')).status, 200)
  const sessions = await umbel.database.durable.all(
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
  assert.equal((await typeCode(browser, attempt, other.phone.code())).status, 410)
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

test('LOG-10 lost: password, mailbox, a day’s notice everywhere, and then the password is enough', async () => {
  const { email, browser: known } = await somebody()
  const browser = umbel.browser()
  const attempt = await upToSecondStep(browser, email, password)
  assert.match((await browser.get(`/sign-in/second-step/lost?attempt=${attempt}`)).body, /Email me a link/)
  const from = umbel.mails.length
  assert.match((await browser.post('/sign-in/second-step/lost', { attempt })).body, /Check your email/)
  const { token = '' } = secretsIn(await umbel.mailTo(email, from, '/second-step/lost'))
  assert.match((await umbel.browser().get(`/second-step/lost?token=${token}`)).body, /Turn it off in 24 hours/)
  assert.doesNotMatch((await known.get('/profile')).body, /will be turned off/, 'opening the link starts nothing')
  const started = await browser.post('/second-step/lost', { token })
  assert.match(started.body, /The 24 hours have begun/)
  assert.equal((await browser.post('/second-step/lost', { token })).status, 410, 'once')
  await umbel.mailTo(email, from, 'Two-step verification will be turned off')
  for (const path of ['/profile', '/security', '/devices', '/products']) {
    assert.match((await known.get(path)).body, /Two-step verification will be turned off/, path)
  }
  assert.match((await browser.get(`/sign-in/second-step/lost?attempt=${attempt}`)).body, /the time is running/)
  const mails = umbel.mails.length
  await browser.post('/sign-in/second-step/lost', { attempt })
  clock.move({ hours: 23, minutes: 58 })
  const early = umbel.browser()
  await umbel.database.durable.run(sql`delete from limiter`)
  assert.match(
    to(await early.get(`/sign-in/second-step?attempt=${await upToSecondStep(early, email, password)}`)),
    /totp/,
  )
  clock.move({ minutes: 3 })
  const late = umbel.browser()
  const onward = await late.post('/sign-in/password', { attempt: await late.identify(email), password })
  assert.equal(to(onward), '/', 'the job may be late, the log-in is not')
  assert.match((await late.get('/security')).body, /Set up/)
  await umbel.mailTo(email, mails, 'Two-step verification was turned off')
  assert.equal(umbel.mails.slice(mails).filter(({ mail }) => mail.text.includes('/second-step/lost')).length, 0)
})

test('LOG-10 whoever is logged in stops it with one click, and so do the mail and the second step itself', async () => {
  const ways: Record<string, (who: Awaited<ReturnType<typeof somebody>>, from: number) => Promise<unknown>> = {
    'a device': async ({ browser }) => {
      assert.equal(to(await browser.post('/security/two-step/keep', {})), '/security?status=two-step-kept')
      assert.equal(to(await browser.post('/security/two-step/keep', {})), '/security')
    },
    'the mail': async ({ email }, from) => {
      const { token = '' } = secretsIn(await umbel.mailTo(email, from, '/second-step/keep'))
      const stranger = umbel.browser()
      assert.match((await stranger.get(`/second-step/keep?token=${token}`)).body, /Keep it on/)
      assert.match((await stranger.post('/second-step/keep', { token })).body, /stays on/)
      assert.equal((await stranger.post('/second-step/keep', { token })).status, 410)
    },
    'the phone, found again': ({ email, phone }) => logIn(umbel.browser(), email, phone),
  }
  for (const [way, stop] of Object.entries(ways)) {
    const who = await somebody()
    const asking = umbel.browser()
    const attempt = await upToSecondStep(asking, who.email, password)
    const from = umbel.mails.length
    await asking.post('/sign-in/second-step/lost', { attempt })
    const { token = '' } = secretsIn(await umbel.mailTo(who.email, from, '/second-step/lost'))
    await asking.post('/second-step/lost', { token })
    assert.match((await who.browser.get('/profile')).body, /will be turned off/, way)
    await stop(who, from)
    assert.doesNotMatch((await who.browser.get('/profile')).body, /will be turned off/, way)
    clock.move({ hours: 25 })
    await umbel.database.durable.run(sql`delete from limiter`)
    assert.equal(await isTrusted(umbel.browser(), who.email), false, way)
  }
})

test('LOG-10 asking for links comes to a pause', async () => {
  const { email } = await somebody()
  const browser = umbel.browser()
  const attempt = await upToSecondStep(browser, email, password)
  const statuses = []
  for (let asked = 1; asked <= 4; asked += 1)
    statuses.push((await browser.post('/sign-in/second-step/lost', { attempt })).status)
  assert.deepEqual(statuses, [200, 200, 200, 429])
})

test('nothing of all this is logged as a fault of ours', () => {
  assert.deepEqual(
    umbel.log.filter((line) => JSON.parse(line).level >= 50),
    [],
  )
})
