import { type Statements, sql } from '#platform'
import { type PersonState, personStates } from './claim.ts'

/** How many accounts were at a domain, when a job last counted them. */
export type DomainTally = {
  readonly found: number
  readonly leftOut: number
  readonly inSites: number
  readonly countedAt: Temporal.Instant
}

export function domainTally(on: Statements, domainId: string): Promise<DomainTally | undefined> {
  return on.first<DomainTally>(sql`
    select found, left_out as "leftOut", in_sites as "inSites", counted_at as "countedAt"
    from domain_tally where domain_id = ${domainId}`)
}

export async function insertDomainTally(
  on: Statements,
  domainId: string,
  { found, leftOut, inSites }: Omit<DomainTally, 'countedAt'>,
): Promise<void> {
  await on.run(sql`
    insert into domain_tally (domain_id, counted_at, found, left_out, in_sites)
    select id, ${on.now}::timestamptz, ${found}::integer, ${leftOut}::integer, ${inSites}::integer
    from organization_domain where id = ${domainId}
    on conflict (domain_id) do update set counted_at = excluded.counted_at, found = excluded.found,
      left_out = excluded.left_out, in_sites = excluded.in_sites`)
}

type StateRow = { state: PersonState; number: number; counted_at: Temporal.Instant }
const byState = (rows: readonly StateRow[]) =>
  Object.fromEntries(rows.filter(({ number }) => number > 0).map(({ state, number }) => [state, number]))

/** How many persons of a claim stand where, each state counted no further than this. */
export async function countStates(
  on: Statements,
  claimId: string,
  most: number,
): Promise<Partial<Record<PersonState, number>>> {
  const rows = await on.all<StateRow>(sql`
    select s.state, (select count(*) from (
      select from claim_person p where p.claim_id = ${claimId} and p.state = s.state limit ${most}) as few)::integer as number
    from unnest(${[...personStates]}::text[]) as s (state)`)
  return byState(rows)
}

export async function insertClaimTally(on: Statements, claimId: string): Promise<void> {
  await on.run(sql`
    insert into claim_tally (claim_id, state, counted_at, number)
    select c.id, s.state, ${on.now}::timestamptz, (select count(*) from claim_person p where p.claim_id = c.id and p.state = s.state)
    from claim c, unnest(${[...personStates]}::text[]) as s (state) where c.id = ${claimId}
    on conflict (claim_id, state) do update set counted_at = excluded.counted_at, number = excluded.number`)
}

/** The same, when a job last counted all of them. */
export async function stateTally(on: Statements, claimId: string) {
  const rows = await on.all<StateRow>(sql`
    select state, number, counted_at from claim_tally where claim_id = ${claimId}`)
  const countedAt = rows[0]?.counted_at
  return countedAt && { states: byState(rows), countedAt }
}
