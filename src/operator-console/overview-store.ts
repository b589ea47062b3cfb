import { platformChain } from '#audit'
import { type Statements, sql } from '#platform'

/** Counted no further: more is said as “more than”. */
export const most = { needs: 100, accounts: 10_000, organizations: 1_000 } as const

/** What needs somebody, each counted up to `most.needs`. */
export type Needs = {
  readonly contests: number
  readonly failingDomains: number
  readonly products: number
}

export async function needsOf(on: Statements): Promise<Needs> {
  const bound = most.needs + 1
  const row = await on.first<Needs>(sql`
    select
      (select count(*) from (select from domain_contest where settled_at is null limit ${bound}) as few) as contests,
      (select count(*) from (select from organization_domain where failing_since is not null limit ${bound}) as few)
        as "failingDomains",
      (select count(*) from (select from product p where exists (select from log_out_notice n where n.product_id = p.id
        and n.acknowledged_at is null and n.failing_since is not null) limit ${bound}) as few) as products`)
  if (!row) throw new Error('a count returned no row')
  return row
}

/** The state of the installation in a few numbers, counted up to `most`. */
export type State = {
  readonly accounts: number
  readonly organizations: number
  /** The end of the log’s chain, and when what stands there was done; none before anything is sealed. */
  readonly sealedAt?: Temporal.Instant | undefined
  readonly position: number
  readonly hash?: string | undefined
}

export async function stateOf(on: Statements): Promise<State> {
  const row = await on.first<{
    accounts: number
    organizations: number
    at: Temporal.Instant | null
    position: number | null
    hash: Buffer | null
  }>(sql`
    select (select count(*) from (select from account limit ${most.accounts + 1}) as few) as accounts,
      (select count(*) from (select from organization limit ${most.organizations + 1}) as few) as organizations,
      e.at, c.head_position as position, c.head_hash as hash
    from (select) as one
      left join audit_chain c on c.chain = ${platformChain}
      left join audit_seal s on s.chain = c.chain and s.position = c.head_position
      left join audit_entry e on e.id = s.entry_id`)
  return {
    accounts: row?.accounts ?? 0,
    organizations: row?.organizations ?? 0,
    sealedAt: row?.at ?? undefined,
    position: row?.position ?? 0,
    hash: row?.hash?.toString('hex'),
  }
}
