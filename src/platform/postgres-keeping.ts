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
  const kept = keep()

  async function keep(): Promise<void> {
    for (;;) {
      while (!isStopping && isAlive(server.pid)) await pause(LOOK_EVERY_MS, undefined, { ref: false })
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
        await pause(wait)
      }
    }
  }

  return {
    url: server.url,
    get pid() {
      return server.pid
    },
    async stop() {
      isStopping = true
      await kept
      await server.stop()
    },
  }
}
