import { type ServerType, serve } from '@hono/node-server'
import pg from 'pg'
import { createTracker } from './app.ts'
import { readSettings, type TrackerSettings } from './settings.ts'

/** Starts Tracker: settings, tables, then both loopback addresses, and an orderly end on SIGTERM. */
async function start(): Promise<void> {
  const settings = readSettings(process.env)
  const pool = new pg.Pool({
    connectionString: settings.databaseUrl,
    max: 10,
    connectionTimeoutMillis: 5_000,
    statement_timeout: 10_000,
    application_name: 'tracker',
  })
  // An idle connection that PostgreSQL closes must not end the process; the pool opens another.
  pool.on('error', (error) => console.error(JSON.stringify({ level: 'warn', error: error.message })))
  const app = await createTracker(settings, pool)
  const servers = await listen(app.fetch, settings)
  console.log(`Tracker is at ${settings.url}`)

  const stop = async (): Promise<void> => {
    // A second signal, or a request that doesn't end, must not keep the process.
    setTimeout(() => process.exit(1), 10_000).unref()
    await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))))
    await pool.end()
  }
  process.once('SIGTERM', stop)
  process.once('SIGINT', stop)
  // Started beside Umbel it ends with it, however that one ends.
  process.once('disconnect', () => void stop())
  process.channel?.unref()
}

/** `localhost` is 127.0.0.1 to some and ::1 to others; a machine without IPv6 has the first only. */
async function listen(fetch: Parameters<typeof serve>[0]['fetch'], { port }: TrackerSettings): Promise<ServerType[]> {
  const on = (hostname: string): Promise<ServerType> =>
    new Promise((resolve, reject) => {
      const server = serve({ fetch, port, hostname }, () => resolve(server))
      server.once('error', reject)
    })
  const first = await on('127.0.0.1')
  const second = await on('::1').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'EADDRNOTAVAIL' || error.code === 'EAFNOSUPPORT') return undefined
    throw error
  })
  return second ? [first, second] : [first]
}

start().catch((error: Error & { code?: string }) => {
  const why =
    error.code === 'EADDRINUSE' ? 'Tracker can’t start.\n  TRACKER_PORT is taken by another program.' : error.message
  console.error(why || error.code || error)
  process.exit(1)
})
