import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { entriesAbout } from '#audit'
import { reactWith } from '#events'
import { hashSecret } from '#kernel'
import { sql } from '#platform'
import { solve } from '../../test/work.ts'
import { aWorld, testHashing, type World } from '../../test/world.ts'
import { checkPassword } from './check-password.ts'
import { openCookieJar, type Shown } from './cookies.ts'
import { endSessions } from './end-sessions.ts'
import { openLimits } from './limits.ts'
import { proceed } from './log-in.ts'
import { openAttempt } from './open-attempt.ts'
import { purgeSignIn } from './purge.ts'
import { presentedBy, sessionsOf } from './session-store.ts'
import { setAttemptEmail } from './store.ts'
import { openWorkshop } from './work.ts'

const jar = openCookieJar(new URL('http://localhost:4400'))
const lengths = { kept: Temporal.Duration.from('P30D'), unkept: Temporal.Duration.from('PT24H') }
const origin = { network: '203.0.113.7', device: 'Chrome on macOS' }
const password = 'umbels grow in spring'

/** A browser that follows what it is told: it keeps the cookies it gets. */
class Visitor {
  shown: Shown
  readonly world: World
  readonly from: typeof origin
  constructor(world: World, from = origin) {
    this.world = world
    this.from = from
    this.shown = {}
  }
  keep(cookies: readonly string[]): void {
    for (const cookie of cookies) this.shown = { ...this.shown, ...jar.read(cookie.split(';')[0]) }
  }
  async begin(email: string, returnTo = '/'): Promise<{ id: string; browserId: string }> {
    const opened = await openAttempt(this.world.on, jar, this.shown, { returnTo })
    this.keep(opened.setCookies)
    await setAttemptEmail(this.world.on, opened.attemptId, email)
    return { id: opened.attemptId, browserId: opened.browserId }
  }
  async type(attempt: { id: string; browserId: string }, email: string, typed: string, keep = true) {
    const context = {
      database: this.world.database,
      hashing: await testHashing(),
      limits: openLimits(this.world.secretKey),
      workshop: openWorkshop(this.world.secretKey),
    }
    const answer = await checkPassword(context, attempt, { email, password: typed, keep }, this.from)
    if (answer.answer !== 'work') return answer
    // What a browser does without asking anybody.
    return checkPassword(context, attempt, { email, password: typed, keep, ...solve(answer.work.token) }, this.from)
  }
  async proceed(attempt: { id: string }) {
    const onward = await this.world.database.transaction((tx) =>
      proceed(tx, { jar, lengths }, this.shown, attempt.id, this.from),
    )
    this.keep(onward.setCookies)
    return onward
  }
  async logIn(email: string, options: { keep?: boolean; returnTo?: string } = {}) {
    const attempt = await this.begin(email, options.returnTo)
    assert.equal((await this.type(attempt, email, password, options.keep ?? true)).answer, 'right')
    return this.proceed(attempt)
  }
  presented(shown = this.shown) {
    return shown.browser
      ? presentedBy(this.world.on, hashSecret(shown.browser), shown.run ? hashSecret(shown.run) : undefined)
      : undefined
  }
}

async function aWorldWithAna(t: TestContext) {
  const world = await aWorld(t)
  reactWith({})
  const ana = await world.account('ana@example.com', { password, name: 'Ana' })
  return { world, ana }
}

test('LOG-1 a log-in with the right password ends where it began, in a session that the browser presents', async (t) => {
  const { world, ana } = await aWorldWithAna(t)
  const visitor = new Visitor(world)
  const onward = await visitor.logIn('ANA@example.com', { returnTo: '/authorize/x' })
  assert.equal(onward.to, '/authorize/x')
  assert.equal((await visitor.presented())?.accountId, ana)
})

test('a log-in that is sent twice leads to the same place and makes one session', async (t) => {
  const { world, ana } = await aWorldWithAna(t)
  const visitor = new Visitor(world)
  const attempt = await visitor.begin('ana@example.com', '/authorize/x')
  await visitor.type(attempt, 'ana@example.com', password)
  await visitor.proceed(attempt)
  assert.equal((await visitor.proceed(attempt)).to, '/authorize/x')
  assert.equal((await sessionsOf(world.on, ana, 10)).length, 1)
})

test('an attempt is nothing to another browser, and nothing after an hour', async (t) => {
  const { world } = await aWorldWithAna(t)
  const visitor = new Visitor(world)
  const attempt = await visitor.begin('ana@example.com')
  await visitor.type(attempt, 'ana@example.com', password)
  const stranger = new Visitor(world)
  await stranger.begin('ana@example.com')
  await assert.rejects(stranger.proceed(attempt), { code: 'sign-in.attempt-lost' })
  world.clock.move({ minutes: 61 })
  await assert.rejects(visitor.proceed(attempt), { code: 'sign-in.attempt-lost' })
})

