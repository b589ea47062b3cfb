import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import pg from 'pg'
import { anEmptyDatabase } from '../test/postgres.ts'
import { memorySessions } from './memory-sessions.ts'
import { postgresSessions } from './postgres-sessions.ts'
import { hashOf, type LoggedOut, newSecret, type PendingLogIn, type Session, type SessionStore } from './sessions.ts'
import { Browser, passAs } from './testing/browser.ts'
import { aProduct } from './testing/product.ts'

// One moment for the whole file: seconds apart must not depend on when a line runs.
const start = Math.floor(Date.now() / 1_000)
const at = (seconds: number): Date => new Date((start + seconds) * 1_000)

const session = (over: Partial<Session['person']> = {}, issuedAt = at(0)): Session => ({
  person: {
    accountId: 'mira',
    name: 'Mira',
    email: 'mira@example.com',
    emailVerified: true,
    username: undefined,
    locale: 'de',
    sid: 's1',
    ...over,
  },
  idToken: 'a.b.c',
  issuedAt,
  expiresAt: at(600),
})

const token = (over: Partial<LoggedOut> = {}): LoggedOut => ({
  jti: newSecret(),
  accountId: 'mira',
  sid: 's1',
  issuedAt: at(1),
  rememberUntil: at(600),
  ...over,
})

async function onPostgres(t: TestContext) {
  const drops: (() => unknown)[] = []
  const { url } = await anEmptyDatabase({ after: (drop: () => unknown) => drops.push(drop) } as never)
  const pool = new pg.Pool({ connectionString: url, max: 8 })
  t.after(async () => {
    await pool.end() // before its database goes
    for (const drop of drops) await drop()
  })
  const sessions = postgresSessions(pool, { schema: 'pad' })
  await Promise.all([sessions.prepare(), sessions.prepare(), sessions.prepare()])
  return { sessions, pool }
}

const stores: Record<string, (t: TestContext) => Promise<SessionStore>> = {
  memory: async () => memorySessions(),
  PostgreSQL: async (t) => (await onPostgres(t)).sessions,
}

for (const [name, open] of Object.entries(stores)) {
  test(`${name}: a log-in is taken once, and by its own browser only`, async (t) => {
    const store = await open(t)
    const key = { stateHash: hashOf('state'), browserHash: hashOf('browser') }
    const logIn: PendingLogIn = { nonce: 'n', codeVerifier: 'v', returnTo: '/a', expiresAt: at(60) }
    await store.openLogIn(key, logIn)
    assert.equal(await store.takeLogIn({ ...key, browserHash: hashOf('other') }), 'unknown')
    const takes = await Promise.all([1, 2, 3, 4].map(() => store.takeLogIn(key)))
    assert.equal(takes.filter((take) => take === 'used').length, 3)
    const { nonce, codeVerifier, returnTo, expiresAt } = takes.find((take) => typeof take === 'object') as PendingLogIn
    assert.deepEqual({ nonce, codeVerifier, returnTo, expiresAt }, logIn)
  })

  test(`${name}: a session is found until it expires or ends, and replaces the former`, async (t) => {
    const store = await open(t)
    const [first, second] = [hashOf('1'), hashOf('2')]
    assert.equal(await store.openSession(first, session(), undefined), true)
    assert.deepEqual(await store.findSession(first, at(0)), session())
    assert.equal(await store.findSession(first, at(601)), undefined)
    assert.equal(await store.openSession(second, session(), first), true)
    assert.equal(await store.findSession(first, at(0)), undefined)
    assert.equal((await store.endSession(second))?.idToken, 'a.b.c')
    assert.equal(await store.endSession(second), undefined)
  })

  test(`${name}: a log-out token ends what it names`, async (t) => {
    const store = await open(t)
    const people = [session(), session({ sid: 's2' }), session({ accountId: 'ben', sid: 's3' })]
    await Promise.all(people.map((person, n) => store.openSession(hashOf(String(n)), person, undefined)))
    assert.equal(await store.endLoggedOut(token({ accountId: 'ben', sid: 's1' })), 0)
    assert.equal(await store.endLoggedOut(token({ accountId: undefined })), 1)
    const all = token({ sid: undefined })
    assert.equal(await store.endLoggedOut(all), 1)
    assert.equal(await store.endLoggedOut(all), 'replayed')
    assert.ok(await store.findSession(hashOf('2'), at(0)))
  })

  test(`${name}: an account that was erased is forgotten, and no other; an event is heard once`, async (t) => {
    const store = await open(t)
    const people = [session(), session({ sid: 's2' }), session({ accountId: 'ben', sid: 's3' })]
    await Promise.all(people.map((person, n) => store.openSession(hashOf(String(n)), person, undefined)))
    const seen = token({ sid: 's9' })
    await store.endLoggedOut(seen)
    await store.forgetAccount('mira')
    await store.forgetAccount('mira')
    const left = await Promise.all(people.map((_, n) => store.findSession(hashOf(String(n)), at(0))))
    assert.deepEqual(
      left.map((each) => each?.person.accountId),
      [undefined, undefined, 'ben'],
    )
    assert.equal(await store.endLoggedOut(seen), 0, 'nothing is remembered of it')
    assert.equal(await store.hasHeard('an event'), false)
    await store.noteHeard('an event', at(600))
    await store.noteHeard('an event', at(600))
    assert.equal(await store.hasHeard('an event'), true)
  })

  test(`${name}: a log-out that overtakes its log-in still wins; a later log-in is free`, async (t) => {
    const store = await open(t)
    await store.endLoggedOut(token())
    assert.equal(await store.openSession(hashOf('1'), session(), undefined), false)
    assert.equal(await store.openSession(hashOf('2'), session({}, at(5)), undefined), true)
    await store.endLoggedOut(token({ accountId: 'ben', sid: undefined }))
    assert.equal(await store.openSession(hashOf('3'), session({ accountId: 'ben', sid: 's9' }), undefined), false)
    assert.equal(await store.openSession(hashOf('4'), session({ accountId: 'ben', sid: 's9' }, at(5)), undefined), true)
  })
}

