import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { reactWith } from '#events'
import { newId, newSecret, type Refusal, system } from '#kernel'
import { receiptsOf, replayNotices, troubledNotices } from '#openid'
import { sql, systemClock } from '#platform'
import { endSessions } from '#sign-in'
import { reactions } from '../../src/reactions.ts'
import { aWorld, type Browser, type World } from './a-provider.ts'
import { aListener, hurry, until, working } from './listener.ts'

reactWith(reactions)

/** Lets products know a session, as logging in to each would. Gives the `sid` that each knows it by. */
async function opened(world: World, browser: Browser, accountId: string, productIds: string[]): Promise<string[]> {
  const sids = productIds.map(() => newSecret())
  await world.database.durable.run(sql`
    insert into product_grant (grant_id, session_id, product_id, account_id, sid, created_at)
    select 'grant of ' || g.sid, ${browser.sessionId}, g.product_id, ${accountId}, g.sid, now()
    from unnest(${productIds}::text[], ${sids}::text[]) as g (product_id, sid)`)
  return sids
}

const end = (world: World, accountId: string, ...browsers: Browser[]) =>
  world.database.transaction((tx) =>
    endSessions(tx, system, accountId, { only: browsers.map(({ sessionId }) => sessionId!) }, 'log-out'),
  )

const board = (world: World, accountId: string) => receiptsOf(world.database.durable, accountId, { most: 200 })

/** One account, logged in at one product, whose server can come and go. */
async function aStage(t: TestContext, answer?: Parameters<typeof aListener>[1]) {
  const world = await aWorld(t)
  const listener = await aListener(t, answer)
  await world.product({ id: 'tracker', backchannelLogOutUrl: listener.url })
  const accountId = await world.account()
  return { world, listener, accountId }
}

test('LOG-8 with a hundred live products, all acknowledge within 5 seconds', async (t) => {
  const world = await aWorld(t)
  const listener = await aListener(t)
  const ids = Array.from({ length: 100 }, (_, index) => `product-${index}`)
  for (const id of ids) await world.product({ id, name: id, backchannelLogOutUrl: `${listener.url}/${id}` })
  const accountId = await world.account()
  await working(world)
  const took: number[] = []
  for (const round of ['cold', 'warm']) {
    const browser = await world.loggedIn(accountId)
    await opened(world, browser, accountId, ids)
    const from = listener.heard.length
    const start = performance.now()
    await end(world, accountId, browser)
    const committed = performance.now() - start
    await until(async () => (await board(world, accountId)).every(({ open }) => open === 0), 'acknowledgement')
    const times = listener.heard.slice(from).map(({ at }) => at - start)
    times.sort((one, other) => one - other)
    assert.equal(new Set(listener.heard.slice(from).map(({ aud }) => aud)).size, 100)
    const [half = 0, most = 0] = [times[49], times[98]]
    took.push(most)
    t.diagnostic(
      `${round}: ended in ${ms(committed)}; half knew after ${ms(half)}, 99 of 100 after ${ms(most)} (goal: 2000 ms)`,
    )
  }
  assert.ok(Math.max(...took) < 5_000, `${took.map(ms)}`)
})

const ms = (milliseconds: number) => `${Math.round(milliseconds)} ms`

test('LOG-8 a product that was down is logged out when it returns, with a fresh token for every try', async (t) => {
  const { world, listener, accountId } = await aStage(t)
  const [one, two] = [await world.loggedIn(accountId), await world.loggedIn(accountId)]
  await opened(world, one, accountId, ['tracker'])
  await opened(world, two, accountId, ['tracker'])
  await listener.goDown()
  await working(world)
  await end(world, accountId, one)
  await until(async () => (await board(world, accountId))[0]!.failingSince !== undefined, 'a failure')
  await hurry(world)
  const tries = async () => (await troubledNotices(world.database.durable, { most: 9 }))[0]?.tries ?? 0
  await until(async () => (await tries()) === 2, 'a second try')
  const wait = await world.database.durable.first<{ seconds: number }>(sql`
    select extract(epoch from run_at - now())::int as seconds from graphile_worker.jobs
    where task_identifier = 'openid.deliver-log-outs' order by run_at desc limit 1`)
  assert.ok(wait!.seconds > 3 && wait!.seconds <= 9, `the next try is in ${wait!.seconds} s`)
  await listener.comeBack()
  await hurry(world)
  await until(() => listener.heard.length === 1, 'the log-out')
  await until(async () => (await board(world, accountId))[0]!.open === 0, 'its receipt')
  assert.equal((await board(world, accountId))[0]!.failingSince, undefined)
  await end(world, accountId, two)
  await until(() => listener.heard.length === 2, 'the next log-out')
})

