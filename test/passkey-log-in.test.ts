import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { sql } from '#platform'
import { setAttemptUpstream } from '../src/sign-in/store.ts'
import { type Answer, anUmbel, attemptIn, type Browser, withoutPerson } from './an-umbel.ts'
import { aSoftKey, type SoftKey, type Twist } from './authenticator.ts'

const password = 'umbels grow in spring'
const umbel = await anUmbel({ after: (end) => after(end as () => void) })
const { durable } = umbel.database

type Options = { challenge: string; user: { id: string }; allowCredentials?: { id: string }[] }

async function optionsFrom(browser: Browser, path: string, fields: Record<string, string>): Promise<Options> {
  const { status, body } = await browser.post(path, fields, { accept: 'application/json' })
  assert.equal(status, 200, body)
  return JSON.parse(body)
}

/** Adds a passkey, in a browser that is logged in. */
async function addPasskey(browser: Browser, kind = 'passkey'): Promise<SoftKey> {
  const key = aSoftKey(umbel.url.origin)
  const options = await optionsFrom(browser, '/security/passkeys/options', { kind })
  const answer = JSON.stringify(key.create(options))
  const { status, headers } = await browser.post('/security/passkeys/add', { kind, name: 'Work laptop', answer })
  assert.deepEqual([status, headers.location], [303, `/security/passkeys/two-step?kind=${kind}`])
  return key
}

/** Logs in with a passkey, for an attempt or for none. */
async function useIn(browser: Browser, key: SoftKey, attempt?: string, twist?: Twist): Promise<Answer> {
  const about: Record<string, string> = attempt ? { attempt } : {}
  const options = await optionsFrom(browser, '/sign-in/passkey/options', about)
  const answer = JSON.stringify(key.get(options, twist))
  return browser.post('/sign-in/passkey', { ...about, answer, remember: 'unasked' })
}

const sessionsOf = (email: string) =>
  durable.all<{ methods: string[]; kept: boolean }>(sql`
    select s.methods, s.run_hash is null as kept from session s join account a on a.id = s.account_id
    where a.email = ${email} order by s.created_at desc`)

test('LOG-10 a passkey alone logs in, in a browser that was never here, and counts as two factors', async () => {
  const key = await addPasskey(await umbel.holder('ana@example.com', password))
  const browser = umbel.browser()
  const { status, headers } = await useIn(browser, key)
  assert.deepEqual([status, headers.location], [303, '/'])
  const [session] = await sessionsOf('ana@example.com')
  assert.deepEqual(session, { methods: ['pop', 'user', 'mfa'], kept: true })
  assert.equal((await browser.get('/security')).status, 200)
})

test('LOG-8 a passkey of a phone or a key is of no use to the computer’s next guest', async () => {
  const key = await addPasskey(await umbel.holder('bo@example.com', password))
  await useIn(umbel.browser(), key, undefined, { attachment: 'cross-platform' })
  assert.equal((await sessionsOf('bo@example.com'))[0]?.kept, false)
})

test('LOG-10 what one browser was asked, another cannot answer, nor another log-in of the same one', async () => {
  const key = await addPasskey(await umbel.holder('cy@example.com', password))
  const [browser, thief] = [umbel.browser(), umbel.browser()]
  await optionsFrom(thief, '/sign-in/passkey/options', {})
  const answer = JSON.stringify(key.get(await optionsFrom(browser, '/sign-in/passkey/options', {})))
  const stolen = await thief.post('/sign-in/passkey', { answer })
  assert.equal(stolen.status, 422)
  assert.match(stolen.body, /took too long, or was used already/)
  const [one, two] = [await browser.identify('cy@example.com'), await browser.identify('cy@example.com')]
  const inOne = JSON.stringify(key.get(await optionsFrom(browser, '/sign-in/passkey/options', { attempt: one })))
  assert.equal((await browser.post('/sign-in/passkey', { attempt: two, answer: inOne })).status, 422)
  assert.equal((await thief.post('/sign-in/passkey', { attempt: one, answer: inOne })).status, 410)
  assert.equal((await browser.post('/sign-in/passkey', { attempt: one, answer: inOne })).status, 303)
})

