import { setTimeout as pause } from 'node:timers/promises'
import { isAlive } from './postgres-leftovers.ts'
import { type PostgresServer, startPostgres } from './postgres-server.ts'

const LOOK_EVERY_MS = 250
const LONGEST_WAIT_MS = 30_000

/**
 * Starts PostgreSQL as `startPostgres` does, and starts it again whenever it has ended without being told to: killed by
 * hand, or by a system that ran out of memory (OPS-3). Address and data stay the same. When it cannot be started, that is
 * tried again, with longer and longer waits.
 */
export async function keepPostgres(o: Parameters<typeof startPostgres>[0]): Promise<PostgresServer> {
  let server = await startPostgres(o)
  let isStopping = false
  const ending = new AbortController()
  const kept = keep()

  async function keep(): Promise<void> {
    for (;;) {
      while (!isStopping && isAlive(server.pid)) await rest(LOOK_EVERY_MS)
      if (isStopping) return
      o.log('PostgreSQL has ended unexpectedly; starting it again.')
      await startAgain()
    }
  }
  async function startAgain(): Promise<void> {
    for (let wait = LOOK_EVERY_MS; !isStopping; wait = Math.min(2 * wait, LONGEST_WAIT_MS)) {
      try {
        server = await startPostgres(o)
        return
      } catch (error) {
        o.log(error instanceof Error ? error.message : String(error))
        await rest(wait, true)
      }
    }
  }

  // `stop` ends it. A timer that does not hold the process, awaited when all else has stopped, would end Node then and
  // there, and leave PostgreSQL behind.
  async function rest(milliseconds: number, ref = false): Promise<void> {
    await pause(milliseconds, undefined, { ref, signal: ending.signal }).catch(() => undefined)
  }

  return {
    url: server.url,
    get pid() {
      return server.pid
    },
    async stop() {
      isStopping = true
      ending.abort()
      await kept
      await server.stop()
    },
  }
}