test('a secret known before the log-in is worth nothing after it', async (t) => {
  const { world } = await aWorldWithAna(t)
  const visitor = new Visitor(world)
  const attempt = await visitor.begin('ana@example.com')
  const before = visitor.shown
  await visitor.type(attempt, 'ana@example.com', password)
  await visitor.proceed(attempt)
  assert.equal(await visitor.presented(before), undefined)
  assert.ok(await visitor.presented())
})

test('LOG-6 an unverified address leads to its proof, and on from there once it is proved', async (t) => {
  const { world } = await aWorldWithAna(t)
  const visitor = new Visitor(world)
  const id = await world.unproved('bo@example.com')
  const { setFirstPassword } = await import('#credential')
  const hash = await (await testHashing()).hash(password)
  await world.database.transaction((tx) => setFirstPassword(tx, id, hash))
  const attempt = await visitor.begin('bo@example.com', '/authorize/x')
  assert.equal((await visitor.type(attempt, 'bo@example.com', password)).answer, 'right')
  assert.match((await visitor.proceed(attempt)).to, /^\/verify-email\?attempt=/)
  assert.equal(await visitor.presented(), undefined)
  const { proveAddress } = await import('#account')
  await world.database.transaction((tx) => proveAddress(tx, { kind: 'visitor' }, id))
  assert.equal((await visitor.proceed(attempt)).to, '/authorize/x')
})

test('ACC-4 a log-in that waits for the proof of its address waits as long as the mailed link is good', async (t) => {
  const { world } = await aWorldWithAna(t)
  const visitor = new Visitor(world)
  const id = await world.unproved('bo@example.com')
  const { setFirstPassword } = await import('#credential')
  const hash = await (await testHashing()).hash(password)
  await world.database.transaction((tx) => setFirstPassword(tx, id, hash))
  const attempt = await visitor.begin('bo@example.com', '/authorize/x')
  await visitor.type(attempt, 'bo@example.com', password)
  await visitor.proceed(attempt)
  world.clock.move({ hours: 23 })
  const { proveAddress } = await import('#account')
  await world.database.transaction((tx) => proveAddress(tx, { kind: 'visitor' }, id))
  assert.equal((await visitor.proceed(attempt)).to, '/authorize/x')
})

test('LOG-5 wrong password and unknown address get the same answers, wait included', async (t) => {
  const { world } = await aWorldWithAna(t)
  const answersFor = async (email: string, network: string) => {
    const visitor = new Visitor(world, { ...origin, network })
    const attempt = await visitor.begin(email)
    const answers = []
    for (let tries = 1; tries <= 7; tries += 1) answers.push(await visitor.type(attempt, email, `wrong ${tries}`))
    return JSON.stringify(answers, (key, value) => (key === 'token' ? 'a token' : value))
  }
  const known = await answersFor('ana@example.com', '198.51.100.1')
  assert.equal(known, await answersFor('nobody@example.com', '198.51.100.2'))
  assert.match(known, /"left":4.*"left":1.*"left":0,"blockedUntil".*"wait"/)
})

test('LOG-5 waits double up to fifteen minutes, and end', async (t) => {
  const { world } = await aWorldWithAna(t)
  const visitor = new Visitor(world)
  const attempt = await visitor.begin('ana@example.com')
  const waits: number[] = []
  for (let tries = 1; tries <= 14; tries += 1) {
    const answer = await visitor.type(attempt, 'ana@example.com', 'wrong')
    assert.equal(answer.answer, 'wrong')
    const until = answer.answer === 'wrong' ? answer.blockedUntil : undefined
    if (!until) continue
    const seconds = until.since(world.clock.now()).total('seconds')
    waits.push(seconds)
    world.clock.move({ seconds: Math.ceil(seconds) - 1 })
    assert.equal((await visitor.type(attempt, 'ana@example.com', password)).answer, 'wait')
    world.clock.move({ seconds: 2 })
  }
  assert.deepEqual(waits.slice(0, 6), [30, 60, 120, 240, 480, 900])
})

test('LOG-5 a stranger’s failures never shut the holder out of a known browser', async (t) => {
  const { world, ana } = await aWorldWithAna(t)
  const holder = new Visitor(world)
  await holder.logIn('ana@example.com')
  await world.database.transaction((tx) => endSessions(tx, { kind: 'holder', accountId: ana }, ana, {}, 'log-out'))
  const stranger = new Visitor(world, { ...origin, network: '198.51.100.9' })
  const attempt = await stranger.begin('ana@example.com')
  for (let tries = 1; tries <= 8; tries += 1) await stranger.type(attempt, 'ana@example.com', 'wrong')
  assert.equal((await stranger.type(attempt, 'ana@example.com', password)).answer, 'wait')
  await holder.logIn('ana@example.com')
})

