import assert from 'node:assert/strict'
import { after, beforeEach, test } from 'node:test'
import { sql } from '#platform'
import { attemptIn } from './an-umbel.ts'
import { aTwoStepUmbel, password, to, typeStep, upToSecondStep, withApp } from './two-step.ts'
import { secretsIn } from './world.ts'

const another = 'and they wither in autumn'
const { umbel, clock, durable, forgetFailures, somebody, methodsOf, logIn, insisting } = await aTwoStepUmbel({ after })
beforeEach(forgetFailures)

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
  const missing = await typeStep(browser, attempt, '')
  assert.equal(missing.status, 422)
  const wrong = await typeStep(browser, attempt, '000000')
  assert.equal(wrong.status, 422)
  assert.match(wrong.body, /aria-invalid="true"/)
  const code = phone.code()
  const right = await typeStep(browser, attempt, code.replace(/^(...)/, '$1 '))
  assert.deepEqual([right.status, to(right)], [303, '/'])
  assert.equal((await browser.get('/profile')).status, 200)
  assert.deepEqual(await methodsOf(accountId), ['pwd', 'otp', 'mfa'])
  assert.equal((await typeStep(browser, attempt, code)).status, 303, 'a double click leads to the same place')
  const other = umbel.browser()
  const replayed = await typeStep(other, await upToSecondStep(other, email, password), code)
  assert.equal(replayed.status, 422, 'a code that was seen is not good again')
})

test('LOG-10 one code, typed in two browsers at the same moment, lets one of them in', async () => {
  const { email, phone } = await somebody()
  const browsers = [umbel.browser(), umbel.browser()]
  const attempts: string[] = []
  for (const browser of browsers) attempts.push(await upToSecondStep(browser, email, password))
  const code = phone.code()
  const answers = await Promise.all(browsers.map((browser, i) => typeStep(browser, attempts[i] ?? '', code)))
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
  await durable.run(sql`
    insert into account_deletion (account_id, asked_at, due_at)
    values (${thief.accountId}, ${clock.now()}, ${clock.now().add({ hours: 240 })})`)
  const attempt = await upToSecondStep(browser, thief.email, password)
  assert.match(to(await typeStep(browser, attempt, thief.phone.code())), /keep-account/)
  const onward = await browser.post('/sign-in/combined', { attempt, email: victim.email, password })
  assert.match(to(onward), /^\/sign-in\/second-step\?/)
  assert.notEqual((await browser.get('/profile')).status, 200)
  assert.equal((await typeStep(browser, attempt, thief.phone.code(1))).status, 422, 'nor does the other phone')
})

test('LOG-10 wrong codes come to a pause, for every process, and a known device has a count of its own', async () => {
  const { email, phone, browser: known } = await somebody()
  const stranger = umbel.browser()
  const attempt = await upToSecondStep(stranger, email, password)
  const mine = await upToSecondStep(known, email, password)
  const tries = []
  for (let tried = 1; tried <= 5; tried += 1) tries.push((await typeStep(stranger, attempt, '000000')).status)
  assert.deepEqual(tries, [422, 422, 422, 422, 422])
  const paused = await typeStep(stranger, attempt, phone.code())
  assert.equal(paused.status, 429, 'the right one, too')
  assert.ok(Number(paused.headers['retry-after']) > 0)
  assert.match(paused.body, /Let’s pause for a moment/)
  assert.equal((await stranger.post('/sign-in/recovery', { attempt, code: 'ABCD-EFGH-JK' })).status, 429)
  assert.equal((await typeStep(known, mine, phone.code())).status, 303, 'the holder is not shut out')
})

test('LOG-10 of many guesses at once no more are looked at than the limit allows', async () => {
  const { email } = await somebody()
  const browser = umbel.browser()
  const attempt = await upToSecondStep(browser, email, password)
  const answers = await Promise.all(Array.from({ length: 12 }, () => typeStep(browser, attempt, '000000')))
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

test('LOG-9 a new password by mail does not do without the second step', async () => {
  const { email, phone } = await somebody()
  const from = umbel.mails.length
  await umbel.browser().post('/password/forgot', { email })
  const { token = '' } = secretsIn(await umbel.mailTo(email, from, '/password/reset'))
  const browser = umbel.browser()
  const onward = await browser.post('/password/reset', { token, password: another })
  assert.match(to(onward), /^\/sign-in\/second-step\?/)
  assert.notEqual((await browser.get('/profile')).status, 200)
  assert.equal(to(await typeStep(browser, attemptIn(onward), phone.code())), '/')
})

test('LOG-10 a product that insists on two steps gets them though the browser is trusted', async () => {
  const { email, phone, accountId } = await somebody()
  const browser = umbel.browser()
  await logIn(browser, email, phone, true)
  const attempt = await insisting(browser, email)
  const onward = await browser.post('/sign-in/password', { attempt, password })
  assert.match(to(onward), /^\/sign-in\/second-step\?/)
  assert.equal(to(await typeStep(browser, attempt, phone.code())), '/')
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
    to(await typeStep(browser, attempt, phone.code())),
    '/',
    'the second step is not waived where there is one',
  )
})

test('nothing of all this is logged as a fault of ours', () => {
  assert.deepEqual(
    umbel.log.filter((line) => JSON.parse(line).level >= 50),
    [],
  )
})
