import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { system } from '#kernel'
import { aClockAt, openDatabase, sql } from '#platform'
import { aDatabase } from '../../test/postgres.ts'
import { publishedKeys } from './key-store.ts'
import { ensurePartitions } from './partitions.ts'
import { rotateSigningKeys, turnSigningKeys } from './rotate-signing-keys.ts'
import { inUse, newPrivateKey, seal, sealingKey, unseal } from './signing-key.ts'

const start = Temporal.Instant.from('2026-11-21T12:00:00Z')
const plan = {
  sealing: sealingKey(Buffer.alloc(32, 1)),
  life: Temporal.Duration.from('P90D'),
  overlap: Temporal.Duration.from('P1D'),
}

async function aRoom(t: TestContext) {
  const { url } = await aDatabase(t)
  const clock = aClockAt(start)
  const database = openDatabase({ url, clock, connections: 3 })
  t.after(() => database.close())
  const turn = () => database.transaction((tx) => turnSigningKeys(tx, plan))
  const order = async () =>
    inUse(await publishedKeys(database.durable), clock.now())
      .filter(({ algorithm }) => algorithm === 'ES256')
      .map(({ kid }) => kid)
  return { database, clock, turn, order }
}

test('a sealed key opens with the secret and the kid it was sealed with, and with no other', async () => {
  const jwk = await newPrivateKey('ES256')
  const sealed = seal(plan.sealing, 'a', jwk)
  assert.deepEqual(unseal(plan.sealing, 'a', sealed), jwk)
  assert.throws(() => unseal(plan.sealing, 'b', sealed), /UMBEL_SECRET_KEY/)
  assert.throws(() => unseal(sealingKey(Buffer.alloc(32, 2)), 'a', sealed), /UMBEL_SECRET_KEY/)
  assert.ok(!sealed.includes(Buffer.from(jwk.d as string)))
})

test('several processes that start at once make one set of keys', async (t) => {
  const { database, turn, order } = await aRoom(t)
  await Promise.all([turn(), turn(), turn()])
  assert.equal((await publishedKeys(database.durable)).length, 4)
  assert.equal((await order()).length, 2)
})

test('OPS-4 the next key is published long before it signs, takes over in time, and the old one is published on', async (t) => {
  const { clock, turn, order } = await aRoom(t)
  await turn()
  const [first, second] = await order()
  clock.move({ days: 89 })
  await turn()
  assert.deepEqual(await order(), [first, second])
  clock.move({ days: 1 })
  await turn()
  const [signing, old, next] = await order()
  assert.deepEqual([signing, old], [second, first])
  assert.ok(next)
  clock.move({ days: 32 })
  await turn()
  assert.ok(!(await order()).includes(first!), 'withdrawn when no session can bring its ID tokens back')
})

test('an operator rotates at once, but never to a key that products have not had time to fetch', async (t) => {
  const { database, clock, turn, order } = await aRoom(t)
  await turn()
  const [first, second] = await order()
  clock.move({ hours: 2 })
  await database.transaction((tx) => rotateSigningKeys(tx, system, plan))
  assert.equal((await order())[0], first)
  clock.move({ hours: 22 })
  assert.equal((await order())[0], second)
  await turn()
  await database.transaction((tx) => rotateSigningKeys(tx, system, plan))
  assert.equal((await order())[0], second, 'the third is too young')
})

test('partitions are made for the days to come and dropped when their day has passed; several at once do no harm', async (t) => {
  const { database, clock } = await aRoom(t)
  const names = async () =>
    (
      await database.durable.all<{ name: string }>(sql`
        select c.relname as name from pg_inherits join pg_class c on c.oid = inhrelid
        where c.relname like 'access_token_%' and c.relkind = 'r' order by 1`)
    ).map(({ name }) => name.slice('access_token_'.length))
  await Promise.all([1, 2, 3].map(() => database.transaction(ensurePartitions)))
  assert.deepEqual(await names(), ['20261120', '20261121', '20261122', '20261123', '20261124', 'default'])
  clock.move({ days: 2 })
  await database.transaction(ensurePartitions)
  assert.deepEqual(await names(), ['20261122', '20261123', '20261124', '20261125', '20261126', 'default'])
  clock.move({ days: 30 })
  await database.transaction(ensurePartitions)
  assert.equal((await names()).length, 6)
})
