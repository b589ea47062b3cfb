import { type Statements, sql } from '#platform'

/** Notices that are shown and sent again together: that sessions ended, and what became of accounts. */
export type Group = 'log-outs' | 'events'

/** What one product has not acknowledged, though it was told or nobody could tell it (DEV-4). */
export type Trouble = {
  readonly productId: string
  readonly product: string
  readonly group: Group
  /** Still being tried; counted, together with those given up, up to `mostCounted` and no further. */
  readonly tried: number
  readonly givenUp: number
  readonly failingSince: Temporal.Instant
  /** The product has an address for them. */
  readonly canBeTold: boolean
}

export const mostCounted = 1_000
const mostProducts = 200

/** Products that something fails for, by name. */
export async function productsInTrouble(on: Statements): Promise<Trouble[]> {
  return on.all<Trouble>(sql`
    select p.id as "productId", p.name as product, g."group", t.tried, t."givenUp", t."failingSince",
      case g."group" when 'events' then p.events_url else p.backchannel_log_out_url end is not null as "canBeTold"
    from product p cross join (values ('log-outs'), ('events')) as g ("group") cross join lateral (
      select count(*) filter (where given_up_at is null) as tried, count(*) filter (where given_up_at is not null) as "givenUp",
        min(failing_since) as "failingSince"
      from (select given_up_at, failing_since from log_out_notice n
        where n.product_id = p.id and (n.kind = 'log-out') = (g."group" = 'log-outs')
          and n.acknowledged_at is null and n.failing_since is not null
        limit ${mostCounted + 1}) as few) as t
    where t."failingSince" is not null order by p.name, p.id, g."group" desc limit ${mostProducts}`)
}