test('LOG-5 twenty failures from one network make it wait, for whatever address', async (t) => {
  const { world } = await aWorldWithAna(t)
  const visitor = new Visitor(world)
  for (let tries = 1; tries <= 20; tries += 1) {
    const email = `person${tries}@example.com`
    await visitor.type(await visitor.begin(email), email, 'wrong')
  }
  const attempt = await visitor.begin('ana@example.com')
  assert.equal((await visitor.type(attempt, 'ana@example.com', password)).answer, 'wait')
  const elsewhere = new Visitor(world, { ...origin, network: '192.0.2.44' })
  await elsewhere.logIn('ana@example.com')
})

test('LOG-8 a kept session lasts 30 days; another ends with the browser, or after 24 hours', async (t) => {
  const { world } = await aWorldWithAna(t)
  const kept = new Visitor(world)
  await kept.logIn('ana@example.com', { keep: true })
  const passing = new Visitor(world)
  await passing.logIn('ana@example.com', { keep: false })
  assert.ok(await passing.presented())
  assert.equal(await passing.presented({ browser: passing.shown.browser }), undefined, 'the browser was closed')
  world.clock.move({ hours: 25 })
  assert.equal(await passing.presented(), undefined)
  world.clock.move({ hours: 24 * 28 })
  assert.ok(await kept.presented())
  world.clock.move({ hours: 24 })
  assert.equal(await kept.presented(), undefined)
  await purgeSignIn(world.database)
  assert.equal((await world.on.all(sql`select id from session`)).length, 0)
})

test('LOG-7 one browser holds a session for each account, and a log-in as another ends none', async (t) => {
  const { world, ana } = await aWorldWithAna(t)
  const bo = await world.account('bo@example.com', { password, name: 'Bo' })
  const visitor = new Visitor(world)
  await visitor.logIn('ana@example.com')
  await visitor.logIn('bo@example.com')
  assert.equal((await visitor.presented())?.accountId, bo)
  const sessions = await world.on.all<{ account_id: string }>(sql`select account_id from session order by created_at`)
  assert.deepEqual(sessions.map(({ account_id }) => account_id).sort(), [ana, bo].sort())
})

test('LOG-9 only a log-in from a browser the account does not know sends a mail, and the first one does not', async (t) => {
  const { world } = await aWorldWithAna(t)
  const queued = async () =>
    (await world.on.all(sql`select 1 from graphile_worker.jobs where task_identifier = 'sign-in.mail-new-device'`))
      .length
  const laptop = new Visitor(world)
  await laptop.logIn('ana@example.com')
  await laptop.logIn('ana@example.com')
  assert.equal(await queued(), 0)
  const phone = new Visitor(world)
  await phone.logIn('ana@example.com')
  assert.equal(await queued(), 1)
})

test('LOG-8 ending sessions announces them, and the holder’s record says so (ACC-11)', async (t) => {
  const { world, ana } = await aWorldWithAna(t)
  const told: unknown[] = []
  reactWith({ 'sign-in.sessions-ended': [async (_tx, data) => void told.push(data)] })
  const [laptop, phone] = [new Visitor(world), new Visitor(world)]
  await laptop.logIn('ana@example.com')
  await phone.logIn('ana@example.com')
  const here = (await laptop.presented())?.sessionId as string
  const actor = { kind: 'holder', accountId: ana } as const
  assert.equal(
    await world.database.transaction((tx) => endSessions(tx, actor, ana, { except: here }, 'device-ended')),
    1,
  )
  assert.equal(await phone.presented(), undefined)
  assert.ok(await laptop.presented())
  assert.equal(told.length, 1)
  const actions = (await entriesAbout(world.on, ana, { most: 10 })).map(({ action, byHolder }) => [action, byHolder])
  assert.deepEqual(actions[0], ['sign-in.session-ended', true])
  const none = await world.database.transaction((tx) =>
    endSessions(tx, actor, ana, { only: ["' or true --", here.replace(/.$/, 'x')] }, 'device-ended'),
  )
  assert.equal(none, 0)
})

test('a password hashed at lower cost is hashed anew at the next log-in', async (t) => {
  const { world, ana } = await aWorldWithAna(t)
  const { openHashing } = await import('#credential')
  const dearer = await openHashing({ memoryKib: 19_456, passes: 3, atOnce: 1, queue: 5 })
  const visitor = new Visitor(world)
  const attempt = await visitor.begin('ana@example.com')
  const context = {
    database: world.database,
    hashing: dearer,
    limits: openLimits(world.secretKey),
    workshop: openWorkshop(world.secretKey),
  }
  await checkPassword(context, attempt, { email: 'ana@example.com', password, keep: true }, origin)
  const [row] = await world.on.all<{ hash: string }>(sql`select hash from password where account_id = ${ana}`)
  assert.match(row?.hash ?? '', /t=3/)
  assert.ok(await dearer.verify(row?.hash ?? '', password))
})
