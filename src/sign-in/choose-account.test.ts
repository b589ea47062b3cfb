import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import fc from 'fast-check'
import { reactWith } from '#events'
import { hashSecret, system } from '#kernel'
import { sql } from '#platform'
import { addProduct } from '#product'
import { aWorld, type World } from '../../test/world.ts'
import { accountsOf, chooseAccount, mostAccounts, removeAccounts } from './choose-account.ts'
import { openCookieJar, type Shown } from './cookies.ts'
import { endSessions } from './end-sessions.ts'
import { proceed } from './log-in.ts'
import { openAttempt } from './open-attempt.ts'
import { attemptOf, setAttemptProved } from './store.ts'

const jar = openCookieJar(new URL('http://localhost:4400'))
const lengths = { kept: Temporal.Duration.from('P30D'), unkept: Temporal.Duration.from('PT24H') }
const origin = { network: '203.0.113.7', device: 'Chrome on macOS' }

/** A browser in which people log in; passwords are another test's subject. */
class Browser {
  shown: Shown = {}
  readonly world: World
  constructor(world: World) {
    this.world = world
  }
  keep(cookies: readonly string[]): void {
    for (const cookie of cookies) this.shown = { ...this.shown, ...jar.read(cookie.split(';')[0]) }
  }
  async begin(options: { productId?: string; freshSince?: Temporal.Instant } = {}) {
    const opened = await openAttempt(this.world.on, jar, this.shown, {
      returnTo: '/authorize/x',
      choose: true,
      ...options,
    })
    this.keep(opened.setCookies)
    return opened
  }
  async logIn(accountId: string, options: { productId?: string; keep?: boolean } = {}): Promise<void> {
    const { attemptId } = await this.begin(options)
    await setAttemptProved(this.world.on, attemptId, accountId, `${accountId}@example.com`, options.keep ?? true)
    const onward = await this.world.database.transaction((tx) =>
      proceed(tx, { jar, lengths }, this.shown, attemptId, origin),
    )
    this.keep(onward.setCookies)
  }
  async choose(accountId: string, options: { productId?: string; freshSince?: Temporal.Instant } = {}) {
    const { attemptId, browserId } = await this.begin(options)
    const attempt = {
      id: attemptId,
      browserId,
      returnTo: '/authorize/x',
      product: options.productId ? { id: options.productId } : undefined,
    }
    const chosen = await this.world.database.transaction((tx) =>
      chooseAccount(tx, this.shown, { ...attempt, freshSince: options.freshSince }, accountId),
    )
    return { ...chosen, attemptId }
  }
  accounts = () => accountsOf(this.world.on, this.shown)
  async loggedIn(): Promise<string[]> {
    return (await this.accounts()).filter(({ session }) => session).map(({ accountId }) => accountId)
  }
}

async function aBrowserWithTwo(t: TestContext) {
  const world = await aWorld(t)
  reactWith({})
  const [ana, bo] = [await world.account('ana@example.com'), await world.account('bo@example.com')]
  const browser = new Browser(world)
  await browser.logIn(ana)
  await browser.logIn(bo)
  return { world, ana, bo, browser }
}

test('LOG-7 choosing an account presents it, and logs nobody out', async (t) => {
  const { ana, bo, browser } = await aBrowserWithTwo(t)
  assert.deepEqual(
    (await browser.accounts()).map(({ accountId, presented }) => [accountId, presented]),
    [
      [bo, true],
      [ana, false],
    ],
  )
  assert.deepEqual((await browser.choose(ana)).done, true)
  assert.deepEqual(
    (await browser.accounts()).map(({ accountId, presented }) => [accountId, presented]),
    [
      [ana, true],
      [bo, false],
    ],
  )
})

test('LOG-7 an account that was logged out stays on the list, and is asked for its password', async (t) => {
  const { world, ana, bo, browser } = await aBrowserWithTwo(t)
  await world.database.transaction((tx) => endSessions(tx, { kind: 'holder', accountId: ana }, ana, {}, 'log-out'))
  assert.deepEqual(
    (await browser.accounts()).map(({ accountId, session }) => [accountId, session !== undefined]),
    [
      [bo, true],
      [ana, false],
    ],
  )
  const chosen = await browser.choose(ana)
  assert.equal(chosen.done, false)
  const attempt = await attemptOf(world.on, chosen.attemptId, hashSecret(browser.shown.browser ?? ''))
  assert.equal(attempt?.email, 'ana@example.com')
})

