import { type Statements, sql } from '#platform'

/** Statements about the set of accounts in one browser (LOG-7). */

/** An account that this browser knows, logged in now or once. */
export type KnownAccount = {
  readonly accountId: string
  readonly name: string
  readonly email: string
  readonly pictureId?: string
  /** The organization that manages it, if one does (ACC-2). */
  readonly managedBy?: string
  /** Nobody can log in to it now (MAN-2, CTL). */
  readonly off?: 'deactivated' | 'suspended'
  /** Its session here, while it has one that counts. */
  readonly session?: { readonly id: string; readonly authenticatedAt: Temporal.Instant }
  readonly presented: boolean
}

/** The accounts of a browser: those logged in first, then the last used. */
export async function accountsIn(
  on: Statements,
  tokenHash: Buffer,
  runHash: Buffer | undefined,
  most: number,
): Promise<KnownAccount[]> {
  const rows = await on.all<{
    account_id: string
    name: string
    email: string
    picture_id: string | null
    managed_by: string | null
    deactivated: boolean
    suspended: boolean
    session_id: string | null
    authenticated_at: Temporal.Instant | null
    presented: boolean
  }>(sql`
    select a.id as account_id, a.name, a.email, a.picture_id, o.name as managed_by,
      a.deactivated_at is not null as deactivated, a.suspended_at is not null as suspended, s.id as session_id, s.authenticated_at,
      s.id is not null and s.id = b.presented_session_id as presented
    from browser b join known_device k on k.browser_id = b.id join account a on a.id = k.account_id
      left join organization o on o.id = a.managed_by
      left join session s on s.browser_id = b.id and s.account_id = a.id and s.expires_at > ${on.now}
        and (s.run_hash is null or s.run_hash = ${runHash ?? null})
    where b.token_hash = ${tokenHash} and a.email_verified_at is not null
    order by s.id is null, presented desc, k.last_at desc limit ${most}`)
  return rows.map((row) => ({
    accountId: row.account_id,
    name: row.name,
    email: row.email,
    pictureId: row.picture_id ?? undefined,
    managedBy: row.managed_by ?? undefined,
    off: row.suspended ? 'suspended' : row.deactivated ? 'deactivated' : undefined,
    session:
      row.session_id && row.authenticated_at
        ? { id: row.session_id, authenticatedAt: row.authenticated_at }
        : undefined,
    presented: row.presented,
  }))
}

/** How many accounts are logged in here besides this one. */
export async function countOtherSessions(on: Statements, browserId: string, accountId: string): Promise<number> {
  const row = await on.first<{ count: number }>(sql`
    select count(*) as count from session
    where browser_id = ${browserId} and account_id <> ${accountId} and expires_at > ${on.now}`)
  return row?.count ?? 0
}

/** Lets a browser present another of its sessions. */
export async function presentSession(on: Statements, browserId: string, sessionId: string): Promise<void> {
  await on.run(sql`
    update browser set presented_session_id = ${sessionId}, seen_at = ${on.now}
    where id = ${browserId} and exists (select from session where id = ${sessionId} and browser_id = ${browserId})`)
}

/** Remembers which account a product was last used with in this browser. */
export async function rememberChoice(
  on: Statements,
  browserId: string,
  productId: string,
  accountId: string,
): Promise<void> {
  await on.run(sql`
    insert into product_choice (browser_id, product_id, account_id, chosen_at)
    values (${browserId}, ${productId}, ${accountId}, ${on.now})
    on conflict (browser_id, product_id) do update set account_id = excluded.account_id, chosen_at = excluded.chosen_at`)
}

/** Forgets that accounts were used in this browser. Their log-ins from here count as from a new device again (LOG-9). */
export async function forgetAccounts(on: Statements, browserId: string, accountIds: readonly string[]): Promise<void> {
  const ids = [...accountIds]
  await on.run(sql`
    with choices as (delete from product_choice where browser_id = ${browserId} and account_id = any(${ids}::uuid[]))
    delete from known_device where browser_id = ${browserId} and account_id = any(${ids}::uuid[])`)
}

/** The sessions that some accounts have in this browser. */
export async function sessionsHere(
  on: Statements,
  browserId: string,
  accountIds: readonly string[],
): Promise<{ id: string; account_id: string }[]> {
  return on.all(sql`
    select id, account_id from session where browser_id = ${browserId} and account_id = any(${[...accountIds]}::uuid[])`)
}
