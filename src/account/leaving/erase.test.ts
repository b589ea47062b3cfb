import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from '#platform'
import { aWorld } from '../../../test/world.ts'
import { accountById, takeUsername } from '../store.ts'
import { askToDelete } from './ask-to-delete.ts'
import { eraseAccount, queueErasures } from './erase.ts'

test('DEV-2 the username of an erased account is given to nobody, and cannot be read', async (t) => {
  const world = await aWorld(t)
  const ana = await world.account('ana@example.com')
  const holder = { kind: 'holder', accountId: ana } as const
  await world.database.transaction((tx) => askToDelete(tx, holder, world.secretKey, ana, { freeAddress: false }))
  assert.equal((await accountById(world.on, ana))?.username, 'ana')
  world.clock.move({ days: 14 })
  // Somebody wants the name at the very moment at which it is spent, and waits for that.
  const [done, go] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
  const erasing = world.database.transaction(async (tx) => {
    await eraseAccount(tx, ana)
    done.resolve()
    await go.promise
  })
  await done.promise
  const taking = world.database.transaction((tx) => takeUsername(tx, 'ana', ana))
  const waiting = sql`select 1 from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`
  while ((await world.on.all(waiting)).length === 0);
  go.resolve()
  await erasing
  assert.equal(await taking, false)
  const another = await world.account('ana@example.com')
  assert.equal((await accountById(world.on, another))?.username, 'ana1')
  assert.deepEqual(await world.on.all(sql`select username from username`), [{ username: 'ana1' }])
})

test('ACC-9 an erasure whose job was lost is found, each for itself', async (t) => {
  const world = await aWorld(t)
  const ids = [await world.account('ana@example.com'), await world.account('bo@example.com')]
  for (const accountId of ids) {
    const holder = { kind: 'holder', accountId } as const
    await world.database.transaction((tx) =>
      askToDelete(tx, holder, world.secretKey, accountId, { freeAddress: false }),
    )
  }
  await world.on.run(sql`select graphile_worker.complete_jobs(array_agg(id)) from graphile_worker.jobs`)
  await queueErasures(world.database)
  const jobs = () =>
    world.on.all<{ key: string }>(sql`select key from graphile_worker.jobs where key like 'account.erase %'`)
  assert.deepEqual(await jobs(), [], 'none is due yet')
  world.clock.move({ days: 14 })
  await queueErasures(world.database)
  await queueErasures(world.database)
  assert.deepEqual((await jobs()).map(({ key }) => key).sort(), ids.map((id) => `account.erase ${id}`).sort())
})
