import { EventEmitter } from 'node:events'
import { setTimeout as pause } from 'node:timers/promises'
import { Logger as JobLogger, parseCronItem, type Runner, run, runMigrations } from 'graphile-worker'
import pg from 'pg'
import type { Logger } from 'pino'
import type { Database, Statements } from './database.ts'
import { sql } from './database.ts'
import { holdJobs } from './job-holding.ts'

/** What a job does. It may run more than once (a crash in mid-job), so it must be harmless to repeat. */
export type Task = (payload: never, job: { attempts: number; maxAttempts: number }) => Promise<void>
export type Tasks = Record<string, Task>

/** Brings the job runner's own tables up to date. Safe when several processes do it at once. */
export async function prepareJobs(url: string): Promise<void> {
  const pool = new pg.Pool({ connectionString: url, max: 1 })
  // A broken connection is told by the statement that meets it.
  pool.on('error', () => undefined)
  pool.on('connect', (client) => client.on('error', () => undefined))
  try {
    await runMigrations({ pgPool: pool })
  } finally {
    await pool.end()
  }
}

/**
 * Queues a job in the transaction of the act that wants it: it exists if, and only if, the act commits.
 * @param options.key a job with the same key replaces this one while it waits
 * @param options.at not before this moment
 */
export async function queueJob(
  on: Statements,
  task: string,
  payload: object,
  options: { at?: Temporal.Instant; key?: string; maxAttempts?: number; queue?: string } = {},
): Promise<void> {
  await on.run(sql`
    select graphile_worker.add_job(${task}, payload => ${JSON.stringify(payload)}::json,
      queue_name => ${options.queue ?? null}, run_at => ${options.at ?? null}::timestamptz,
      max_attempts => ${options.maxAttempts ?? 25}, job_key => ${options.key ?? null})`)
}

/** One of many jobs that are queued together. */
export type QueuedJob = { readonly payload: object; readonly key: string; readonly at?: Temporal.Instant }

/**
 * Queues many jobs of one task in a single statement.
 * @param jobs each under a key of its own, so that a newer one replaces it while it waits
 * @param options.isPatient leaves those that wait already where they are
 * @param options.mayWait lets every other job go first: for many at once, in no hurry
 */
export async function queueJobs(
  on: Statements,
  task: string,
  jobs: readonly QueuedJob[],
  options: { isPatient?: boolean; mayWait?: boolean } = {},
): Promise<void> {
  if (jobs.length === 0) return
  const list = jobs.map(({ payload, key, at }) => ({ payload, key, at: at?.toString() }))
  await on.run(sql`
    select graphile_worker.add_jobs(array(
      select row(${task}, j.payload, null, j.at, 25, j.key, ${options.mayWait ? 100 : 0}::integer, null)::graphile_worker.job_spec
      from json_to_recordset(${JSON.stringify(list)}::json) as j (payload json, key text, at timestamptz)),
      ${options.isPatient ?? false})`)
}

/** Drops waiting jobs that carry any of these texts, as when those they are about are gone. Jobs at work end by themselves. */
export async function dropJobsWith(on: Statements, texts: readonly string[]): Promise<void> {
  await on.run(sql`
    select graphile_worker.complete_jobs(array(
      select j.id from graphile_worker._private_jobs j where j.locked_at is null and exists (
        select from json_each_text(case when json_typeof(j.payload) = 'object' then j.payload else '{}' end) as part
        where part.value = any(${[...texts]}::text[]))))`)
}

/** Drops jobs that failed for good a week ago: what they carried may name people. */
export async function purgeJobs(on: Statements): Promise<void> {
  const old = on.now.subtract({ hours: 24 * 7 })
  await on.run(sql`
    select graphile_worker.complete_jobs(array(
      select id from graphile_worker.jobs where attempts >= max_attempts and locked_at is null and run_at < ${old} limit 1000))`)
}

/**
 * Works through queued jobs until stopped, several at a time, woken by PostgreSQL rather than by polling. The runner gives
 * up when PostgreSQL goes away at the wrong moment; it is started again for as long as it takes (OPS-3).
 * @param options.crontab what happens by the clock: five fields of time (UTC), then the task
 */
