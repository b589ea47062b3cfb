import assert from 'node:assert/strict'
import { test } from 'node:test'
import { attemptIn, Browser } from './an-umbel.ts'
import { aRunningUmbel, type RunningUmbel } from './running-umbel.ts'
import { secretsIn } from './world.ts'

// OPS-3, on the real thing: `src/main.ts` with its PostgreSQL, its mailbox and its products, killed amid people at work.

/** Somebody, and what Umbel has told them is done. What was sent but never answered is not known, so `sure` is false then. */
type Person = {
  readonly email: string
  browser: Browser
  password: string
  signedUp?: true
  attempt?: string
  verified?: true
  passwordChanged?: true
  sure: boolean
}

const atOnce = 3
const passwords = ['umbels grow in spring', 'and they wither in autumn']

test('OPS-3 what was acknowledged is there after kill -9 of Umbel and PostgreSQL, mails go out, log-ins go on', async (t) => {
  const umbel = await aRunningUmbel(t)
  const people: Person[] = []
  const faults: string[] = []
  let failures = 0
  let isOver = false
  // Also when the test fails half way: people at work would keep this process from ending.
  t.after(() => {
    isOver = true
  })

  async function work(worker: number): Promise<void> {
    for (let number = 1; !isOver; number += 1) {
      const person: Person = {
        email: `person-${worker}-${number}@example.com`,
        browser: new Browser(umbel.url),
        password: passwords[0]!,
        sure: true,
      }
      people.push(person)
      try {
        await live(umbel, person)
      } catch (error) {
        if (error instanceof assert.AssertionError) faults.push(error.message)
        failures += 1
        person.sure = false
        await umbel.pause(50)
      }
    }
  }
  const workers = Array.from({ length: atOnce }, (_, worker) => work(worker))
  const verified = () => people.filter((person) => person.verified).length
  const waitFor = async (more: number) => {
    const from = verified()
    await umbel.until(() => verified() >= from + more, `${more} more people verified`)
  }
  const failing = async () => {
    const from = failures
    await umbel.until(() => failures > from, 'a request that fails')
  }

  await waitFor(3)
  const underWay = await open(umbel, people)
  await umbel.kill()
  await failing()
  await umbel.start()
  await finish(umbel, underWay, 'after Umbel was killed')

  await waitFor(3)
  const amidOutage = await open(umbel, people)
  await umbel.killPostgres()
  await failing()
  await umbel.ready()
  await finish(umbel, amidOutage, 'after PostgreSQL was killed')

  await waitFor(3)
  const beforeBoth = await open(umbel, people)
  await Promise.all([umbel.kill(), umbel.killPostgres()])
  await failing()
  await umbel.start()
  await finish(umbel, beforeBoth, 'after both were killed')

  await waitFor(3)
  isOver = true
  await Promise.all(workers)

  const signedUp = people.filter((person) => person.signedUp)
  const known = people.filter((person) => person.sure && person.verified)
  t.diagnostic(`${signedUp.length} sign-ups, ${verified()} verified, ${failures} requests that failed`)
  assert.ok(signedUp.length >= 12 && known.some((person) => person.passwordChanged))
  assert.ok(failures >= 3, 'the kills hit people at work')
  assert.deepEqual(faults, [])

  await t.test('every acknowledged sign-up and verification is in the database', async () => {
    const rows = await umbel.ask<{ email: string; verified: boolean }>(
      'select email, bool_or(email_verified_at is not null) as verified from account group by email',
    )
    const stored = new Map(rows.map(({ email, verified: isVerified }) => [email, isVerified]))
    for (const person of signedUp) assert.ok(stored.has(person.email), `${person.email} signed up`)
    for (const person of people.filter((each) => each.verified)) {
      assert.equal(stored.get(person.email), true, `${person.email} was verified`)
    }
  })

  await t.test('every acknowledged sign-up gets its mail', async () => {
    for (const { email } of signedUp) await umbel.mailTo(email, 25)
  })

  await t.test('every acknowledged session is there', async () => {
    for (const { browser, email } of known) {
      const page = await browser.get('/profile')
      assert.equal(page.status, 200, `${email} is logged in`)
      assert.ok(page.body.includes(email))
    }
  })

  await t.test('every acknowledged password is the one that counts', async () => {
    for (const { email, password } of known.filter((person) => person.passwordChanged).slice(-20)) {
      assert.equal((await logIn(umbel, email, password)).headers.location, '/', `${email} logs in`)
    }
  })

  await t.test('nothing is left undone in the queue', async () => {
    const undone = () => umbel.ask('select 1 from graphile_worker.jobs where run_at < now() or locked_at is not null')
    await umbel.until(async () => (await undone()).length === 0, 'an empty queue')
  })
})

/** One person’s way: sign up, read the mail, prove the address, look at the profile; every other one changes the password. */
async function live(umbel: RunningUmbel, person: Person): Promise<void> {
  const { browser, email } = person
  person.attempt = await browser.signUp({ email, password: person.password })
  person.signedUp = true
  await typeCode(umbel, person.browser, person.attempt, email)
  person.verified = true
  if ((await browser.get('/profile')).status !== 200) throw new Error('no answer to the profile')
  const [current, password] = passwords as [string, string]
  const changed = await browser.post('/security/password', { current, password })
  if (changed.status !== 303) throw new Error('no answer to the new password')
  person.password = password
  person.passwordChanged = true
}

type UnderWay = { readonly email: string; readonly password: string; readonly browser: Browser; attempt: string }

/** Log-ins that stand before their password, and sign-ups that stand before their code. */
async function open(umbel: RunningUmbel, people: readonly Person[]) {
  const done = people.filter(({ sure, passwordChanged }) => sure && passwordChanged).slice(-2)
  const before: UnderWay[] = []
  for (const { email, password } of done) {
    const browser = new Browser(umbel.url)
    before.push({ email, password, browser, attempt: await browser.identify(email) })
  }
  const email = `under-way-${people.length}@example.com`
  const browser = new Browser(umbel.url)
  const attempt = await browser.signUp({ email, password: passwords[0]! })
  return { logIns: before, signUp: { email, browser, attempt } }
}

async function finish(umbel: RunningUmbel, { logIns, signUp }: Awaited<ReturnType<typeof open>>, when: string) {
  for (const { email, password, browser, attempt } of logIns) {
    const answer = await browser.post('/sign-in/password', { attempt, password })
    assert.equal(answer.headers.location, '/', `${email} goes on with the log-in ${when}`)
    assert.equal((await browser.get('/profile')).status, 200)
  }
  const { browser, attempt, email } = signUp
  await typeCode(umbel, browser, attempt, email)
  assert.equal((await browser.get('/profile')).status, 200, `${email} goes on with the sign-up ${when}`)
}

/** Types the code of the newest mail: a job that a kill interrupted sends another, and the earlier code stops working. */
async function typeCode(umbel: RunningUmbel, browser: Browser, attempt: string, email: string): Promise<void> {
  for (let tries = 1; tries <= 4; tries += 1) {
    const { code = '' } = secretsIn(await umbel.mailTo(email, 20))
    const { status, headers } = await browser.post('/verify-email', { attempt, code })
    if (headers.location === '/') return
    if (status !== 422) throw new Error(`no answer to the code: ${status}`)
    await umbel.pause(500)
  }
  throw new assert.AssertionError({ message: `${email} types the code of the newest mail in vain` })
}

async function logIn(umbel: RunningUmbel, email: string, password: string) {
  const browser = new Browser(umbel.url)
  const attempt = attemptIn(await browser.post('/sign-in', { email }))
  return browser.post('/sign-in/password', { attempt, password })
}