test('LOG-7 a product that wants a newer log-in than the chosen account’s gets one', async (t) => {
  const { world, ana, browser } = await aBrowserWithTwo(t)
  world.clock.move({ minutes: 10 })
  assert.equal((await browser.choose(ana, { freshSince: world.clock.now().subtract({ minutes: 5 }) })).done, false)
  assert.equal((await browser.choose(ana, { freshSince: world.clock.now().subtract({ minutes: 15 }) })).done, true)
})

test('LOG-7 an account of another browser cannot be chosen', async (t) => {
  const { world, browser } = await aBrowserWithTwo(t)
  const cem = await world.account('cem@example.com')
  await new Browser(world).logIn(cem)
  await assert.rejects(browser.choose(cem), { code: 'sign-in.account-not-here' })
  await assert.rejects(browser.choose("' or true --"), { code: 'sign-in.account-not-here' })
})

test('LOG-7 a browser holds ten accounts; an eleventh is asked to make room', async (t) => {
  const world = await aWorld(t)
  reactWith({})
  const browser = new Browser(world)
  for (let number = 1; number <= mostAccounts; number += 1)
    await browser.logIn(await world.account(`p${number}@example.com`))
  const eleventh = await world.account('p11@example.com')
  await assert.rejects(browser.logIn(eleventh), { code: 'sign-in.too-many-accounts' })
  const [last] = await browser.loggedIn()
  await browser.logIn(last as string)
})

test('LOG-7 an account taken off the list is logged out here only, and forgotten here', async (t) => {
  const { world, ana, bo, browser } = await aBrowserWithTwo(t)
  const elsewhere = new Browser(world)
  await elsewhere.logIn(ana)
  const [{ id }] = (await world.on.all<{ id: string }>(
    sql`select id from browser where token_hash = ${hashSecret(browser.shown.browser ?? '')}`,
  )) as [{ id: string }]
  await world.database.transaction((tx) => removeAccounts(tx, browser.shown, id, ana, origin))
  assert.deepEqual(
    (await browser.accounts()).map(({ accountId }) => accountId),
    [bo],
  )
  assert.deepEqual(await elsewhere.loggedIn(), [ana])
  await world.database.transaction((tx) => removeAccounts(tx, browser.shown, id, 'all', origin))
  assert.deepEqual(await browser.accounts(), [])
})

test('LOG-7 whatever is done with any accounts, a browser presents a session of its own or none, and removing ends what it should', async (t) => {
  const world = await aWorld(t)
  const ended: string[] = []
  reactWith({ 'sign-in.sessions-ended': [async (_tx, { sessionIds }) => void ended.push(...(sessionIds as string[]))] })
  const people = await Promise.all(['a', 'b', 'c'].map((name) => world.account(`${name}@example.com`)))
  const { id: productId } = await world.database.transaction((tx) =>
    addProduct(tx, system, { name: 'Pad', homeUrl: 'http://localhost:1/', redirectUris: ['http://localhost:1/cb'] }),
  )
  const step = fc.record({
    what: fc.constantFrom('log-in', 'choose', 'remove', 'end', 'expire'),
    who: fc.constantFrom(...people),
    keep: fc.boolean(),
  })
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 12 }), async (steps) => {
      const browser = new Browser(world)
      await browser.begin()
      const expected = new Set<string>()
      for (const { what, who, keep } of steps) {
        const before = await world.on.all<{
          id: string
        }>(sql`select s.id from session s join browser b on b.id = s.browser_id
          where b.token_hash = ${hashSecret(browser.shown.browser ?? '')} and s.account_id = ${who}`)
        if (what === 'log-in') {
          await browser.logIn(who, { productId, keep })
          expected.add(who)
        } else if (what === 'choose') {
          const chosen = await browser.choose(who, { productId }).catch(() => undefined)
          assert.equal(chosen?.done ?? false, expected.has(who))
        } else if (what === 'expire') {
          world.clock.move({ hours: 24 * 31 })
          expected.clear()
        } else {
          const [row] = await world.on.all<{ id: string }>(
            sql`select id from browser where token_hash = ${hashSecret(browser.shown.browser ?? '')}`,
          )
          if (what === 'remove')
            await world.database.transaction((tx) => removeAccounts(tx, browser.shown, row?.id ?? '', who, origin))
          else
            await world.database.transaction((tx) =>
              endSessions(tx, { kind: 'holder', accountId: who }, who, {}, 'device-ended'),
            )
          for (const { id } of before)
            if (expected.has(who)) assert.ok(ended.includes(id), `${what} announced the end of a session`)
          expected.delete(who)
        }
        assert.deepEqual(new Set(await browser.loggedIn()), expected)
        const presented = (await browser.accounts()).filter(({ presented: is }) => is)
        assert.ok(presented.length <= 1 && presented.every(({ session }) => session !== undefined))
      }
    }),
    { numRuns: 25 },
  )
})
