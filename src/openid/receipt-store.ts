import { empty, type Statements, sql } from '#platform'
import { type EventKind, inGroup, type NoticeGroup, type NoticeKind } from './notice-store.ts'

/** What became of log-outs at one product, for one account (DEV-4). */
export type Receipt = {
  readonly productId: string
  readonly productName: string
  /** The newest log-out that the product was to hear of. */
  readonly toldAt: Temporal.Instant
  readonly acknowledgedAt?: Temporal.Instant
  /** Since when it has been failing to acknowledge one that is still being tried. */
  readonly failingSince?: Temporal.Instant
  /** When one was last given up that has not been sent again since. */
  readonly givenUpAt?: Temporal.Instant
  /** How many it has not acknowledged, those given up included. */
  readonly open: number
}

/**
 * The receipt board of an account, product by product.
 * @param page.after the last product of the page before
 */
export async function receiptsOf(
  on: Statements,
  accountId: string,
  page: { most: number; after?: string },
): Promise<Receipt[]> {
  const rows = await on.all<{
    product_id: string
    name: string
    told_at: Temporal.Instant
    acknowledged_at: Temporal.Instant | null
    failing_since: Temporal.Instant | null
    given_up_at: Temporal.Instant | null
    open: number
  }>(sql`
    select n.product_id, p.name, n.told_at, n.acknowledged_at, n.failing_since, n.given_up_at, n.open from (
      select product_id, max(created_at) as told_at, max(acknowledged_at) as acknowledged_at,
        min(failing_since) filter (where given_up_at is null) as failing_since, max(given_up_at) as given_up_at,
        count(*) filter (where acknowledged_at is null) as open
      from log_out_notice
      where account_id = ${accountId} and product_id > ${page.after ?? ''} and kind = 'log-out'
      group by product_id order by product_id limit ${page.most}) n
    join product p on p.id = n.product_id order by n.product_id`)
  return rows.map((row) => ({
    productId: row.product_id,
    productName: row.name,
    toldAt: row.told_at,
    acknowledgedAt: row.acknowledged_at ?? undefined,
    failingSince: row.failing_since ?? undefined,
    givenUpAt: row.given_up_at ?? undefined,
    open: row.open,
  }))
}

/** A log-out that no product has acknowledged yet, though it was tried. */
export type TroubledNotice = {
  readonly id: number
  readonly productId: string
  readonly accountId: string
  readonly failingSince: Temporal.Instant
  readonly givenUpAt?: Temporal.Instant
  readonly tries: number
}

/** Log-outs that fail or were given up, oldest first, a page at a time by key. */
export async function troubledNotices(
  on: Statements,
  which: { productId?: string; isStillTried?: boolean; most: number; after?: number },
): Promise<TroubledNotice[]> {
  const ofProduct = which.productId === undefined ? empty : sql`and product_id = ${which.productId}`
  const tried = which.isStillTried ? sql`and given_up_at is null` : empty
  const rows = await on.all<Omit<TroubledNotice, 'givenUpAt'> & { givenUpAt: Temporal.Instant | null }>(sql`
    select id, product_id as "productId", account_id as "accountId", failing_since as "failingSince",
      given_up_at as "givenUpAt", tries
    from log_out_notice
    where acknowledged_at is null and failing_since is not null and kind = 'log-out' and id > ${which.after ?? 0}
      ${ofProduct} ${tried}
    order by id limit ${which.most}`)
  return rows.map((row) => ({ ...row, givenUpAt: row.givenUpAt ?? undefined }))
}

/** Which notices to send again: one, those of a product (as many as wanted, those given up first), or all. */
export type Revival = { readonly id: number } | { readonly productId: string; readonly most?: number } | 'all'

/** Gives notices of a group that are in trouble another time: one, those of a product, or all. Says which lines they stand in. */
export async function reviveNotices(
  on: Statements,
  group: NoticeGroup,
  which: Revival,
): Promise<{ productId: string; accountId: string; kind: NoticeKind; notices: number }[]> {
  const inTrouble = sql`acknowledged_at is null and failing_since is not null and ${inGroup(group)}`
  const some = (productId: string, most: number) => sql`
    and id in (select id from log_out_notice where product_id = ${productId} and ${inTrouble}
      order by given_up_at is null, id limit ${most})`
  const chosen =
    which === 'all'
      ? empty
      : 'id' in which
        ? sql`and id = ${which.id}`
        : which.most === undefined
          ? sql`and product_id = ${which.productId}`
          : some(which.productId, which.most)
  return on.all(sql`
    with revived as (
      update log_out_notice set given_up_at = null, claimed_until = null, replayed_at = ${on.now}
      where ${inTrouble} ${chosen} returning product_id, account_id, kind)
    select product_id as "productId", account_id as "accountId", kind, count(*) as notices
    from revived group by product_id, account_id, kind order by product_id, account_id, kind`)
}

/** What became of the word to one product of what became of an account (ACC-9, DEV-4). */
export type EventReceipt = {
  readonly id: number
  readonly kind: EventKind
  readonly productName: string
  readonly productId: string
  readonly accountId: string
  readonly toldAt: Temporal.Instant
  readonly acknowledgedAt?: Temporal.Instant
  readonly failingSince?: Temporal.Instant
  readonly givenUpAt?: Temporal.Instant
  readonly tries: number
  /** The product has an address for events. Without one nobody can tell it. */
  readonly canBeTold: boolean
}

/** Events that products were told of, oldest first, a page at a time by key, or the newest: of one account, or all that fail. */
export async function eventsOf(
  on: Statements,
  which: { accountId: string } | 'failing',
  page: { most: number; after?: number; newest?: boolean },
): Promise<EventReceipt[]> {
  const chosen =
    which === 'failing'
      ? sql`n.acknowledged_at is null and n.failing_since is not null`
      : sql`n.account_id = ${which.accountId}`
  type Moments = 'acknowledgedAt' | 'failingSince' | 'givenUpAt'
  const rows = await on.all<Omit<EventReceipt, Moments> & { [K in Moments]: Temporal.Instant | null }>(sql`
    select n.id, n.kind, n.product_id as "productId", p.name as "productName", n.account_id as "accountId",
      n.created_at as "toldAt",
      n.acknowledged_at as "acknowledgedAt", n.failing_since as "failingSince", n.given_up_at as "givenUpAt", n.tries,
      p.events_url is not null as "canBeTold"
    from log_out_notice n join product p on p.id = n.product_id
    where n.kind <> 'log-out' and ${chosen} and n.id > ${page.after ?? 0}
    order by n.id ${page.newest ? sql`desc` : empty} limit ${page.most}`)
  return rows.map((row) => ({
    ...row,
    acknowledgedAt: row.acknowledgedAt ?? undefined,
    failingSince: row.failingSince ?? undefined,
    givenUpAt: row.givenUpAt ?? undefined,
  }))
}

/** A product that knows an account, and whether it can be told to erase it. */
export type Acquaintance = { readonly productId: string; readonly productName: string; readonly canBeTold: boolean }

/** Which products know an account, by name. */
export async function acquaintancesOf(on: Statements, accountId: string): Promise<Acquaintance[]> {
  return on.all(sql`
    select p.id as "productId", p.name as "productName", p.events_url is not null as "canBeTold"
    from product_acquaintance a join product p on p.id = a.product_id where a.account_id = ${accountId} order by p.name, p.id`)
}
