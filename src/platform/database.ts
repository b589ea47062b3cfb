import { createHash } from 'node:crypto'
import pg from 'pg'
import type { Sql } from 'sql-template-tag'
import type { Clock } from './clock.ts'

export { default as sql, empty, join, raw, type Sql } from 'sql-template-tag'

/** A row as PostgreSQL gives it, keys in the statement's own spelling. */
export type Row = Record<string, unknown>

/** Something statements run on: a transaction, or single statements that each commit by themselves. */
export interface Statements {
  /** The moment that all writes of one act share. */
  readonly now: Temporal.Instant
  all<R extends object = Row>(statement: Sql): Promise<R[]>
  first<R extends object = Row>(statement: Sql): Promise<R | undefined>
  /** Runs and returns how many rows were touched. */
  run(statement: Sql): Promise<number>
}

/** A transaction in progress. Only `Database.transaction` makes one; acts are given it. */
export interface Tx extends Statements {
  readonly inTransaction: true
  /** Runs when, and only when, the transaction has committed. */
  afterCommit(work: () => void): void
  /** A part that may fail alone: rolled back to where it began, and the error is thrown on. */
  savepoint<T>(work: () => Promise<T>): Promise<T>
}

export interface Database {
  /** Runs work in one transaction; any throw rolls all of it back. Serialization failures are tried again. */
  transaction<T>(work: (tx: Tx) => Promise<T>): Promise<T>
  /** Single statements, each its own durable transaction. */
  readonly durable: Statements
  /**
   * Single statements that do not wait for the disk on commit. A crash of PostgreSQL may lose the last ones, which is
   * fine for codes, requests and access tokens (a log-in starts again), never for what somebody was told is saved.
   */
  readonly quick: Statements
  /** For what needs a pool of its own kind, such as the job runner. */
  readonly pool: pg.Pool
  /** Counts every statement and commit since; for tests that hold a flow to its number of round trips. */
  counting(): { statements: string[]; commits: number; stop(): void }
  close(): Promise<void>
}

const types = {
  getTypeParser(oid: number, format?: 'text' | 'binary') {
    if (oid === pg.types.builtins.TIMESTAMPTZ) return (text: string) => Temporal.Instant.from(text.replace(' ', 'T'))
    if (oid === pg.types.builtins.DATE) return (text: string) => Temporal.PlainDate.from(text)
    if (oid === pg.types.builtins.INT8) return Number
    return pg.types.getTypeParser(oid, format)
  },
}

function asParameter(value: unknown): unknown {
  if (value instanceof Temporal.Instant) return value.toString()
  if (value instanceof Temporal.Duration || value instanceof Temporal.PlainDate) return value.toString()
  return value
}

const names = new Map<string, string>()

// A prepared statement needs a name: the hash of its text, so that every process and connection agrees.
function nameOf(text: string): string {
  let name = names.get(text)
  if (name === undefined) {
    name = createHash('sha256').update(text).digest('base64url').slice(0, 32)
    if (names.size < 2_000) names.set(text, name)
  }
  return name
}

// Every statement of ours has an index, so one plan does for all values: planning each time costs more than running it. The
// second half keeps that one plan from being made while a day's partition is empty and reading all of it is cheapest.
const planned = '-c plan_cache_mode=force_generic_plan -c enable_seqscan=off'

/**
 * Opens the pools. PostgreSQL may not be there yet, or go away and come back: connections are made when needed.
 * @param options.url a PostgreSQL connection string
 * @param options.connections most connections of the durable pool; the quick pool gets as many again
 * @param options.onTrouble told of errors on idle connections
 */
