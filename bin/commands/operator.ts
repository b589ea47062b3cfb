import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import pg from 'pg'
import type { Actor } from '#kernel'
import { type Database, openDatabase, prepareJobs, systemClock } from '#platform'
import { type AllValues, readAllSettings } from '../../src/all-settings.ts'
import { startPostgres } from '../../src/platform/postgres-server.ts'
import { applySchema } from '../../src/platform/schema.ts'

/** What a command works with: the database, as the operator. */
export type Operator = {
  readonly settings: AllValues
  readonly secretKey: Buffer
  readonly database: Database
  readonly actor: Actor & { kind: 'operator' }
  close(): Promise<void>
}

/**
 * Opens the database that Umbel uses. Without DATABASE_URL that is the one in UMBEL_DATA; if Umbel is not running, its
 * PostgreSQL is started for the length of the command.
 */
export async function openOperatorDatabase(root: string): Promise<Operator> {
  const settings = readAllSettings(process.env)
  const data = resolve(root, settings.UMBEL_DATA)
  const bundled = settings.DATABASE_URL ? undefined : await bundledDatabase(data, settings)
  const url = settings.DATABASE_URL ?? (bundled?.url as string)
  if (!bundled || bundled.isOurs) {
    await applySchema(url, join(root, 'schema'))
    await prepareJobs(url)
  }
  const database = openDatabase({ url, clock: systemClock, connections: 2 })
  return {
    settings,
    secretKey: settings.UMBEL_SECRET_KEY ?? secretKeyIn(data),
    database,
    actor: { kind: 'operator', device: 'command line' },
    async close() {
      await database.close()
      if (bundled?.isOurs) await bundled.stop()
    },
  }
}

async function bundledDatabase(data: string, settings: AllValues) {
  const directory = join(data, 'postgres')
  const passwordFile = `${directory}-password`
  if (existsSync(passwordFile)) {
    const password = readFileSync(passwordFile, 'utf8').trim()
    const url = `postgres://umbel:${password}@127.0.0.1:${settings.UMBEL_POSTGRES_PORT}/umbel`
    if (await answers(url)) return { url, isOurs: false, stop: async () => undefined }
  }
  const server = await startPostgres({ directory, port: settings.UMBEL_POSTGRES_PORT, log: () => undefined })
  return { url: server.url, isOurs: true, stop: () => server.stop() }
}

async function answers(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 3_000 })
  try {
    await client.connect()
    return true
  } catch {
    return false
  } finally {
    await client.end().catch(() => undefined)
  }
}

function secretKeyIn(data: string): Buffer {
  const file = join(data, 'secret-key')
  if (!existsSync(file)) throw new Error(`There is no secret key in ${data} yet. Start Umbel once with: npm start`)
  return Buffer.from(readFileSync(file, 'utf8'), 'base64')
}
