import { type Statements, sql } from '#platform'

/** The hash of the password in force; of one that is retired, nothing. */
export async function passwordHashOf(on: Statements, accountId: string): Promise<string | undefined> {
  const row = await on.first<{ hash: string }>(
    sql`select hash from password where account_id = ${accountId} and retired_at is null`,
  )
  return row?.hash
}

/** When the account's password was last changed. */
export async function passwordChangedAt(on: Statements, accountId: string): Promise<Temporal.Instant | undefined> {
  const row = await on.first<{ changed_at: Temporal.Instant }>(
    sql`select changed_at from password where account_id = ${accountId}`,
  )
  return row?.changed_at
}

/** @returns whether the one before was retired */
export async function upsertPassword(on: Statements, accountId: string, hash: string): Promise<boolean> {
  const row = await on.first<{ retired: boolean }>(sql`
    insert into password (account_id, hash, changed_at) values (${accountId}, ${hash}, ${on.now})
    on conflict (account_id) do update set hash = excluded.hash, changed_at = excluded.changed_at, retired_at = null
    returning old.retired_at is not null as retired`)
  return row?.retired ?? false
}

/** @returns whether there was one to retire */
export async function markRetired(on: Statements, accountId: string): Promise<boolean> {
  return (
    (await on.run(sql`
      update password set retired_at = ${on.now} where account_id = ${accountId} and retired_at is null`)) === 1
  )
}

/** Replaces a hash by a costlier one of the same password, unless the password was changed meanwhile. */
export async function replaceHash(on: Statements, accountId: string, old: string, hash: string): Promise<void> {
  await on.run(sql`update password set hash = ${hash} where account_id = ${accountId} and hash = ${old}`)
}

export async function insertReset(
  on: Statements,
  reset: { tokenHash: Buffer; accountId: string; attemptId?: string; expiresAt: Temporal.Instant },
): Promise<void> {
  await on.run(sql`
    insert into password_reset (token_hash, account_id, attempt_id, expires_at)
    values (${reset.tokenHash}, ${reset.accountId}, ${reset.attemptId ?? null}, ${reset.expiresAt})`)
}

export type Reset = {
  readonly accountId: string
  readonly attemptId?: string
  readonly email: string
  readonly name: string
}

/** The account a reset link is for, while the link works. */
export async function resetByToken(on: Statements, tokenHash: Buffer): Promise<Reset | undefined> {
  const row = await on.first<{ account_id: string; attempt_id: string | null; email: string; name: string }>(sql`
    select r.account_id, r.attempt_id, a.email, a.name from password_reset r join account a on a.id = r.account_id
    where r.token_hash = ${tokenHash} and r.expires_at > ${on.now}`)
  return row && { accountId: row.account_id, attemptId: row.attempt_id ?? undefined, email: row.email, name: row.name }
}

/** Uses up a reset link: of several at once only one gets it. */
export async function takeReset(on: Statements, tokenHash: Buffer): Promise<string | undefined> {
  const row = await on.first<{ account_id: string }>(sql`
    delete from password_reset where token_hash = ${tokenHash} and expires_at > ${on.now} returning account_id`)
  return row?.account_id
}

/** Ends every other reset link of the account. */
export async function deleteResetsOf(on: Statements, accountId: string): Promise<void> {
  await on.run(sql`delete from password_reset where account_id = ${accountId}`)
}

export async function purgeResets(on: Statements): Promise<number> {
  return on.run(sql`delete from password_reset where expires_at < ${on.now}`)
}
