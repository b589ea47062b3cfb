import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import * as jose from 'jose'
import { deactivate, manage, reactivate, restore, suspend } from '#account'
import { reactWith } from '#events'
import { newId, system } from '#kernel'
import { eventsOf, oweErasures, replayNotices } from '#openid'
import { adminActor, createOrganization } from '#organization'
import { sql, systemClock } from '#platform'
import { reactions } from '../../src/reactions.ts'
import { aWorld } from './a-provider.ts'
import { aClient, logIn } from './client.ts'
import { hurry, until, working } from './listener.ts'
import { aReceiver } from './receiver.ts'

reactWith(reactions)

const typeOf = (what: string) => `https://schemas.openid.net/secevent/risc/event-type/account-${what}`
const operator = { kind: 'operator' } as const

/** Tracker knows an account that an organization manages, and is told of everything. */
async function aStage(t: TestContext, answer: (count: number, path: string) => number = () => 202) {
  const world = await aWorld(t)
  const receiver = await aReceiver(t, (count, path) => (path === '/log-out' ? 200 : answer(count, path)))
  const { database } = world
  const product = await world.product({
    id: 'tracker',
    eventsUrl: receiver.url,
    backchannelLogOutUrl: receiver.url.replace('/events', '/log-out'),
  })
  const [accountId, adminId] = [await world.account('ana@acme.example'), await world.account()]
  const admin = await database.transaction(async (tx) => {
    const { id } = await createOrganization(tx, operator, { name: 'Acme', adminAccountId: adminId })
    const domainId = newId(systemClock.now())
    await tx.run(sql`
      insert into organization_domain (id, organization_id, name, with_subdomains, token, token_made_at, token_expires_at,
        proved_by, proved_at, verified_at, next_look_at, created_at)
      values (${domainId}, ${id}, 'acme.example', false, 'umbel-verify=test', now(), now(), 'dns', now(), now(), now() + interval '1 day', now())`)
    await manage(tx, system, [accountId], { organizationId: id, domainId, domain: 'acme.example' })
    return adminActor(adminId, id, { network: '192.0.2.1', device: 'Firefox' })
  })
  await working(world)
  await logIn(world, await aClient(world, product), await world.loggedIn(accountId))
  return {
    world,
    accountId,
    admin,
    pushed: receiver.pushed,
    off: () => database.transaction((tx) => deactivate(tx, admin, accountId, 'Left')),
    on: () => database.transaction((tx) => reactivate(tx, admin, accountId)),
    board: async () => eventsOf(database.durable, { accountId }, { most: 50 }),
    /** What Tracker was told, in its order. */
    told: () =>
      receiver.pushed.map(({ path, token }) =>
        path === '/log-out' ? 'log-out' : Object.keys(jose.decodeJwt(token).events as object)[0],
      ),
  }
}

test('DEV-4 MAN-2 a product hears that an account was turned off, after its log-out, and that it is on again: signed, within 5 s', async (t) => {
  const { world, accountId, off, on, pushed, told, board } = await aStage(t)
  await off()
  await until(() => pushed.length === 2, 'the word', 5_000)
  await on()
  await until(() => pushed.length === 3, 'the other word', 5_000)
  assert.deepEqual(told(), ['log-out', typeOf('disabled'), typeOf('enabled')])
  const keys = jose.createLocalJWKSet((await (await fetch(new URL('/jwks', world.url))).json()) as jose.JSONWebKeySet)
  for (const { token, type } of pushed.slice(1)) {
    assert.equal(type, 'application/secevent+jwt')
    const { payload } = await jose.jwtVerify(token, keys, {
      issuer: world.url.origin,
      audience: 'tracker',
      typ: 'secevent+jwt',
    })
    assert.deepEqual(payload.sub_id, { format: 'iss_sub', iss: world.url.origin, sub: accountId })
    assert.equal(payload.sub, undefined)
  }
  await until(async () => (await board()).every(({ acknowledgedAt }) => acknowledgedAt !== undefined))
  assert.deepEqual(
    (await board()).map(({ kind, productId }) => [kind, productId]),
    [
      ['disabled', 'tracker'],
      ['enabled', 'tracker'],
    ],
  )
})

test('DEV-4 what became of an account is told in order: while one word fails, the next one waits', async (t) => {
  let isDown = true
  const { world, off, on, told, board } = await aStage(t, () => (isDown ? 503 : 202))
  await off()
  await on()
  await until(() => told().length >= 2, 'a try')
  await until(async () => (await board()).some(({ failingSince }) => failingSince !== undefined))
  assert.ok(!told().includes(typeOf('enabled')))
  isDown = false
  await hurry(world)
  await until(async () => (await board()).every(({ acknowledgedAt }) => acknowledgedAt !== undefined))
  assert.deepEqual(told().slice(-2), [typeOf('disabled'), typeOf('enabled')])
})

test('CTL an account that was turned off twice is said to be on when nobody keeps it off', async (t) => {
  const { world, accountId, off, on, board } = await aStage(t)
  const kinds = async () => (await board()).map(({ kind }) => kind)
  await off()
  await world.database.transaction((tx) => suspend(tx, operator, accountId, 'Sent spam'))
  await on()
  assert.deepEqual(await kinds(), ['disabled', 'disabled'])
  await world.database.transaction((tx) => restore(tx, operator, accountId))
  assert.deepEqual(await kinds(), ['disabled', 'disabled', 'enabled'])
})

test('DEV-4 what a product did not acknowledge is sent again by hand, which the record says; an erasure settles it', async (t) => {
  const { world, accountId, off, board } = await aStage(t, () => 400)
  const durable = world.database.durable
  await off()
  await until(async () => (await board()).some(({ failingSince }) => failingSince !== undefined))
  assert.equal(await world.database.transaction((tx) => replayNotices(tx, operator, 'events', 'all')), 1)
  const [entry] = await durable.all<{ action: string }>(sql`
    select action from audit_entry where account_id = ${accountId} order by id desc limit 1`)
  assert.equal(entry?.action, 'openid.standing-replayed')
  await world.database.transaction((tx) => oweErasures(tx, accountId))
  assert.deepEqual(
    (await board()).map(({ kind }) => kind),
    ['erased'],
  )
})
