import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import { type Mailer, openLog, openMailer, sql } from '#platform'
import { mailProof } from '../src/account/mail-proof.ts'
import { mailReset } from '../src/credential/request-reset.ts'
import { setAttemptProvedBy } from '../src/sign-in/store.ts'
import { type Answer, anUmbel, attemptIn, type Browser, type OpenUmbel, withoutPerson } from './an-umbel.ts'
import { aFreePort } from './folder.ts'
import { solve, workOf } from './work.ts'
import { aWorld, secretsIn } from './world.ts'

// What somebody would try who means harm, each as a story that must not work.

const password = 'umbels grow in spring'
const another = 'and they wither in autumn'

let umbel: OpenUmbel
const ends: (() => unknown)[] = []
before(async () => {
  umbel = await anUmbel({ after: (end) => void ends.push(end as () => unknown) })
})
after(async () => {
  for (const end of ends) await end()
})

// Each story begins on a network of its own: failures of one must not make another wait.
beforeEach(async () => {
  await umbel.database.durable.run(sql`delete from limiter`)
})

async function type(browser: Browser, email: string, typed: string): Promise<Answer> {
  const attempt = await browser.identify(email)
  const work = workOf(await browser.get(`/sign-in/password?attempt=${attempt}`))
  return browser.post('/sign-in/password', { attempt, password: typed, ...(work && solve(work)) })
}

async function resetLink(email: string): Promise<string> {
  const from = umbel.mails.length
  await umbel.browser().post('/password/forgot', { email })
  return secretsIn(await umbel.mailTo(email, from, '/password/reset')).token ?? ''
}

test('ACC-6 a stranger who signed up with your address is not logged in when you reset the password and prove it', async () => {
  const stranger = umbel.browser()
  const attempt = await stranger.signUp({ email: 'mine@example.com', password: 'the choice of a stranger' })
  const owner = umbel.browser()
  const token = await resetLink('mine@example.com')
  assert.equal((await owner.post('/password/reset', { token, password })).headers.location, '/')
  assert.equal((await owner.get('/profile')).status, 200)

  const onward = await stranger.get(`/verify-email?attempt=${attempt}`)
  assert.match(String(onward.headers.location), /^\/sign-in\/password\?/)
  assert.notEqual((await stranger.get('/profile')).status, 200)
})

test('LOG-9 a log-in that began with the old password does not end after the password was changed', async () => {
  await umbel.holder('late@example.com', password)
  const { durable } = umbel.database
  const [row] = await durable.all<{ id: string; hash: string }>(sql`
    select a.id, p.hash from account a join password p on p.account_id = a.id where a.email_key = 'late@example.com'`)
  const thief = umbel.browser()
  const attempt = await thief.identify('late@example.com')
  await umbel.browser().post('/password/reset', { token: await resetLink('late@example.com'), password: another })
  // The old password was found right a moment ago, when it still was.
  const proved = { accountId: row!.id, hash: row!.hash, email: 'late@example.com', keep: true }
  await setAttemptProvedBy(durable, attempt, proved)
  assert.notEqual((await thief.get('/profile')).status, 200)
  const [stored] = await durable.all<{ at: unknown }>(
    sql`select password_proved_at as at from attempt where id = ${attempt}`,
  )
  assert.equal(stored?.at, null)
})

test('LOG-8 of log-ins and a password change at once, no session of the old password is left', async () => {
  const holder = await umbel.holder('race@example.com', password)
  const thieves = await Promise.all(
    Array.from({ length: 8 }, async () => {
      const browser = umbel.browser()
      return { browser, attempt: await browser.identify('race@example.com') }
    }),
  )
  const [changed] = await Promise.all([
    holder.post('/security/password', { current: password, password: another }),
    ...thieves.map(({ browser, attempt }) => browser.post('/sign-in/password', { attempt, password })),
  ])
  assert.equal(changed.headers.location, '/security?status=password-changed')
  for (const { browser } of thieves) assert.notEqual((await browser.get('/profile')).status, 200)
  assert.equal((await holder.get('/profile')).status, 200)
})

test('LOG-5 of many guesses at once only the first few count, even if the right one is among the rest', async () => {
  await umbel.holder('target@example.com', password)
  const guesses = Array.from({ length: 15 }, (_, number) => (number === 11 ? password : `a wrong guess ${number}`))
  const begun = await Promise.all(
    guesses.map(async (typed) => {
      const browser = umbel.browser()
      return { browser, typed, attempt: await browser.identify('target@example.com') }
    }),
  )
  const answers = await Promise.all(
    begun.map(({ browser, attempt, typed }) => browser.post('/sign-in/password', { attempt, password: typed })),
  )
  assert.deepEqual(new Set(answers.map(({ status }) => status)), new Set([422]))
  assert.equal(answers.filter(({ body }) => body.includes('doesn’t match')).length, 3)
  assert.equal(answers.filter(({ body }) => body.includes('haven’t looked')).length, 12)
  for (const { browser } of begun) assert.notEqual((await browser.get('/profile')).status, 200)
})