test('LOG-10 the passkey says whose account it is, whatever address was typed', async () => {
  const key = await addPasskey(await umbel.holder('di@example.com', password))
  const browser = umbel.browser()
  const { status } = await useIn(browser, key, await browser.identify('somebody.else@example.com'))
  assert.equal(status, 303)
  assert.equal((await sessionsOf('di@example.com')).length, 2)
})

test('LOG-3 who came from Google and has an account to prove does not connect it to the passkey’s account', async () => {
  const key = await addPasskey(await umbel.holder('ed@example.com', password))
  const browser = umbel.browser()
  const attempt = await browser.identify('ed@example.com')
  const upstream = { issuer: 'https://google.example', subject: '1', email: 'x@example.com', emailKey: 'x@example.com' }
  await setAttemptUpstream(durable, attempt, { upstream, email: upstream.email })
  assert.equal((await useIn(browser, key, attempt)).status, 303)
  assert.equal((await durable.all(sql`select from upstream_identity`)).length, 0)
})

test('LOG-5 what is asked, and the pages around it, are the same whether or not there is an account or a passkey', async () => {
  await addPasskey(await umbel.holder('fa@example.com', password))
  await umbel.holder('fb@example.com', password)
  const seen = await Promise.all(
    ['fa@example.com', 'fb@example.com', 'fc@example.com'].map(async (email) => {
      const browser = umbel.browser()
      const typed = await browser.post('/sign-in', { email })
      const attempt = attemptIn(typed)
      const options = await optionsFrom(browser, '/sign-in/passkey/options', { attempt })
      const page = await browser.get(`/sign-in/passkey?attempt=${attempt}`)
      const passwordPage = await browser.get(`/sign-in/password?attempt=${attempt}`)
      return JSON.stringify([
        { ...options, challenge: '' },
        ...[typed, page, passwordPage].map((answer) => withoutPerson(answer, email)),
      ])
    }),
  )
  assert.equal(new Set(seen).size, 1)
})

test('LOG-5 failures with passwords do not keep a passkey out', async () => {
  const email = 'gi@example.com'
  const key = await addPasskey(await umbel.holder(email, password))
  const browser = umbel.browser()
  const attempt = await browser.identify(email)
  for (let tries = 0; tries < 7; tries += 1) await browser.post('/sign-in/password', { attempt, password: 'wrong' })
  assert.notEqual((await browser.post('/sign-in/password', { attempt, password })).status, 303)
  assert.equal((await useIn(browser, key, attempt)).status, 303)
})

test('LOG-4 who came in with a passkey is asked for it first the next time, in that browser and nowhere else', async () => {
  const email = 'ho@example.com'
  const browser = await umbel.holder(email, password)
  const key = await addPasskey(browser)
  const pathFor = async (where: Browser) =>
    String((await where.post('/sign-in', { email })).headers.location).replace(/\?.*/, '')
  assert.equal(await pathFor(browser), '/sign-in/password')
  await useIn(browser, key, await browser.identify(email))
  assert.equal(await pathFor(browser), '/sign-in/passkey')
  assert.equal(await pathFor(umbel.browser()), '/sign-in/password')
  await browser.post('/sign-in/password', { attempt: await browser.identify(email), password })
  assert.equal(await pathFor(browser), '/sign-in/password')
})

test('LOG-10 after a password, only the account’s own passkey is a second step, and a security key will do', async () => {
  const email = 'io@example.com'
  const browser = await umbel.holder(email, password)
  const key = await addPasskey(browser, 'security-key')
  assert.equal((await browser.post('/security/two-step/on', {})).status, 200)
  const stranger = await addPasskey(await umbel.holder('ja@example.com', password))
  const there = umbel.browser()
  const attempt = await there.identify(email)
  const onward = await there.post('/sign-in/password', { attempt, password })
  assert.match(String(onward.headers.location), /^\/sign-in\/second-step\?/)
  const { allowCredentials } = await optionsFrom(there, '/sign-in/passkey/options', { attempt })
  assert.deepEqual(
    allowCredentials?.map(({ id }) => id),
    [key.credentialId],
  )
  const others = await useIn(there, stranger, attempt)
  assert.equal(others.status, 422)
  assert.match(others.body, /belongs to another account/)
  assert.equal((await useIn(there, key, attempt, { verified: false })).status, 303)
  assert.deepEqual((await sessionsOf(email))[0]?.methods, ['pwd', 'pop', 'mfa'])
  const alone = await useIn(umbel.browser(), key)
  assert.equal(alone.status, 422)
  assert.match(alone.body, /second step only/)
})

