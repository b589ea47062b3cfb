import type { Pool, PoolClient, QueryResultRow } from 'pg'
import type { LoggedOut, LogInKey, PendingLogIn, Person, Session, SessionStore } from './sessions.ts'

export interface PostgresSessions extends SessionStore {
  /** Creates the tables, and the schema, if they are missing. Safe when several processes start at once. */
  prepare(): Promise<void>
}

/**
 * Sessions in the product's own PostgreSQL, in tables of their own: all processes of the product share them, and they
 * outlive a restart. What has expired is swept along with each log-in, a few rows at a time.
 * @throws TypeError for a schema name that would need quoting
 */
export function postgresSessions(pool: Pool, { schema = 'public' } = {}): PostgresSessions {
  if (!/^[a-z_][a-z0-9_]{0,62}$/.test(schema)) throw new TypeError(`not a plain schema name: ${schema}`)
  const logIns = `${schema}.umbel_log_in`
  const sessions = `${schema}.umbel_session`
  const loggedOuts = `${schema}.umbel_logged_out`
  const heard = `${schema}.umbel_heard`

  return {
    prepare: () =>
      inTransaction(pool, async (db) => {
        await db.query(`select pg_advisory_xact_lock(hashtext('umbel-sessions'))`)
        await db.query(tables(schema))
      }),

    async openLogIn({ stateHash, browserHash }: LogInKey, logIn: PendingLogIn) {
      await pool.query(
        `with swept as (${sweeping(logIns, 'state_hash', `expires_at < now() - interval '1 hour'`)})
         insert into ${logIns} (state_hash, browser_hash, nonce, code_verifier, return_to, expires_at)
         values ($1, $2, $3, $4, $5, $6)`,
        [stateHash, browserHash, logIn.nonce, logIn.codeVerifier, logIn.returnTo, logIn.expiresAt],
      )
    },

    async takeLogIn({ stateHash, browserHash }: LogInKey) {
      const taken = await one<LogInRow>(
        pool,
        `update ${logIns} set used_at = now()
         where state_hash = $1 and browser_hash = $2 and used_at is null returning *`,
        [stateHash, browserHash],
      )
      if (taken) {
        const { nonce, code_verifier, return_to, expires_at } = taken
        return { nonce, codeVerifier: code_verifier, returnTo: return_to, expiresAt: expires_at }
      }
      const known = `select 1 from ${logIns} where state_hash = $1 and browser_hash = $2`
      return (await one(pool, known, [stateHash, browserHash])) ? 'used' : 'unknown'
    },

    openSession: (hash, { person, idToken, issuedAt, expiresAt }, replaces) =>
      inTransaction(pool, async (db) => {
        if (replaces) await db.query(`delete from ${sessions} where session_hash = $1`, [replaces])
        await takeTurns(db, person.accountId, person.sid)
        const opened = await db.query(
          `with swept as (${sweeping(sessions, 'session_hash', 'expires_at < now()')})
           insert into ${sessions} (session_hash, account_id, name, email, email_verified, username, locale, sid,
             id_token, issued_at, expires_at)
           select $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11 where not exists (
             select from ${loggedOuts} where (sid = $8 and issued_at >= $10)
               or (sid is null and account_id = $2 and issued_at > $10))`,
          [hash, ...columnsOf(person), idToken, issuedAt, expiresAt],
        )
        return opened.rowCount === 1
      }),

    async findSession(hash, now) {
      const found = `select * from ${sessions} where session_hash = $1 and expires_at > $2`
      const row = await one<SessionRow>(pool, found, [hash, now])
      return row && sessionOf(row)
    },

    async endSession(hash) {
      const row = await one<SessionRow>(pool, `delete from ${sessions} where session_hash = $1 returning *`, [hash])
      return row && sessionOf(row)
    },

    endLoggedOut: ({ jti, accountId, sid, issuedAt, rememberUntil }: LoggedOut) =>
      inTransaction(pool, async (db) => {
        await takeTurns(db, accountId, sid)
        const fresh = await db.query(
          `with swept as (${sweeping(loggedOuts, 'jti', 'remember_until < now()')})
           insert into ${loggedOuts} (jti, account_id, sid, issued_at, remember_until)
           values ($1, $2, $3, $4, $5) on conflict do nothing`,
          [jti, accountId, sid, issuedAt, rememberUntil],
        )
        if (fresh.rowCount === 0) return 'replayed'
        const ended = await db.query(
          `delete from ${sessions} where ($1::text is null or account_id = $1) and ($2::text is null or sid = $2)`,
          [accountId, sid],
        )
        return ended.rowCount ?? 0
      }),

    forgetAccount: (accountId) =>
      inTransaction(pool, async (db) => {
        await takeTurns(db, accountId, undefined)
        await db.query(`delete from ${sessions} where account_id = $1`, [accountId])
        await db.query(`delete from ${loggedOuts} where account_id = $1`, [accountId])
      }),

    async hasHeard(jti) {
      return (await one(pool, `select 1 from ${heard} where jti = $1`, [jti])) !== undefined
    },

    async noteHeard(jti, rememberUntil) {
      await pool.query(
        `with swept as (${sweeping(heard, 'jti', 'remember_until < now()')})
         insert into ${heard} (jti, remember_until) values ($1, $2) on conflict do nothing`,
        [jti, rememberUntil],
      )
    },
  }
}

