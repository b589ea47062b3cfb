import { empty, type Statements, sql, type Tx } from '#platform'

/** What one product is owed about one account: its notices are delivered one after the other. */
export type Line = { readonly productId: string; readonly accountId: string }

/** What a product is owed when a session ends (LOG-8). */
export type Notice = { readonly id: number; readonly sid: string; readonly wasFailing: boolean }

/** A product that takes part in some sessions, and whether it wants to hear when they end. */
export type Gone = {
  readonly grantId: string
  readonly productId: string
  readonly sid: string
  readonly told: boolean
}

/** Takes the grants of some sessions away, or those of every session of the account but one, and says which there were. */
export async function deleteGrants(
  tx: Tx,
  accountId: string,
  which: { readonly of: readonly string[] } | { readonly except: string | undefined },
): Promise<Gone[]> {
  const chosen =
    'of' in which
      ? sql`session_id = any(${[...which.of]}::uuid[])`
      : sql`session_id is distinct from ${which.except ?? null}::uuid`
  return tx.all(sql`
    with gone as (delete from product_grant where account_id = ${accountId} and ${chosen}
      returning grant_id, product_id, sid)
    select g.grant_id as "grantId", g.product_id as "productId", g.sid, p.backchannel_log_out_url is not null as told
    from gone g join product p on p.id = g.product_id`)
}

export async function insertNotices(
  tx: Tx,
  accountId: string,
  owed: readonly { readonly productId: string; readonly sid: string }[],
): Promise<void> {
  await tx.run(sql`
    insert into log_out_notice (product_id, account_id, sid, created_at)
    select o.product_id, ${accountId}, o.sid, ${tx.now}
    from unnest(${owed.map(({ productId }) => productId)}::text[], ${owed.map(({ sid }) => sid)}::text[]) as o (product_id, sid)`)
}

/**
 * Claims the oldest notices of a line, until the given moment or an answer. While somebody else has a claim on any of them,
 * nothing is claimed: what came later must not overtake.
 */
export async function claimLine(
  on: Statements,
  { productId, accountId }: Line,
  { most, until }: { most: number; until: Temporal.Instant },
): Promise<{ isTaken: boolean; notices: Notice[] }> {
  const rows = await on.all<Notice & { taken: boolean }>(sql`
    with line as materialized (
      select id, sid, failing_since, claimed_until from log_out_notice
      where product_id = ${productId} and account_id = ${accountId} and acknowledged_at is null and given_up_at is null
      order by id limit ${most} for update),
    claimed as (
      update log_out_notice set claimed_until = ${until}
      where id in (select id from line) and not exists (select from line where claimed_until > ${on.now}))
    select id, sid, failing_since is not null as "wasFailing",
      (select bool_or(claimed_until > ${on.now}) from line) is true as taken from line order by id`)
  const isTaken = rows.some(({ taken }) => taken)
  return { isTaken, notices: isTaken ? [] : rows }
}

export async function noteAcknowledged(on: Statements, id: number): Promise<void> {
  await on.run(sql`
    update log_out_notice set tries = tries + 1, failing_since = null, given_up_at = null, claimed_until = null,
      acknowledged_at = ${on.now}
    where id = ${id}`)
}

/**
 * Notes that tries have failed, and gives up those that have been tried for long enough: they become dead letters.
 * @param worthwhileSince notices older than this are given up, counted from when they were last sent again by hand
 * @returns how often each of those still worth a try has failed, and how many were given up
 */
export async function noteFailures(
  on: Statements,
  ids: readonly number[],
  worthwhileSince: Temporal.Instant,
): Promise<{ tries: number[]; givenUp: number }> {
  const rows = await on.all<{ tries: number; dead: boolean }>(sql`
    update log_out_notice set tries = tries + 1, claimed_until = null, failing_since = coalesce(failing_since, ${on.now}),
      given_up_at = case when coalesce(replayed_at, created_at) <= ${worthwhileSince} then ${on.now}::timestamptz end
    where id = any(${[...ids]}::bigint[]) and acknowledged_at is null returning tries, given_up_at is not null as dead`)
  const tries = rows.filter(({ dead }) => !dead).map((row) => row.tries)
  return { tries, givenUp: rows.length - tries.length }
}

/** Lines in which something waits: all, or those of a product that has been failing. */
export async function waitingLines(on: Statements, most: number, failingProductId?: string): Promise<Line[]> {
  const which = failingProductId ? sql`and product_id = ${failingProductId} and failing_since is not null` : empty
  return on.all(sql`
    select distinct product_id as "productId", account_id as "accountId" from log_out_notice
    where acknowledged_at is null and given_up_at is null ${which} limit ${most}`)
}

/** What was acknowledged long ago is of no use to anybody; dead letters are kept until they are older still. */
export async function purgeNotices(
  on: Statements,
  before: { acknowledged: Temporal.Instant; givenUp: Temporal.Instant },
): Promise<void> {
  await on.run(sql`
    delete from log_out_notice where created_at < ${before.acknowledged}
      and (acknowledged_at is not null or created_at < ${before.givenUp})`)
}