test('LOG-8 whoever waits for a product that was down is served as soon as it answers anybody', async (t) => {
  const { world, listener } = await aStage(t)
  const accounts = [await world.account(), await world.account(), await world.account()]
  await listener.goDown()
  await working(world)
  for (const accountId of accounts) {
    const browser = await world.loggedIn(accountId)
    await opened(world, browser, accountId, ['tracker'])
    await end(world, accountId, browser)
  }
  const on = world.database.durable
  await until(async () => (await troubledNotices(on, { most: 9 })).length > 0, 'a failure')
  await on.run(sql`select graphile_worker.reschedule_jobs(array_agg(id), run_at => now() + interval '1 hour')
    from graphile_worker.jobs where task_identifier = 'openid.deliver-log-outs' and locked_at is null`)
  await on.run(sql`update log_out_notice set failing_since = coalesce(failing_since, now())`)
  await listener.comeBack()
  const another = await world.account()
  const browser = await world.loggedIn(another)
  await opened(world, browser, another, ['tracker'])
  await end(world, another, browser)
  await until(() => listener.heard.length === 4, 'all of them')
})

test('LOG-8 log-outs of one account reach a product in order, each try with a token of its own', async (t) => {
  const { world, listener, accountId } = await aStage(t, (count) => (count < 2 ? 503 : 200))
  const sids: string[] = []
  const browsers: Browser[] = []
  for (let number = 0; number < 12; number += 1) {
    const browser = await world.loggedIn(accountId)
    browsers.push(browser)
    sids.push(...(await opened(world, browser, accountId, ['tracker'])))
  }
  for (const browser of browsers) await end(world, accountId, browser)
  await working(world)
  await until(async () => {
    await hurry(world)
    return listener.heard.length === 12
  }, 'all of them')
  assert.deepEqual(
    listener.heard.map(({ sid }) => sid),
    sids,
  )
  assert.deepEqual([listener.tried[0]!.sid, listener.tried[1]!.sid], [sids[0], sids[0]])
  assert.equal(new Set(listener.tried.map(({ jti }) => jti)).size, listener.tried.length)
})

test('LOG-8 a product that falls silent under many log-outs does not hold up others', async (t) => {
  const { world, listener, accountId } = await aStage(t)
  const silent = await aListener(t, () => 504)
  await world.product({ id: 'silent', backchannelLogOutUrl: silent.url })
  for (let number = 0; number < 30; number += 1) {
    const another = await world.account()
    const browser = await world.loggedIn(another)
    await opened(world, browser, another, ['silent'])
    await end(world, another, browser)
  }
  await working(world)
  await until(() => silent.count() >= 10, 'silence')
  const browser = await world.loggedIn(accountId)
  await opened(world, browser, accountId, ['tracker'])
  await end(world, accountId, browser)
  const took = await until(() => listener.heard.length === 1, 'the log-out')
  assert.ok(took < 4_000, ms(took))
  assert.ok(silent.count() <= 14, `${silent.count()} at the same time`)
})

test('LOG-8 a product that refuses one log-out does not hold up the next', async (t) => {
  const { world, listener, accountId } = await aStage(t, (count) => (count === 0 ? 400 : 200))
  const [one, two] = [await world.loggedIn(accountId), await world.loggedIn(accountId)]
  const [refused] = await opened(world, one, accountId, ['tracker'])
  const [next] = await opened(world, two, accountId, ['tracker'])
  await end(world, accountId, one)
  await end(world, accountId, two)
  await working(world)
  await until(() => listener.heard.length === 1, 'the second')
  assert.deepEqual(
    listener.tried.map(({ sid }) => sid),
    [refused, next],
  )
  await until(async () => {
    await hurry(world)
    return listener.heard.length === 2
  }, 'the first, at another try')
  assert.equal(listener.heard[1]!.sid, refused)
})

