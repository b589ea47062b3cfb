import { type ServerType, serve } from '@hono/node-server'
import pg from 'pg'
import { tellReady, whenToldToStop } from '../../src/platform/children.ts'

type Fetch = Parameters<typeof serve>[0]['fetch']

/** A product that can be served. */
export interface Served {
  name: string
  url: string
  port: number
  fetch: Fetch
}

/**
 * Runs products in this process: their apps are made, then each listens on its own port, and all end in order when told
 * to. What keeps them from starting is said in words.
 * @param name of the program, for what it says
 * @param open makes the products
 */
export async function runProducts(
  name: string,
  open: (connect: (databaseUrl: string) => pg.Pool) => Promise<readonly Served[]>,
): Promise<void> {
  let pool: pg.Pool | undefined
  try {
    const products = await open((databaseUrl) => {
      pool = openPool(databaseUrl, name)
      return pool
    })
    const servers = (await Promise.all(products.map(listen))).flat()
    for (const product of products) console.log(`${product.name} is at ${product.url}`)
    whenToldToStop(async () => {
      // A request that doesn't end must not keep the process.
      setTimeout(() => process.exit(1), 10_000).unref()
      await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))))
      await pool?.end()
    })
    tellReady()
  } catch (error) {
    const { message, code } = error as Error & { code?: string }
    console.error(message || code || error)
    process.exit(1)
  }
}

function openPool(connectionString: string, name: string): pg.Pool {
  const pool = new pg.Pool({
    connectionString,
    max: 10,
    connectionTimeoutMillis: 5_000,
    statement_timeout: 10_000,
    application_name: name.toLowerCase(),
  })
  // An idle connection that PostgreSQL closes must not end the process; the pool opens another.
  pool.on('error', (error) => console.error(JSON.stringify({ level: 'warn', error: error.message })))
  return pool
}

/** `localhost` is 127.0.0.1 to some and ::1 to others; a machine without IPv6 has the first only. */
async function listen({ name, port, fetch }: Served): Promise<ServerType[]> {
  const on = (hostname: string): Promise<ServerType> =>
    new Promise((resolve, reject) => {
      const server = serve({ fetch, port, hostname }, () => resolve(server))
      server.once('error', (error: NodeJS.ErrnoException) => {
        const taken = `${name} can’t start.\n  ${name.toUpperCase()}_PORT is taken by another program: ${port}`
        reject(error.code === 'EADDRINUSE' ? new Error(taken) : error)
      })
    })
  const first = await on('127.0.0.1')
  const second = await on('::1').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'EADDRNOTAVAIL' || error.code === 'EAFNOSUPPORT') return undefined
    throw error
  })
  return second ? [first, second] : [first]
}
