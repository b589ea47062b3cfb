import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as jose from 'jose'
import { insertOperator } from '#account'
import { reactWith } from '#events'
import { isId, newId, system } from '#kernel'
import { acquaintancesOf, eventsOf, oweErasures, receiptsOf, replayNotices } from '#openid'
import { sql, systemClock } from '#platform'
import { updateProduct } from '#product'
import { reactions } from '../../src/reactions.ts'
import { aWorld, callback, type World } from './a-provider.ts'
import { aListener, hurry, until, working } from './listener.ts'
import { aReceiver } from './receiver.ts'

reactWith(reactions)

/** The product has met the account, as with its first grant. */
const met = (world: World, accountId: string, ...productIds: string[]) =>
  world.database.durable.run(sql`
    insert into product_acquaintance (account_id, product_id, first_at, last_at)
    select ${accountId}, unnest(${productIds}::text[]), now(), now()`)
const erase = (world: World, accountId: string) => world.database.transaction((tx) => oweErasures(tx, accountId))
const board = (world: World, accountId: string) => eventsOf(world.database.durable, { accountId }, { most: 50 })

test('DEV-4 an erasure is a signed security event that an independent library takes (RFC 8417, RFC 8935, RFC 9493)', async (t) => {
  const world = await aWorld(t)
  const receiver = await aReceiver(t)
  await working(world)
  for (const idTokenAlg of ['RS256', 'ES256'] as const) {
    const id = idTokenAlg.toLowerCase()
    await world.product({ id, idTokenAlg, eventsUrl: receiver.url })
    const accountId = await world.account()
    await met(world, accountId, id)
    const count = receiver.pushed.length
    await erase(world, accountId)
    await until(() => receiver.pushed.length > count, 'the event')
    const { token, type, accept } = receiver.pushed.at(-1)!
    assert.deepEqual([type, accept], ['application/secevent+jwt', 'application/json'])
    const keys = jose.createLocalJWKSet((await (await fetch(new URL('/jwks', world.url))).json()) as jose.JSONWebKeySet)
    const { payload, protectedHeader } = await jose.jwtVerify(token, keys, {
      issuer: world.url.origin,
      audience: id,
      typ: 'secevent+jwt',
      algorithms: [idTokenAlg],
    })
    const { iat, jti, ...claims } = payload
    assert.deepEqual(claims, {
      iss: world.url.origin,
      aud: id,
      sub_id: { format: 'iss_sub', iss: world.url.origin, sub: accountId },
      events: { 'https://schemas.openid.net/secevent/risc/event-type/account-purged': {} },
    })
    assert.ok(isId(jti) && Math.abs(Date.now() / 1_000 - iat!) < 60)
    assert.ok(protectedHeader.kid)
    await until(async () => (await board(world, accountId))[0]?.acknowledgedAt !== undefined, 'the receipt')
    assert.deepEqual(await acquaintancesOf(world.database.durable, accountId), [], 'the product knows it no more')
  }
})

test('ACC-9 every product that ever knew the account is told, one without an address for events is written down', async (t) => {
  const world = await aWorld(t)
  const receiver = await aReceiver(t)
  const on = world.database.durable
  for (const id of ['granted', 'known', 'noticed', 'other'])
    await world.product({ id, name: id, eventsUrl: receiver.url })
  await world.product({ id: 'mute', name: 'mute' })
  const accountId = await world.account()
  const browser = await world.loggedIn(accountId)
  await met(world, accountId, 'known', 'mute')
  await on.run(sql`
    insert into product_grant (grant_id, session_id, product_id, account_id, sid, created_at)
    values ('g', ${browser.sessionId}, 'granted', ${accountId}, 's', now())`)
  await on.run(
    sql`insert into log_out_notice (product_id, account_id, sid, created_at) values ('noticed', ${accountId}, 'x', now())`,
  )
  await erase(world, accountId)
  await working(world)
  await until(() => receiver.pushed.length === 3, 'three events')
  await until(async () => (await board(world, accountId)).filter(({ acknowledgedAt }) => acknowledgedAt).length === 3)
  const rows = await board(world, accountId)
  assert.deepEqual(rows.map(({ productId }) => productId).sort(), ['granted', 'known', 'mute', 'noticed'])
  const mute = rows.find(({ productId }) => productId === 'mute')
  assert.deepEqual([mute?.canBeTold, mute?.acknowledgedAt, mute?.givenUpAt !== undefined], [false, undefined, true])
  assert.deepEqual(
    (await acquaintancesOf(on, accountId)).map(({ productId }) => productId),
    ['mute'],
  )
  assert.deepEqual(await receiptsOf(on, accountId, { most: 9 }), [], 'what was owed of log-outs is settled')

  await world.database.transaction((tx) => updateProduct(tx, system, 'mute', { eventsUrl: receiver.url }))
  const operator = { kind: 'operator', device: 'command line' } as const
  assert.equal(
    await world.database.transaction((tx) => replayNotices(tx, operator, 'events', { productId: 'mute' })),
    1,
  )
  await until(async () => (await eventsOf(on, 'failing', { most: 9 })).length === 0, 'its answer')
  assert.equal(receiver.pushed.length, 4)
})