export function openDatabase(options: {
  url: string
  clock: Clock
  connections?: number
  onTrouble?: (error: Error) => void
}): Database {
  const { url, clock, connections = 10, onTrouble = () => undefined } = options
  const base = {
    connectionString: url,
    max: connections,
    types,
    connectionTimeoutMillis: 10_000,
    idleTimeoutMillis: 60_000,
  }
  const pool = new pg.Pool({ ...base, application_name: 'umbel', options: planned })
  const quickPool = new pg.Pool({
    ...base,
    application_name: 'umbel quick',
    options: `${planned} -c synchronous_commit=off`,
  })
  // Connections that we are closing may hear of PostgreSQL's own end first; that is no trouble.
  let isClosing = false
  const trouble = (error: Error) => {
    if (!isClosing) onTrouble(error)
  }
  for (const each of [pool, quickPool]) {
    each.on('error', trouble)
    // A connection that breaks while it is lent out raises its error on the client: without a listener it ends Node.
    each.on('connect', (client) => client.on('error', trouble))
  }
  const counters = new Set<{ statements: string[]; commits: number }>()

  async function query(on: pg.Pool | pg.PoolClient, statement: Sql) {
    for (const counter of counters) counter.statements.push(statement.text)
    return on.query({ name: nameOf(statement.text), text: statement.text, values: statement.values.map(asParameter) })
  }

  function statementsOn(on: pg.Pool | pg.PoolClient, now: () => Temporal.Instant, single: boolean): Statements {
    const counted = async (statement: Sql) => {
      if (single && !/^\s*select\b/i.test(statement.text)) for (const counter of counters) counter.commits += 1
      return query(on, statement)
    }
    return {
      get now() {
        return now()
      },
      all: async (statement) => (await counted(statement)).rows,
      first: async (statement) => (await counted(statement)).rows[0],
      run: async (statement) => (await counted(statement)).rowCount ?? 0,
    }
  }

  async function once<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    const client = await pool.connect()
    const now = clock.now()
    const after: (() => void)[] = []
    let broken: Error | undefined
    try {
      await client.query('begin')
      let depth = 0
      const tx: Tx = Object.assign(
        statementsOn(client, () => now, false),
        {
          inTransaction: true as const,
          afterCommit: (callback: () => void) => void after.push(callback),
          async savepoint<U>(part: () => Promise<U>): Promise<U> {
            depth += 1
            const name = `part_${depth}`
            await client.query(`savepoint ${name}`)
            try {
              const result = await part()
              await client.query(`release savepoint ${name}`)
              return result
            } catch (error) {
              await client.query(`rollback to savepoint ${name}`)
              throw error
            }
          },
        },
      )
      const result = await work(tx)
      await client.query('commit')
      for (const counter of counters) counter.commits += 1
      for (const callback of after) callback()
      return result
    } catch (error) {
      try {
        await client.query('rollback')
      } catch (trouble) {
        broken = trouble as Error
      }
      throw error
    } finally {
      client.release(broken)
    }
  }

  return {
    pool,
    durable: statementsOn(pool, () => clock.now(), true),
    quick: statementsOn(quickPool, () => clock.now(), true),
    async transaction(work) {
      for (let tries = 1; ; tries += 1) {
        try {
          return await once(work)
        } catch (error) {
          const code = (error as { code?: string }).code
          if (tries >= 3 || (code !== '40001' && code !== '40P01')) throw error
        }
      }
    },
    counting() {
      const counter = { statements: [] as string[], commits: 0 }
      counters.add(counter)
      return Object.assign(counter, { stop: () => void counters.delete(counter) })
    },
    async close() {
      isClosing = true
      await Promise.all([pool.end(), quickPool.end()])
    },
  }
}

/**
 * Whether a statement failed because PostgreSQL could not be reached, or went away under it: nobody's fault here, and over
 * as soon as it is back. Class 08 and 57P of its codes, those of the network, and the pool's own words for a wait too long.
 */
export function isAway(error: unknown): boolean {
  const { code = '', message = '' } = error as { code?: string; message?: string }
  if (/^(08...|57P0[123]|ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT)$/.test(code)) return true
  return /^(Connection terminated|Client has encountered a connection error|timeout exceeded when trying to connect)/.test(
    message,
  )
}

/** Whether PostgreSQL refused a row because another one has its unique value. */
export function isTaken(error: unknown, constraint: string): boolean {
  const { code, constraint: broken } = error as { code?: string; constraint?: string }
  return code === '23505' && broken === constraint
}

/** Whether PostgreSQL refused to let a row go because others refer to it. */
export const isStillReferred = (error: unknown): boolean => (error as { code?: string }).code === '23503'
