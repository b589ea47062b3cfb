import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import { aDatabase } from '../../test/postgres.ts'
import { systemClock } from './clock.ts'
import { openDatabase, sql } from './database.ts'
import { queueJob, type Tasks, workJobs } from './jobs.ts'
import { openLog } from './log.ts'

test('OPS-3 a job that a killed process was at is taken up again within seconds, one that is being worked on is not', async (t) => {
  const { database, work } = await aQueue(t)
  const done: string[] = []
  let finish = () => {}
  const finished = new Promise<void>((resolve) => {
    finish = resolve
  })
  await work({
    long: async () => {
      done.push('long begins')
      await finished
    },
  })
  await queueJob(database.durable, 'long', {})
  await until(() => done.length === 1)
  await queueJob(database.durable, 'short', {})
  // As a process leaves it that was killed an hour ago; the other job’s is alive.
  await database.durable.run(sql`
    update graphile_worker._private_jobs set locked_at = now() - interval '1 hour',
      locked_by = case when locked_by is null then 'pool-of-the-dead' else locked_by end`)
  await work({ short: async () => void done.push('short') })
  await until(() => done.includes('short'))
  await pause(200)
  assert.deepEqual(done, ['long begins', 'short'])
  finish()
})

test('OPS-3 jobs go on after PostgreSQL has cut every connection, at whatever moment', async (t) => {
  const { database, url, work } = await aQueue(t)
  const done = new Set<number>()
  await work({
    cut: async () => {
      await cutAll(url)
    },
    count: async ({ n }: { n: number }) => void done.add(n),
  } as Tasks)
  await queueJob(database.durable, 'cut', {}, { maxAttempts: 1 })
  for (let n = 1; n <= 20; n += 1) {
    while (!(await queueJob(database.durable, 'count', { n }).then(Boolean.bind(null, true), () => false)));
  }
  await until(() => done.size === 20)
})

async function aQueue(t: TestContext) {
  const { url } = await aDatabase(t)
  const database = openDatabase({ url, clock: systemClock, connections: 8 })
  const log = openLog('silent')
  const ends: (() => Promise<void>)[] = []
  t.after(async () => {
    await Promise.all(ends.map((end) => end()))
    await database.close()
  })
  const work = async (tasks: Tasks) => {
    const jobs = await workJobs({ database, tasks, log })
    ends.push(() => jobs.stop())
  }
  return { database, url, work }
}

async function cutAll(url: string): Promise<void> {
  const client = new pg.Client(url)
  await client.connect()
  await client.query(
    'select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
  )
  await client.end()
}

async function until(isTrue: () => boolean): Promise<void> {
  for (let tries = 0; !isTrue(); tries += 1) {
    if (tries > 2_000) throw new Error('it did not happen within 20 s')
    await pause(10)
  }
}
