import { empty, type Statements, sql } from '#platform'

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
      from log_out_notice where account_id = ${accountId} and product_id > ${page.after ?? ''}
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

/** A notice that no product has acknowledged yet, though it was tried. */
export type TroubledNotice = {
  readonly id: number
  readonly productId: string
  readonly accountId: string
  readonly failingSince: Temporal.Instant
  readonly givenUpAt?: Temporal.Instant
  readonly tries: number
}

/** Notices that fail or were given up, oldest first, a page at a time by key. */
export async function troubledNotices(
  on: Statements,
  which: { productId?: string; isStillTried?: boolean; most: number; after?: number },
): Promise<TroubledNotice[]> {
  const ofProduct = which.productId === undefined ? empty : sql`and product_id = ${which.productId}`
  const tried = which.isStillTried ? sql`and given_up_at is null` : empty
  const rows = await on.all<Omit<TroubledNotice, 'givenUpAt'> & { givenUpAt: Temporal.Instant | null }>(sql`
    select id, product_id as "productId", account_id as "accountId", failing_since as "failingSince",
      given_up_at as "givenUpAt", tries
    from log_out_notice where acknowledged_at is null and failing_since is not null and id > ${which.after ?? 0}
      ${ofProduct} ${tried}
    order by id limit ${which.most}`)
  return rows.map((row) => ({ ...row, givenUpAt: row.givenUpAt ?? undefined }))
}

/** Gives notices in trouble another day: one, those of a product, or all. Says which lines they stand in. */
export async function reviveNotices(
  on: Statements,
  which: { id: number } | { productId: string } | 'all',
): Promise<{ productId: string; accountId: string; notices: number }[]> {
  const chosen =
    which === 'all' ? empty : 'id' in which ? sql`and id = ${which.id}` : sql`and product_id = ${which.productId}`
  return on.all(sql`
    with revived as (
      update log_out_notice set given_up_at = null, claimed_until = null, replayed_at = ${on.now}
      where acknowledged_at is null and failing_since is not null ${chosen} returning product_id, account_id)
    select product_id as "productId", account_id as "accountId", count(*) as notices
    from revived group by product_id, account_id order by product_id, account_id`)
}