test('ACC-9 what fails is tried again under the same name, for a month, and can be sent again after it', async (t) => {
  const world = await aWorld(t)
  let answer = 500
  const receiver = await aReceiver(t, () => answer)
  const on = world.database.durable
  await world.product({ id: 'tracker', eventsUrl: receiver.url })
  const accountId = await world.account()
  await met(world, accountId, 'tracker')
  await erase(world, accountId)
  await working(world)
  const tries = async () => (await board(world, accountId))[0]?.tries
  await until(async () => (await tries()) === 1, 'a failure')
  answer = 400
  await on.run(sql`update log_out_notice set created_at = created_at - interval '29 days'`)
  const hurried = (isSo: () => Promise<boolean>, what: string) =>
    until(async () => {
      await hurry(world)
      return isSo()
    }, what)
  await hurried(async () => ((await tries()) ?? 0) > 1, 'a second')
  assert.equal((await board(world, accountId))[0]?.givenUpAt, undefined)
  answer = 200
  await on.run(sql`update log_out_notice set created_at = created_at - interval '2 days'`)
  await hurried(async () => (await board(world, accountId))[0]?.givenUpAt !== undefined, 'the last try: 200 is no 202')
  assert.equal((await acquaintancesOf(on, accountId)).length, 1)
  answer = 202
  const [dead] = await eventsOf(on, 'failing', { most: 9 })
  await world.database.transaction((tx) => replayNotices(tx, system, 'events', { id: dead!.id }))
  await until(async () => (await board(world, accountId))[0]?.acknowledgedAt !== undefined, 'the receipt')
  const names = receiver.pushed.map(({ token }) => jose.decodeJwt(token).jti)
  assert.ok(names.length >= 4)
  assert.equal(new Set(names).size, 1)
})

test('ACC-9 a process that knows only log-outs cannot acknowledge an erasure', async (t) => {
  const world = await aWorld(t)
  await world.product({ id: 'tracker', eventsUrl: 'http://tracker.example/events' })
  const accountId = await world.account()
  await met(world, accountId, 'tracker')
  await erase(world, accountId)
  await assert.rejects(
    world.database.durable.run(sql`update log_out_notice set acknowledged_at = now() where account_id = ${accountId}`),
    /check constraint/,
  )
})

test('DEV-4 a product meets an account with its first grant, in the statement that makes the grant', async (t) => {
  const world = await aWorld(t)
  const { secret = '' } = await world.product({ id: 'tracker' })
  const accountId = await world.account()
  const browser = await world.loggedIn(accountId)
  await world.database.durable.run(sql`
    insert into product_choice (browser_id, product_id, account_id, chosen_at) values (${browser.id}, 'tracker', ${accountId}, now())`)
  const query = new URLSearchParams({
    client_id: 'tracker',
    response_type: 'code',
    scope: 'openid',
    redirect_uri: callback,
  })
  const answer = await world.browse(browser, `/authorize?${query}`)
  assert.match(answer.headers.get('location') ?? '', /[?&]code=/)
  assert.ok(secret)
  const on = world.database.durable
  assert.deepEqual(
    (await acquaintancesOf(on, accountId)).map(({ productId }) => productId),
    ['tracker'],
  )
  const counter = world.database.counting()
  await world.browse(browser, `/authorize?${query}`)
  counter.stop()
  assert.ok(
    counter.statements.every((statement) => !statement.includes('product_acquaintance')),
    'known already',
  )
})

test('ACC-9 an erasure waits in the line behind nothing: log-outs of other accounts and products go on', async (t) => {
  const world = await aWorld(t)
  const listener = await aListener(t)
  await world.product({ id: 'tracker', backchannelLogOutUrl: listener.url, eventsUrl: 'http://localhost:1/' })
  const [gone, stays] = [await world.account(), await world.account()]
  await insertOperator(world.database.durable, stays)
  await met(world, gone, 'tracker')
  await erase(world, gone)
  const on = world.database.durable
  await on.run(
    sql`insert into log_out_notice (product_id, account_id, sid, created_at) values ('tracker', ${stays}, 'sid', now())`,
  )
  await working(world)
  await on.run(sql`select graphile_worker.add_job('openid.sweep-log-outs')`)
  await until(() => listener.heard.length === 1, 'the log-out')
  assert.equal(listener.heard[0]?.sub, stays)
  assert.deepEqual(await board(world, newId(systemClock.now())), [])
})