export async function workJobs(options: JobOptions): Promise<{ stop(): Promise<void> }> {
  let isStopping = false
  let work = await beginWork(options)
  const watched = watch()

  async function watch(): Promise<void> {
    for (;;) {
      await Promise.race([work.runner.promise.catch(() => undefined), silence(work, () => isStopping)])
      await work.hold.stop()
      if (isStopping) return
      void work.runner.stop().catch(() => undefined)
      options.log.warn('The job runner has stopped; it starts again.')
      await again()
    }
  }
  async function again(): Promise<void> {
    while (!isStopping) {
      await pause(RESTART_MS)
      try {
        work = await beginWork(options)
        // Told to stop while it was starting: whoever told could only reach the one before it.
        if (isStopping) await work.runner.stop().catch(() => undefined)
        return
      } catch (error) {
        options.log.debug({ err: error }, 'The job runner could not start.')
      }
    }
  }

  return {
    async stop() {
      isStopping = true
      // It refuses when it has just stopped by itself, and one whose connections were all cut may never answer.
      const isDone = work.runner.stop().catch(() => undefined)
      // The timer holds the process: awaiting one that does not would end Node with the rest not stopped.
      const patience = new AbortController()
      const isOver = pause(LONGEST_STOP_MS, undefined, { signal: patience.signal }).catch(() => undefined)
      await Promise.race([isDone.then(() => watched), isOver])
      patience.abort()
      await work.hold.stop()
    },
  }
}

type JobOptions = {
  database: Database
  tasks: Tasks
  log: Logger
  crontab?: readonly string[]
  concurrency?: number
}

const RESTART_MS = 1_000
// A mail that is being handed over gets its time; what is cut off is tried again by the next process.
const LONGEST_STOP_MS = 15_000
// Its workers look for jobs every two seconds; one that has not for so long has lost its connections and does not know.
const LONGEST_SILENCE_MS = 10_000

/** Resolves when a runner gives no sign of life any more; never once it is told to stop. */
async function silence(work: { lastSign(): number }, isStopping: () => boolean): Promise<void> {
  while (!isStopping() && performance.now() - work.lastSign() < LONGEST_SILENCE_MS) {
    await pause(RESTART_MS, undefined, { ref: false })
  }
  if (isStopping()) await new Promise(() => undefined)
}

async function beginWork({ database, tasks, log, crontab = [], concurrency = 4 }: JobOptions) {
  const events = new EventEmitter()
  let workers = ''
  let sign = performance.now()
  let underway = 0
  const note = () => {
    sign = performance.now()
  }
  events.on('worker:getJob:start', note)
  events.on('pool:create', ({ workerPool }: { workerPool: { id: string } }) => {
    workers = workerPool.id
  })
  const runner: Runner = await run({
    pgPool: database.pool,
    concurrency,
    events,
    noHandleSignals: true,
    pollInterval: 2_000,
    // In batches, even of one: otherwise a job that cannot be marked as done is a rejection nobody handles, and ends Umbel.
    preset: { worker: { completeJobBatchDelay: 0, failJobBatchDelay: 0 } },
    parsedCronItems: crontab.map(cronItem),
    taskList: Object.fromEntries(
      Object.entries(tasks).map(([name, task]) => [
        name,
        async (payload, { job }) => {
          underway += 1
          try {
            await task(payload as never, { attempts: job.attempts, maxAttempts: job.max_attempts })
          } finally {
            underway -= 1
            note()
          }
        },
      ]),
    ),
    logger: new JobLogger(() => (level, message, meta) => {
      // Messages of failed jobs carry payloads in meta, and payloads carry account ids only; the error is what matters.
      if (level === 'error') log.error({ err: (meta as { error?: unknown } | undefined)?.error }, message)
      // More jobs at once than connections is meant: a delivery waits for a product far longer than for the database.
      else if (level === 'warning' && !message.includes('maxPoolSize')) log.warn(message)
      else log.debug(message)
    }),
  })
  // Whoever works on jobs need not look for more.
  const lastSign = () => (underway > 0 ? performance.now() : sign)
  return { runner, lastSign, hold: holdJobs({ url: String(database.pool.options.connectionString), workers, log }) }
}

// By item rather than by line: task names of ours have dots, which the line format does not know.
function cronItem(line: string) {
  const [, match = '', task = '', most] = /^((?:\S+\s+){5})(\S+)(?:\s+\?max=(\d+))?$/.exec(line.trim()) ?? []
  return parseCronItem({ match: match.trim(), task, options: { backfillPeriod: 0, maxAttempts: Number(most ?? 3) } })
}