test('LOG-8, DEV-4 after a day a log-out is given up, is seen, and can be sent again', async (t) => {
  const { world, listener, accountId } = await aStage(t, (count) => (count < 2 ? 500 : 200))
  const on = world.database.durable
  const browser = await world.loggedIn(accountId)
  await opened(world, browser, accountId, ['tracker'])
  await working(world)
  await end(world, accountId, browser)
  await until(async () => (await troubledNotices(on, { most: 9 }))[0]?.tries === 1, 'a failure')
  await on.run(sql`update log_out_notice set created_at = created_at - interval '24 hours'`)
  await hurry(world)
  await until(async () => (await board(world, accountId))[0]!.givenUpAt !== undefined, 'the last try')
  const [dead] = await troubledNotices(on, { most: 9, productId: 'tracker' })
  assert.deepEqual([dead!.accountId, dead!.productId, dead!.tries], [accountId, 'tracker', 2])
  assert.deepEqual(await troubledNotices(on, { most: 9, isStillTried: true }), [])
  const jobs = sql`select 1 from graphile_worker.jobs where task_identifier = 'openid.deliver-log-outs'`
  await until(async () => (await on.all(jobs)).length === 0, 'the end of tries')

  const operator = { kind: 'operator', device: 'command line' } as const
  const replay = (which: Parameters<typeof replayNotices>[3]) =>
    world.database.transaction((tx) => replayNotices(tx, operator, 'log-outs', which))
  assert.equal(await replay({ productId: 'another' }), 0)
  await assert.rejects(replay({ id: dead!.id + 1 }), (error: Refusal) => error.code === 'openid.nothing-to-replay')
  assert.equal(await replay({ id: dead!.id }), 1)
  await until(() => listener.heard.length === 1, 'the log-out')
  await until(async () => (await board(world, accountId))[0]!.open === 0, 'its receipt')
  const [receipt] = await board(world, accountId)
  assert.deepEqual([receipt!.failingSince, receipt!.givenUpAt], [undefined, undefined])
  assert.ok(receipt!.acknowledgedAt)
  assert.equal(await replay('all'), 0)
  const said = await on.all(sql`select action, actor_kind, detail ->> 'product' as product from audit_entry
    where action = 'openid.log-outs-replayed'`)
  assert.deepEqual(said, [{ action: 'openid.log-outs-replayed', actor_kind: 'operator', product: 'tracker' }])
})

test('a log-out whose job was lost is found, and what was acknowledged is forgotten after 90 days', async (t) => {
  const { world, listener, accountId } = await aStage(t)
  const on = world.database.durable
  const browser = await world.loggedIn(accountId)
  await opened(world, browser, accountId, ['tracker'])
  await end(world, accountId, browser)
  await on.run(sql`select graphile_worker.complete_jobs(array_agg(id)) from graphile_worker.jobs`)
  await working(world)
  await on.run(sql`select graphile_worker.add_job('openid.sweep-log-outs')`)
  await until(async () => (await board(world, accountId))[0]?.open === 0, 'its receipt')
  assert.equal(listener.heard.length, 1)
  const purged = async () => {
    await on.run(sql`select graphile_worker.add_job('openid.turn-signing-keys')`)
    await until(async () => (await on.all(sql`select 1 from graphile_worker.jobs`)).length === 0, 'the purge')
    return (await board(world, accountId)).length === 0
  }
  await on.run(sql`update log_out_notice set created_at = now() - interval '89 days'`)
  assert.equal(await purged(), false)
  await on.run(sql`update log_out_notice set created_at = now() - interval '91 days'`)
  assert.equal(await purged(), true)
})

test('DEV-4 the receipt board is read from an index, page by page', async (t) => {
  const world = await aWorld(t)
  const listener = await aListener(t)
  const ids = ['chat', 'tracker', 'wiki']
  for (const id of ids) await world.product({ id, name: id, backchannelLogOutUrl: listener.url })
  const [accountId, other] = [await world.account(), await world.account()]
  const on = world.database.durable
  for (const account of [accountId, other]) {
    await on.run(sql`
      insert into log_out_notice (product_id, account_id, sid, created_at)
      select p.id, ${account}, n::text, now() - make_interval(mins => n) from product p, generate_series(1, 300) n`)
  }
  const first = await receiptsOf(on, accountId, { most: 2 })
  const second = await receiptsOf(on, accountId, { most: 2, after: first.at(-1)!.productId })
  assert.deepEqual(
    [...first, ...second].map(({ productId, open }) => [productId, open]),
    ids.map((id) => [id, 300]),
  )
  await on.run(sql`analyze log_out_notice`)
  const plan = await on.all<{ 'QUERY PLAN': string }>(sql`
    explain select product_id, max(created_at) from log_out_notice where account_id = ${newId(systemClock.now())}
      and product_id > '' group by product_id order by product_id limit 20`)
  assert.match(plan.map((line) => line['QUERY PLAN']).join('\n'), /log_out_notice_by_receipt/)
})
