import pg from 'pg'
import type { Logger } from 'pino'

// Any two numbers would do, as long as nobody else's advisory locks begin with the first.
const LOCKS = 7_305_003
const EVERY_MS = 2_000
const YOUNGEST_SECONDS = 3

/**
 * Shows, for as long as this process lives, that its workers are at their jobs, and frees the jobs of processes that died
 * over theirs. The runner alone would leave those locked for four hours, when a mailed code is worth nothing any more
 * (OPS-3). The sign of life is an advisory lock, which PostgreSQL drops with the connection. A process that only lost its
 * connection may see a job of its own done a second time; jobs must bear that anyway.
 * @param o.workers the name under which the runner locks jobs
 */
export function holdJobs(o: { url: string; workers: string; log: Logger }): { stop(): Promise<void> } {
  let client: pg.Client | undefined
  let timer: NodeJS.Timeout | undefined
  let stopped = false

  async function connect(): Promise<pg.Client> {
    const fresh = new pg.Client({ connectionString: o.url, application_name: 'umbel jobs' })
    fresh.on('error', () => {
      if (client === fresh) client = undefined
    })
    await fresh.connect()
    await fresh.query('select pg_advisory_lock($1, hashtext($2))', [LOCKS, o.workers])
    return fresh
  }

  async function round(): Promise<void> {
    try {
      client ??= await connect()
      const { rowCount } = await client.query(
        `with dead as (
          select locked_by from graphile_worker.jobs
          where locked_by <> $2 and locked_at < now() - make_interval(secs => $3)
          group by locked_by having pg_try_advisory_xact_lock($1, hashtext(locked_by)))
        select graphile_worker.force_unlock_workers(array_agg(locked_by)) from dead having count(*) > 0`,
        [LOCKS, o.workers, YOUNGEST_SECONDS],
      )
      if (rowCount) o.log.info('Jobs of a process that died are taken up again.')
    } catch (error) {
      o.log.debug({ err: error }, 'The jobs of other processes could not be looked at.')
    }
    if (!stopped) timer = setTimeout(next, EVERY_MS).unref()
  }

  let running: Promise<void>
  const next = () => {
    running = round()
  }
  next()
  return {
    async stop() {
      stopped = true
      clearTimeout(timer)
      await running
      await client?.end().catch(() => undefined)
    },
  }
}