test('LOG-5 in a browser that the account knows, guessing has an end, too', async () => {
  const known = await umbel.holder('shared@example.com', password)
  await known.post('/log-out', {})
  for (let tries = 1; tries <= 5; tries += 1) await type(known, 'shared@example.com', `wrong ${tries}`)
  assert.equal((await type(known, 'shared@example.com', password)).status, 429)
  assert.equal((await type(umbel.browser(), 'shared@example.com', password)).headers.location, '/')
})

test('ACC-5 signing up and then logging in tells nothing about whether the address was taken', async () => {
  await umbel.holder('taken@example.com', password)
  const story = async (email: string, isElsewhere: boolean) => {
    const signingUp = umbel.browser()
    await signingUp.signUp({ email, password: another })
    const browser = isElsewhere ? umbel.browser() : signingUp
    const answers = [await type(browser, email, another), await type(browser, email, 'something else again')]
    const page = await browser.get(`/verify-email?attempt=${attemptIn(answers[0]!)}`)
    return [...answers, page].map((answer) => withoutPerson(answer, email))
  }
  for (const isElsewhere of [false, true]) {
    await umbel.database.durable.run(sql`delete from limiter`)
    assert.deepEqual(await story('taken@example.com', isElsewhere), await story('tidal@example.com', isElsewhere))
  }
})

test('LOG-5 a sign-up with somebody’s address buys no guesses at their password', async () => {
  await umbel.holder('rich@example.com', password)
  const browser = umbel.browser()
  await browser.signUp({ email: 'rich@example.com', password: another })
  for (let tries = 1; tries <= 4; tries += 1) await type(browser, 'rich@example.com', `wrong ${tries}`)
  assert.equal((await type(browser, 'rich@example.com', another)).status, 303)
  assert.equal((await type(browser, 'rich@example.com', 'wrong 5')).status, 429)
})

test('ACC-4 nobody’s mailbox is flooded, whether or not the address is taken', async (t) => {
  const world = await aWorld(t)
  await world.account('taken@example.com')
  for (const email of ['taken@example.com', 'free@example.com']) {
    for (let signUps = 1; signUps <= 25; signUps += 1) {
      await mailProof(world, { accountId: await world.unproved(email) })
      await mailReset(world, { email })
    }
    const sent = world.mails.filter(({ to }) => to === email)
    assert.equal(sent.length, 10 + 5, email)
  }
})

test('OPS-3 a mail server that is away for long loses no mail', async (t) => {
  const world = await aWorld(t)
  await world.account('ana@example.com')
  const mailer: Mailer = { ...world.mailer, send: () => Promise.reject(new Error('away')) }
  const payload = { email: 'ana@example.com' }
  const signUp = { accountId: await world.unproved('bo@example.com') }
  for (let attempts = 1; attempts <= 20; attempts += 1) {
    await assert.rejects(mailReset({ ...world, mailer }, payload, { attempts }))
    await assert.rejects(mailProof({ ...world, mailer }, signUp, { attempts }))
  }
  await mailReset(world, payload, { attempts: 21 })
  await mailProof(world, signUp, { attempts: 21 })
  assert.deepEqual(
    world.mails.map(({ to }) => to),
    ['ana@example.com', 'bo@example.com'],
  )
  const [requested] = await world.on.all<{ count: number }>(sql`
    select count(*) as count from audit_entry where action = 'credential.reset-requested'`)
  assert.equal(requested?.count, 1)
})

test('OPS-4 what a mail server says when it refuses a recipient does not reach the log', async () => {
  const { SMTPServer } = await import('smtp-server')
  const port = await aFreePort()
  const recipients: string[] = []
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onRcptTo({ address }, _session, done) {
      recipients.push(address)
      done(new Error(`no such user here: ${address}`))
    },
  })
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', () => resolve()))
  const mailer = openMailer(`smtp://127.0.0.1:${port}`, 'Umbel <hello@umbel.example.com>')
  const lines: string[] = []
  const log = openLog('debug', { write: (line) => void lines.push(line) })
  for (const address of ['ana@example.com', 'bo@ｅxample.com', 'cy@straße.example']) {
    await assert.rejects(mailer.send(address, { subject: '', text: '', html: '' }), (err) => {
      log.error({ err }, String(err))
      return true
    })
  }
  mailer.close()
  server.close()
  assert.match(lines.join(''), /did not take a mail/)
  assert.doesNotMatch(lines.join(''), /ana@|bo@|cy@|no such user/)
  // ACC-1: to the domain that is compared, whatever was typed for it.
  assert.deepEqual(recipients.slice(0, 2), ['ana@example.com', 'bo@example.com'])
})
