import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import pg from 'pg'

type Change = { name: string; sha256: string; text: string }

// Any constant will do, as long as every version of Umbel uses the same one.
const SCHEMA_LOCK = 7_305_001

/**
 * Brings a database to the schema of this checkout: runs the files of `directory` (`*.sql`, in name order) that it has
 * not seen yet, each in a transaction of its own together with its row in `schema_change`. Several processes may call
 * it at once; when there is nothing to do it costs one round trip and takes no lock.
 *
 * A file from another branch may sort before one that is already applied: it is applied all the same.
 * @param target a connection that is outside of a transaction, or the address of the database
 * @returns the names of the files that this call applied
 * @throws Error when an applied file was edited, or the database is ahead of this checkout
 */
export async function applySchema(target: pg.ClientBase | string, directory: string): Promise<string[]> {
  const changes = await changesIn(directory)
  if (typeof target !== 'string') return bringUp(target, changes)
  const client = new pg.Client({ connectionString: target })
  await client.connect()
  try {
    return await bringUp(client, changes)
  } finally {
    await client.end()
  }
}

/** Names the schema of this checkout: equal files, equal fingerprint. */
export async function schemaFingerprint(directory: string): Promise<string> {
  const changes = await changesIn(directory)
  return sha256(changes.map((change) => `${change.name} ${change.sha256}\n`).join(''))
}

async function changesIn(directory: string): Promise<Change[]> {
  const names = (await readdir(directory)).filter((name) => name.endsWith('.sql')).sort()
  if (names.length === 0) throw new Error(`There are no schema changes (*.sql) in ${directory}.`)
  return Promise.all(
    names.map(async (name) => {
      const text = await readFile(join(directory, name), 'utf8')
      return { name, sha256: sha256(text), text }
    }),
  )
}

async function bringUp(client: pg.ClientBase, changes: Change[]): Promise<string[]> {
  if (missingFrom(await applied(client), changes).length === 0) return []
  await client.query('select pg_advisory_lock($1)', [SCHEMA_LOCK])
  try {
    await client.query(`create table if not exists schema_change (
      name text primary key, sha256 text not null, applied_at timestamptz not null default now()
    )`)
    // Read again: another process may have done the work while this one waited for the lock.
    const missing = missingFrom(await applied(client), changes)
    for (const change of missing) await apply(client, change)
    return missing.map((change) => change.name)
  } finally {
    await client.query('select pg_advisory_unlock($1)', [SCHEMA_LOCK]).catch(() => {})
  }
}

async function applied(client: pg.ClientBase): Promise<Map<string, string>> {
  try {
    const { rows } = await client.query<{ name: string; sha256: string }>('select name, sha256 from schema_change')
    return new Map(rows.map((row) => [row.name, row.sha256]))
  } catch (error) {
    if ((error as { code?: string }).code === '42P01') return new Map() // no such table: a new database
    throw error
  }
}

function missingFrom(known: Map<string, string>, changes: Change[]): Change[] {
  const here = new Map(changes.map((change) => [change.name, change.sha256]))
  const ahead = [...known.keys()].filter((name) => !here.has(name)).sort()
  if (ahead.length > 0) {
    throw new Error(
      `The database has schema changes that this version of Umbel does not know: ${ahead.join(', ')}. ` +
        'It was used by a newer version; start that version, or restore a copy of the database from before it.',
    )
  }
  const edited = changes.filter((change) => known.has(change.name) && known.get(change.name) !== change.sha256)
  if (edited.length > 0) {
    throw new Error(
      `Schema changes were edited after they were applied: ${edited.map((change) => change.name).join(', ')}. ` +
        'Put the files back as they were and write what is new into a new file. ' +
        'A database that only holds demo data can instead be thrown away.',
    )
  }
  return changes.filter((change) => !known.has(change.name))
}

async function apply(client: pg.ClientBase, change: Change): Promise<void> {
  await client.query('begin')
  try {
    await client.query(change.text)
    await client.query('insert into schema_change (name, sha256) values ($1, $2)', [change.name, change.sha256])
    await client.query('commit')
  } catch (cause) {
    await client.query('rollback').catch(() => {})
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new Error(`The schema change ${change.name} failed and was taken back: ${reason}`, { cause })
  }
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}
