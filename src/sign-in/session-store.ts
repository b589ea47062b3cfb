import { type Statements, sql } from '#platform'
import type { Presented, Session } from './session.ts'

/** Writes the session of an account in a browser; logging in again there goes on with the same one. */
export async function upsertSession(
  on: Statements,
  session: {
    id: string
    browserId: string
    accountId: string
    runHash?: Buffer
    methods: readonly string[]
    expiresAt: Temporal.Instant
    device: string
    network: string
  },
): Promise<string> {
  const row = await on.first<{ id: string }>(sql`
    insert into session (id, browser_id, account_id, run_hash, methods, authenticated_at, created_at, seen_at, expires_at, device, network)
    values (${session.id}, ${session.browserId}, ${session.accountId}, ${session.runHash ?? null}, ${session.methods},
      ${on.now}, ${on.now}, ${on.now}, ${session.expiresAt}, ${session.device}, ${session.network})
    on conflict (browser_id, account_id) do update set run_hash = excluded.run_hash, methods = excluded.methods,
      authenticated_at = excluded.authenticated_at, seen_at = excluded.seen_at, expires_at = excluded.expires_at,
      device = excluded.device, network = excluded.network
    returning id`)
  if (!row) throw new Error('an upsert returned no row')
  return row.id
}

/** The session a browser presents, if it still counts. */
export async function presentedBy(
  on: Statements,
  tokenHash: Buffer,
  runHash: Buffer | undefined,
): Promise<Presented | undefined> {
  const row = await on.first<{
    session_id: string
    browser_id: string
    account_id: string
    name: string
    email: string
    username: string | null
    locale: string
    zoneinfo: string
    picture_id: string | null
    authenticated_at: Temporal.Instant
    seen_at: Temporal.Instant
    kept: boolean
  }>(sql`
    select session_id, browser_id, account_id, name, email, username, locale, zoneinfo, picture_id, authenticated_at, seen_at,
      run_hash is null as kept
    from presented_session where token_hash = ${tokenHash} and expires_at > ${on.now}
      and (run_hash is null or run_hash = ${runHash ?? null})`)
  return (
    row && {
      sessionId: row.session_id,
      browserId: row.browser_id,
      accountId: row.account_id,
      name: row.name,
      email: row.email,
      username: row.username ?? undefined,
      locale: row.locale,
      zone: row.zoneinfo,
      pictureId: row.picture_id ?? undefined,
      authenticatedAt: row.authenticated_at,
      seenAt: row.seen_at,
      kept: row.kept,
    }
  )
}

export async function touchSession(on: Statements, sessionId: string, browserId: string): Promise<void> {
  await on.run(sql`
    with seen as (update session set seen_at = ${on.now} where id = ${sessionId})
    update browser set seen_at = ${on.now} where id = ${browserId}`)
}

/** The account's sessions, last seen first. A person has few; more than `most` are not shown. */
export async function sessionsOf(on: Statements, accountId: string, most: number): Promise<Session[]> {
  const rows = await on.all<{
    id: string
    browser_id: string
    account_id: string
    methods: string[]
    authenticated_at: Temporal.Instant
    seen_at: Temporal.Instant
    expires_at: Temporal.Instant
    device: string
    network: string
  }>(sql`
    select id, browser_id, account_id, methods, authenticated_at, seen_at, expires_at, device, network
    from session where account_id = ${accountId} and expires_at > ${on.now} order by seen_at desc limit ${most}`)
  return rows.map((row) => ({
    id: row.id,
    browserId: row.browser_id,
    accountId: row.account_id,
    methods: row.methods,
    authenticatedAt: row.authenticated_at,
    seenAt: row.seen_at,
    expiresAt: row.expires_at,
    device: row.device,
    network: row.network,
  }))
}

/** Deletes sessions of one account: those named, or all but the one that stays. */
export async function deleteSessions(
  on: Statements,
  accountId: string,
  which: { only: readonly string[] } | { except?: string },
): Promise<{ id: string; device: string }[]> {
  if ('only' in which) {
    return on.all(sql`
      delete from session where account_id = ${accountId} and id = any(${which.only}::uuid[]) returning id, device`)
  }
  return on.all(sql`
    delete from session where account_id = ${accountId} and id is distinct from ${which.except ?? null}::uuid returning id, device`)
}

/** Sessions that ran out, a batch at a time. */
export async function expiredSessions(on: Statements, most: number): Promise<{ id: string; account_id: string }[]> {
  return on.all(sql`
    delete from session where id in (select id from session where expires_at < ${on.now} limit ${most} for update skip locked)
    returning id, account_id`)
}

/** How an attempt ended, for the browser it began in. */
export async function outcome(
  on: Statements,
  attemptId: string,
  tokenHash: Buffer,
): Promise<{ accountId: string; sessionId: string; methods: string[]; authenticatedAt: Temporal.Instant } | undefined> {
  const row = await on.first<{
    account_id: string
    id: string
    methods: string[]
    authenticated_at: Temporal.Instant
  }>(sql`
    select s.account_id, s.id, s.methods, s.authenticated_at
    from attempt t join browser b on b.id = t.browser_id join session s on s.id = t.session_id
    where t.id = ${attemptId} and b.token_hash = ${tokenHash} and t.finished_at is not null and s.expires_at > ${on.now}`)
  return (
    row && { accountId: row.account_id, sessionId: row.id, methods: row.methods, authenticatedAt: row.authenticated_at }
  )
}
