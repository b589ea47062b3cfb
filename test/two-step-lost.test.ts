import assert from 'node:assert/strict'
import { after, beforeEach, test } from 'node:test'
import { aTwoStepUmbel, password, to, upToSecondStep } from './two-step.ts'
import { secretsIn } from './world.ts'

const { umbel, clock, forgetFailures, somebody, logIn, isTrusted } = await aTwoStepUmbel({ after })
beforeEach(forgetFailures)

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
  await forgetFailures()
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
    await forgetFailures()
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