test('LOG-10 who goes back to the address, with a second step to do, may come as somebody else', async () => {
  const email = 'na@example.com'
  const browser = await umbel.holder(email, password)
  await addPasskey(browser)
  await browser.post('/security/two-step/on', {})
  const stranger = await addPasskey(await umbel.holder('oa@example.com', password))
  const there = umbel.browser()
  const attempt = await there.identify(email)
  await there.post('/sign-in/password', { attempt, password })
  const about = { attempt, use: 'log-in' }
  const options = await optionsFrom(there, '/sign-in/passkey/options', about)
  assert.deepEqual(options.allowCredentials, [])
  const answer = JSON.stringify(stranger.get(options))
  assert.equal((await there.post('/sign-in/passkey', { ...about, answer })).status, 303)
  assert.deepEqual((await sessionsOf('oa@example.com'))[0]?.methods, ['pop', 'user', 'mfa'])
  assert.equal((await sessionsOf(email)).length, 1)
})

test('LOG-10 a passkey that was removed between the password and the second step is none', async () => {
  const email = 'ka@example.com'
  const browser = await umbel.holder(email, password)
  const key = await addPasskey(browser)
  await browser.post('/security/two-step/on', {})
  const there = umbel.browser()
  const attempt = await there.identify(email)
  await there.post('/sign-in/password', { attempt, password })
  await durable.run(sql`delete from passkey where account_id = (select id from account where email = ${email})`)
  const { status, body } = await useIn(there, key, attempt)
  assert.equal(status, 422)
  assert.match(body, new RegExp(`data-unknown="${key.credentialId}"`))
})

test('LOG-10 nothing is asked and nothing is taken for a log-in that is over', async () => {
  const key = await addPasskey(await umbel.holder('la@example.com', password))
  const browser = umbel.browser()
  const attempt = await browser.identify('la@example.com')
  const options = await optionsFrom(browser, '/sign-in/passkey/options', { attempt })
  const other = key.get(options)
  assert.equal((await useIn(browser, key, attempt)).status, 303)
  const late = await browser.post('/sign-in/passkey/options', { attempt }, { accept: 'application/json' })
  assert.deepEqual([late.status, JSON.parse(late.body)], [410, { error: 'sign-in.attempt-lost' }])
  const again = await browser.post('/sign-in/passkey', { attempt, answer: JSON.stringify(other) })
  assert.deepEqual([again.status, again.headers.location], [303, '/'])
})

test('LOG-10 another site can neither ask nor answer for a person', async () => {
  const key = await addPasskey(await umbel.holder('ma@example.com', password))
  const browser = umbel.browser()
  const answer = JSON.stringify(key.get(await optionsFrom(browser, '/sign-in/passkey/options', {})))
  const foreign = { origin: 'https://evil.example' }
  assert.equal((await browser.post('/sign-in/passkey', { answer }, foreign)).status, 403)
  assert.equal((await browser.post('/sign-in/passkey/options', {}, foreign)).status, 403)
})

test('LOG-5 a network that sends nothing but wrong passkeys waits', async () => {
  const browser = umbel.browser()
  let last: Answer | undefined
  for (let tries = 0; tries < 61; tries += 1) last = await browser.post('/sign-in/passkey', { answer: '{}' })
  assert.equal(last?.status, 429)
  assert.ok(Number(last?.headers['retry-after']) > 0)
  await durable.run(sql`delete from limiter`)
})

test('LOG-10 password managers find where passkeys are made and kept', async () => {
  const { status, headers, body } = await umbel.send('/.well-known/passkey-endpoints')
  assert.equal(status, 200)
  assert.match(String(headers['content-type']), /^application\/json/)
  const { origin } = umbel.url
  assert.deepEqual(JSON.parse(body), { enroll: `${origin}/security/passkeys/add`, manage: `${origin}/security` })
})