/**
 * A log-out token and the log-in it means may arrive together. One waits for the other here, by session and by account,
 * so that either the log-out sees the session or the log-in sees the log-out. Always in the same order: no deadlock.
 */
async function takeTurns(db: PoolClient, accountId: string | undefined, sid: string | undefined): Promise<void> {
  for (const [what, id] of [
    ['account', accountId],
    ['sid', sid],
  ] as const) {
    if (id) await db.query(`select pg_advisory_xact_lock(hashtext($1), hashtext($2))`, [`umbel-${what}`, id])
  }
}

const sweeping = (table: string, key: string, expired: string): string =>
  `delete from ${table} where ${key} in (select ${key} from ${table} where ${expired} limit 50 for update skip locked)`

const tables = (schema: string): string => `
create schema if not exists ${schema};
create table if not exists ${schema}.umbel_log_in (
  state_hash bytea primary key, browser_hash bytea not null, nonce text not null, code_verifier text not null,
  return_to text not null, expires_at timestamptz not null, used_at timestamptz
);
create table if not exists ${schema}.umbel_session (
  session_hash bytea primary key, account_id text not null, name text not null, email text,
  email_verified boolean not null, username text, locale text, sid text, id_token text not null, issued_at timestamptz not null,
  expires_at timestamptz not null
);
create table if not exists ${schema}.umbel_logged_out (
  jti text primary key, account_id text, sid text, issued_at timestamptz not null, remember_until timestamptz not null
);
create table if not exists ${schema}.umbel_heard (jti text primary key, remember_until timestamptz not null);
create index if not exists umbel_heard_remember on ${schema}.umbel_heard (remember_until);
create index if not exists umbel_log_in_expires on ${schema}.umbel_log_in (expires_at);
create index if not exists umbel_session_account on ${schema}.umbel_session (account_id);
create index if not exists umbel_session_sid on ${schema}.umbel_session (sid);
create index if not exists umbel_session_expires on ${schema}.umbel_session (expires_at);
create index if not exists umbel_logged_out_sid on ${schema}.umbel_logged_out (sid);
create index if not exists umbel_logged_out_account on ${schema}.umbel_logged_out (account_id) where sid is null;
create index if not exists umbel_logged_out_remember on ${schema}.umbel_logged_out (remember_until);
`

interface LogInRow extends QueryResultRow {
  nonce: string
  code_verifier: string
  return_to: string
  expires_at: Date
}

interface SessionRow extends QueryResultRow {
  account_id: string
  name: string
  email: string | null
  email_verified: boolean
  username: string | null
  locale: string | null
  sid: string | null
  id_token: string
  issued_at: Date
  expires_at: Date
}

const columnsOf = ({ accountId, name, email, emailVerified, username, locale, sid }: Person): unknown[] => [
  accountId,
  name,
  email,
  emailVerified,
  username,
  locale,
  sid,
]

const sessionOf = (row: SessionRow): Session => ({
  person: {
    accountId: row.account_id,
    name: row.name,
    email: row.email ?? undefined,
    emailVerified: row.email_verified,
    username: row.username ?? undefined,
    locale: row.locale ?? undefined,
    sid: row.sid ?? undefined,
  },
  idToken: row.id_token,
  issuedAt: row.issued_at,
  expiresAt: row.expires_at,
})

async function one<Row extends QueryResultRow>(pool: Pool, sql: string, values: unknown[]): Promise<Row | undefined> {
  return (await pool.query<Row>(sql, values)).rows[0]
}

async function inTransaction<Result>(pool: Pool, act: (db: PoolClient) => Promise<Result>): Promise<Result> {
  const db = await pool.connect()
  let broken: Error | undefined
  try {
    await db.query('begin')
    const result = await act(db)
    await db.query('commit')
    return result
  } catch (error) {
    await db.query('rollback').catch((failed: Error) => (broken = failed))
    throw error
  } finally {
    db.release(broken)
  }
}
