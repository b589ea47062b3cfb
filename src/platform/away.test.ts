import assert from 'node:assert/strict'
import { test } from 'node:test'
import { aWorld } from '../../test/world.ts'
import { systemClock } from './clock.ts'
import { isAway, openDatabase, sql } from './database.ts'
import { purgeJobs, queueJob } from './jobs.ts'

test('OPS-3 a PostgreSQL that cannot be reached, or ends a connection, is told apart from our own faults', async (t) => {
  const nowhere = openDatabase({ url: 'postgres://umbel:x@127.0.0.1:1/umbel', clock: systemClock })
  t.after(() => nowhere.close())
  await assert.rejects(nowhere.durable.first(sql`select 1`), (error) => isAway(error))
  const world = await aWorld(t)
  await assert.rejects(
    world.database.transaction(async (tx) => {
      const me = await tx.first<{ pid: number }>(sql`select pg_backend_pid() as pid`)
      await world.on.first(sql`select pg_terminate_backend(${me?.pid})`)
      await tx.first(sql`select 1`)
    }),
    (error) => isAway(error),
  )
  await assert.rejects(world.on.first(sql`select 1 from no_such_table`), (error) => !isAway(error))
})

test('jobs that failed for good go after a week, and waiting ones stay', async (t) => {
  const world = await aWorld(t)
  await queueJob(world.on, 'hopeless', { email: 'ana@example.com' })
  await queueJob(world.on, 'waiting', {})
  await world.on.run(sql`update graphile_worker._private_jobs set attempts = max_attempts, run_at = ${world.clock.now()}
    where task_id = (select id from graphile_worker._private_tasks where identifier = 'hopeless')`)
  const names = async () =>
    (await world.on.all(sql`select task_identifier as name from graphile_worker.jobs`)).map(
      (row) => (row as { name: string }).name,
    )
  await purgeJobs(world.on)
  assert.deepEqual((await names()).sort(), ['hopeless', 'waiting'])
  world.clock.move({ hours: 24 * 8 })
  await purgeJobs(world.on)
  assert.deepEqual(await names(), ['waiting'])
})
