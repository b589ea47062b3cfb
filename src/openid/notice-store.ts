import { empty, type Statements, sql, type Tx } from '#platform'

/** What one product is owed about one account: its notices are delivered one after the other. */
export type Line = { readonly productId: string; readonly accountId: string }

/** What a product is owed: that a session has ended (LOG-8), or what became of the account (ACC-9, DEV-4). */
export type Notice = { readonly id: number; readonly wasFailing: boolean } & (
  | { readonly kind: 'log-out'; readonly sid: string }
  | { readonly kind: EventKind; readonly eventId: string; readonly at: Temporal.Instant }
)
export type NoticeKind = Notice['kind']

/** What may become of an account: turned off, turned on again, erased. */
export type EventKind = 'disabled' | 'enabled' | 'erased'
/** Notices that are shown and sent again together. */
export type NoticeGroup = 'log-outs' | 'events'
export const inGroup = (group: NoticeGroup) => (group === 'log-outs' ? sql`kind = 'log-out'` : sql`kind <> 'log-out'`)

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
 * Owes every product that knows an account the word that it was erased. One that has no address for it gets a dead letter,
 * which waits until it has one. Whatever else it was still owed is settled by this.
 * @returns the products that can be told
 */
export async function insertErasures(tx: Tx, accountId: string, newEventId: () => string): Promise<string[]> {
  const known = await tx.all<{ product_id: string; told: boolean }>(sql`
    with settled as (delete from log_out_notice where account_id = ${accountId} and kind <> 'erased' returning product_id),
      known as (
        select product_id from product_acquaintance where account_id = ${accountId}
        union select product_id from product_grant where account_id = ${accountId}
        union select product_id from settled)
    select k.product_id, p.events_url is not null as told from known k join product p on p.id = k.product_id`)
  const ids = known.map(({ product_id }) => product_id)
  await tx.run(sql`
    insert into log_out_notice (product_id, account_id, kind, event_id, created_at, failing_since, given_up_at)
    select o.product_id, ${accountId}, 'erased', o.event_id, ${tx.now}, case when o.told then null else ${tx.now}::timestamptz end,
      case when o.told then null else ${tx.now}::timestamptz end
    from unnest(${ids}::text[], ${ids.map(newEventId)}::uuid[], ${known.map(({ told }) => told)}::boolean[])
      as o (product_id, event_id, told)`)
  return known.filter(({ told }) => told).map(({ product_id }) => product_id)
}

/**
 * Owes every product that knows an account, and has an address for it, the word that it was turned off or on.
 * @returns those products
 */
export async function insertStandings(
  tx: Tx,
  accountId: string,
  kind: 'disabled' | 'enabled',
  newEventId: () => string,
): Promise<string[]> {
  const rows = await tx.all<{ product_id: string }>(sql`
    select a.product_id from product_acquaintance a join product p on p.id = a.product_id
    where a.account_id = ${accountId} and p.events_url is not null`)
  const ids = rows.map(({ product_id }) => product_id)
  await tx.run(sql`
    insert into log_out_notice (product_id, account_id, kind, event_id, created_at)
    select o.product_id, ${accountId}, ${kind}, o.event_id, ${tx.now}
    from unnest(${ids}::text[], ${ids.map(newEventId)}::uuid[]) as o (product_id, event_id)`)
  return ids
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
      select id, kind, sid, event_id, created_at, failing_since, claimed_until from log_out_notice
      where product_id = ${productId} and account_id = ${accountId} and acknowledged_at is null and given_up_at is null
      order by id limit ${most} for update),
    claimed as (
      update log_out_notice set claimed_until = ${until}
      where id in (select id from line) and not exists (select from line where claimed_until > ${on.now}))
    select id, kind, sid, event_id as "eventId", created_at as at, failing_since is not null as "wasFailing",
      (select bool_or(claimed_until > ${on.now}) from line) is true as taken from line order by id`)
  const isTaken = rows.some(({ taken }) => taken)
  return { isTaken, notices: isTaken ? [] : rows }
}

/** A product that has erased an account knows it no more. */
export async function noteAcknowledged(on: Statements, { id, kind }: Pick<Notice, 'id' | 'kind'>): Promise<void> {
  await on.run(sql`
    with told as (
      update log_out_notice set tries = tries + 1, failing_since = null, given_up_at = null, claimed_until = null,
        acknowledged_at = ${on.now}, acknowledged_as = ${kind}
      where id = ${id} returning account_id, product_id, kind)
    delete from product_acquaintance a using told t
    where t.kind = 'erased' and a.account_id = t.account_id and a.product_id = t.product_id`)
}

/**
 * Notes that tries have failed, and gives up those that have been tried for long enough: they become dead letters.
 * @param worthwhileSince older notices of each group are given up, counted from when they were last sent again by hand
 * @returns how often each of those still worth a try has failed, and how many were given up
 */
export async function noteFailures(
  on: Statements,
  ids: readonly number[],
  worthwhileSince: Readonly<Record<NoticeGroup, Temporal.Instant>>,
): Promise<{ tries: number[]; givenUp: number }> {
  const rows = await on.all<{ tries: number; dead: boolean }>(sql`
    update log_out_notice set tries = tries + 1, claimed_until = null, failing_since = coalesce(failing_since, ${on.now}),
      given_up_at = case when coalesce(replayed_at, created_at) <= case when kind = 'log-out'
        then ${worthwhileSince['log-outs']}::timestamptz else ${worthwhileSince.events}::timestamptz end then ${on.now}::timestamptz end
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

/**
 * Log-outs acknowledged long ago are of no use to anybody. Dead letters are kept until they are older still, and so is every
 * proof that a product was told to erase somebody.
 */
export async function purgeNotices(
  on: Statements,
  before: { acknowledged: Temporal.Instant; givenUp: Temporal.Instant },
): Promise<void> {
  await on.run(sql`
    delete from log_out_notice where created_at < ${before.acknowledged}
      and (acknowledged_at is not null and kind = 'log-out' or created_at < ${before.givenUp})`)
}