test('PostgreSQL: log-in and log-out at the same moment leave no session behind', async (t) => {
  const { sessions } = await onPostgres(t)
  for (let round = 0; round < 30; round += 1) {
    const sid = `sid-${round}`
    const hash = hashOf(sid)
    await Promise.all([
      sessions.openSession(hash, session({ sid }), undefined),
      sessions.endLoggedOut(token({ sid, accountId: round % 2 ? 'mira' : undefined })),
    ])
    assert.equal(await sessions.findSession(hash, at(0)), undefined)
  }
})

test('PostgreSQL: what has expired is swept by later log-ins', async (t) => {
  const { sessions, pool } = await onPostgres(t)
  const logIn: PendingLogIn = { nonce: 'n', codeVerifier: 'v', returnTo: '/', expiresAt: at(-7_200) }
  for (const state of ['a', 'b'])
    await sessions.openLogIn({ stateHash: hashOf(state), browserHash: hashOf('x') }, logIn)
  await sessions.openSession(hashOf('old'), { ...session(), expiresAt: at(-1) }, undefined)
  await sessions.openSession(hashOf('new'), session(), undefined)
  const count = async (table: string) => (await pool.query(`select count(*)::int as n from pad.${table}`)).rows[0].n
  assert.equal(await count('umbel_log_in'), 1)
  assert.equal(await count('umbel_session'), 1)
  assert.throws(() => postgresSessions(pool, { schema: 'a; drop' }), TypeError)
})

test('PostgreSQL: a log-in through a provider, seen by a second process, ended by back-channel', async (t) => {
  const { sessions } = await onPostgres(t)
  const product = await aProduct(t, sessions)
  const browser = new Browser()
  const page = await passAs(browser, 'mira', await browser.open(`${product.url}/issues/3`))
  assert.equal(page.url.pathname, '/issues/3')
  const cookie = `umbel-session=${browser.cookiesAt(product.url).get('umbel-session')}`
  const second = await aProduct(t, sessions)
  const seen = await fetch(`${second.url}/`, { headers: { cookie } })
  assert.equal(((await seen.json()) as { person: { name: string } }).person.name, 'Mira')
  const end = await browser.open(`${product.provider.issuer}/session/end`)
  await browser.submit(end, { logout: 'yes' })
  assert.equal((await fetch(`${second.url}/`, { headers: { cookie }, redirect: 'manual' })).status, 303)
})
