import { type ChildProcess, spawn } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import type { TestContext } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { Logger, runMigrations } from 'graphile-worker'
import pg from 'pg'
import { applySchema, schemaFingerprint } from '../src/platform/schema.ts'

const SCHEMA = join(import.meta.dirname, '../schema')
const TEMPLATE_LOCK = 7_305_002
const TRY_AGAIN_MS = 100
const MOST_TRIES = 50

let server: Promise<string> | undefined
let template: Promise<string> | undefined

/**
 * A database of its own for a test, with the schema and the job queue's tables, gone when the test ends. It lives on
 * the server that `TEST_POSTGRES` names or, where a file is run by itself, on one started for this process.
 */
export async function aDatabase(t: Pick<TestContext, 'after'>): Promise<{ url: string }> {
  const address = await serverForTests()
  template ??= makeTemplate(address)
  const name = `umbel_test_${randomBytes(8).toString('hex')}`
  await administer(address, `create database ${name} template ${await template} strategy file_copy`)
  t.after(() => void dropSoon(address, name))
  return { url: databaseAt(address, name) }
}

/** An empty database of its own for a test, gone when the test ends. */
export async function anEmptyDatabase(t: Pick<TestContext, 'after'>): Promise<{ url: string }> {
  const address = await serverForTests()
  const name = `umbel_test_${randomBytes(8).toString('hex')}`
  await administer(address, `create database ${name} template template0`)
  t.after(() => void dropSoon(address, name))
  return { url: databaseAt(address, name) }
}

/** Address of the server that tests use. */
export function serverForTests(): Promise<string> {
  const shared = process.env.TEST_POSTGRES
  if (shared) return Promise.resolve(shared)
  server ??= startServerForTests().then(({ url }) => url)
  return server
}

/**
 * Starts a PostgreSQL that lives as long as this process, or until `stop`. It does not keep this process running.
 * @throws Error when it does not start; why is on standard error
 */
export async function startServerForTests(): Promise<{ url: string; stop(): Promise<void> }> {
  const keeper = spawn(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', join(import.meta.dirname, 'postgres-keeper.ts')],
    {
      stdio: ['pipe', 'pipe', 'pipe'],
      detached: true, // Ctrl-C is for the tests; this one goes when they have gone
    },
  )
  const ended = once(keeper, 'exit')
  let said = ''
  keeper.stderr.on('data', (text) => (said += text))
  const line = await Promise.race([once(keeper.stdout, 'data'), ended.then(() => undefined)])
  if (!line) throw new Error(`PostgreSQL for the tests did not start.\n${said}`)
  letGo(keeper)
  return {
    url: String(line[0]).trim(),
    stop: async () => {
      keeper.ref()
      keeper.stdin.end()
      await ended
    },
  }
}

function letGo(keeper: ChildProcess): void {
  keeper.unref()
  for (const stream of [keeper.stdin, keeper.stdout, keeper.stderr]) (stream as { unref?(): void } | null)?.unref?.()
}

/** Made once a server: under another name first, so that one made half is never cloned. */
async function makeTemplate(address: string): Promise<string> {
  const { version } = createRequire(import.meta.url)('graphile-worker/package.json') as { version: string }
  const key = createHash('sha256')
    .update(`${await schemaFingerprint(SCHEMA)} ${version}`)
    .digest('hex')
    .slice(0, 16)
  const name = `umbel_test_template_${key}`
  const draft = `${name}_draft`
  const client = new pg.Client({ connectionString: address })
  await client.connect()
  try {
    await client.query('select pg_advisory_lock($1)', [TEMPLATE_LOCK])
    const { rowCount } = await client.query('select from pg_database where datname = $1', [name])
    if (rowCount) return name
    await client.query(`drop database if exists ${draft} with (force)`)
    await client.query(`create database ${draft} template template0`)
    const connectionString = databaseAt(address, draft)
    await applySchema(connectionString, SCHEMA)
    await runMigrations({ connectionString, logger: new Logger(() => () => {}) })
    await client.query(`alter database ${draft} rename to ${name}`)
    return name
  } finally {
    await client.end()
  }
}

/**
 * Drops a database once nobody uses it: `after`s run in the order they were given, so what a test opened on its database
 * is closed later than this is called, and a connection torn away would fail the test.
 */
async function dropSoon(address: string, name: string): Promise<void> {
  for (let tries = 1; ; tries++) {
    const force = tries > MOST_TRIES ? ' with (force)' : ''
    try {
      return await administer(address, `drop database if exists ${name}${force}`)
    } catch (error) {
      const isInUse = (error as { code?: string }).code === '55006'
      if (!isInUse || force) return // the server has gone, and the database with it
      await pause(TRY_AGAIN_MS)
    }
  }
}

async function administer(address: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: address })
  await client.connect()
  await client.query(statement).finally(() => client.end())
}

function databaseAt(address: string, name: string): string {
  const url = new URL(address)
  url.pathname = `/${name}`
  return url.href
}
