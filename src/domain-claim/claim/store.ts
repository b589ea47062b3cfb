import { type Statements, sql } from '#platform'
import { isFrozen } from '../domain.ts'
import { type Claim, type ClaimState, domainsOver, type Mode } from './claim.ts'

type ClaimRow = {
  id: string
  organization_id: string
  organization: string
  domain_id: string
  domain: string
  with_subdomains: boolean
  mode: Mode
  state: ClaimState
  list_id: string | null
  started_at: Temporal.Instant
  takes_effect_at: Temporal.Instant
  ended_at: Temporal.Instant | null
  reached_domain: string | null
  reached_id: string | null
}

const whole = sql`
  select c.id, c.organization_id, o.name as organization, c.domain_id, d.name as domain, d.with_subdomains, c.mode, c.state,
    c.list_id, c.started_at, c.takes_effect_at, c.ended_at, c.reached_domain, c.reached_id
  from claim c join organization_domain d on d.id = c.domain_id join organization o on o.id = c.organization_id`

const claimFrom = (row: ClaimRow): Claim => ({
  id: row.id,
  organizationId: row.organization_id,
  organization: row.organization,
  domainId: row.domain_id,
  domain: row.domain,
  withSubdomains: row.with_subdomains,
  mode: row.mode,
  state: row.state,
  listId: row.list_id ?? undefined,
  startedAt: row.started_at,
  takesEffectAt: row.takes_effect_at,
  endedAt: row.ended_at ?? undefined,
  reached: row.reached_domain === null ? undefined : { domain: row.reached_domain, id: row.reached_id ?? '' },
})

export async function insertClaim(
  on: Statements,
  claim: Pick<Claim, 'id' | 'organizationId' | 'domainId' | 'mode' | 'state' | 'listId' | 'takesEffectAt'> & {
    readonly startedBy: string
  },
): Promise<void> {
  const { id, organizationId, domainId, mode, state, listId, takesEffectAt, startedBy } = claim
  await on.run(sql`
    insert into claim (id, organization_id, domain_id, mode, state, list_id, started_by, started_at, takes_effect_at)
    values (${id}, ${organizationId}, ${domainId}, ${mode}, ${state}, ${listId ?? null}, ${startedBy}, ${on.now},
      ${takesEffectAt})`)
}

/** Looks a claim up by its id. */
export async function claimById(on: Statements, id: string): Promise<Claim | undefined> {
  const row = await on.first<ClaimRow>(sql`${whole} where c.id = ${id}`)
  return row && claimFrom(row)
}

/** The last claims of a domain, newest first. */
export async function claimsOf(on: Statements, domainId: string, most = 20): Promise<Claim[]> {
  const rows = await on.all<ClaimRow>(sql`
    ${whole} where c.domain_id = ${domainId} order by c.started_at desc, c.id desc limit ${most}`)
  return rows.map(claimFrom)
}

/** Claims that are not over, of any of these domains. */
export async function claimsUnderWay(on: Statements, domainIds: readonly string[]): Promise<Claim[]> {
  if (domainIds.length === 0) return []
  const rows = await on.all<ClaimRow>(sql`
    ${whole} where c.domain_id = any(${[...domainIds]}::uuid[]) and c.ended_at is null order by c.started_at desc, c.id`)
  return rows.map(claimFrom)
}

/** Claims of all organizations, newest first, for whoever runs Umbel. */
export async function everyClaim(on: Statements, most: number): Promise<Claim[]> {
  const rows = await on.all<ClaimRow>(sql`${whole} order by c.id desc limit ${most}`)
  return rows.map(claimFrom)
}

/** Puts a claim into another state; false when it was in none of these any more. */
export async function moveClaim(
  on: Statements,
  id: string,
  from: readonly ClaimState[],
  to: ClaimState,
): Promise<boolean> {
  const isOver = to === 'done' || to === 'canceled' || to === 'ended'
  return (
    (await on.run(sql`
      update claim set state = ${to}, ended_at = ${isOver ? on.now : null}, reached_domain = null, reached_id = null
      where id = ${id} and state = any(${[...from]}::text[])`)) === 1
  )
}

export async function updateReached(on: Statements, id: string, reached: { domain: string; id: string | undefined }) {
  await on.run(sql`
    update claim set reached_domain = ${reached.domain}, reached_id = ${reached.id ?? null} where id = ${id}`)
}

/**
 * Claims that have work: in the middle of their batches, told and due, or through with all but persons who were given back to
 * them later.
 * @param most enough for every domain of an installation that does so at once
 */
export async function claimsWithWork(on: Statements, most = 200): Promise<string[]> {
  const rows = await on.all<{ id: string }>(sql`
    (select id from claim where state in ('finding', 'telling', 'taking-effect') order by id limit ${most})
    union all
    (select id from claim where state = 'told' and takes_effect_at <= ${on.now} order by takes_effect_at limit ${most})
    union all
    (select c.id from claim c where c.state in ('standing', 'done') and exists (
      select from claim_person p where p.claim_id = c.id and p.state in ('told', 'moving')) limit ${most})`)
  return rows.map(({ id }) => id)
}

/** A claim for one batch, held so that nobody else works on it or cancels it meanwhile; nothing when somebody does. */
export async function takeClaim(on: Statements, id: string): Promise<Claim | undefined> {
  const row = await on.first<ClaimRow>(sql`${whole} where c.id = ${id} for no key update of c skip locked`)
  return row && claimFrom(row)
}

/** Takes out claims of a domain that are over. One that is not stays, and so does its domain. */
export async function deleteClaimsOf(on: Statements, domainId: string): Promise<void> {
  await on.run(sql`delete from claim where domain_id = ${domainId} and ended_at is not null`)
}

// ---------- domains of claims ----------

/** Whether accounts may become managed through a domain at present (DOM-3, DOM-4). */
export async function mayManageThrough(on: Statements, domainId: string): Promise<boolean> {
  const row = await on.first<Stand>(sql`
    select d.verified_at, d.failing_since, ${contested} as contested from organization_domain d where d.id = ${domainId}
    for share of d`)
  return row?.verified_at != null && !isFrozen({ failingSince: row.failing_since ?? undefined }, row.contested, on.now)
}

/** Makes whoever proves an address at a domain wait for the end of this transaction, so that no one falls between. */
export async function holdArrivals(on: Statements, domainId: string): Promise<void> {
  await on.run(sql`select from organization_domain where id = ${domainId} for no key update`)
}

type Stand = {
  verified_at: Temporal.Instant | null
  failing_since: Temporal.Instant | null
  contested: boolean
}
const contested = sql`
  exists (select from domain_contest t where t.holder_id = d.id and t.settled_at is null)`

/** A claim to all of a domain, as it meets an address there. */
export type Cover = {
  readonly claimId: string
  readonly state: ClaimState
  readonly organizationId: string
  readonly organization: string
  readonly domainId: string
  readonly domain: string
  readonly mayManage: boolean
}

/**
 * The claim to all of a domain that an address falls under, if there is one that is not over. A domain below another one belongs
 * to the organization that has verified it (DOM-2).
 * @param isHeld holds the domains still, against `holdArrivals`
 */
export async function coverOf(on: Statements, addressKey: string, isHeld = false): Promise<Cover | undefined> {
  const exact = addressKey.slice(addressKey.lastIndexOf('@') + 1)
  const names = domainsOver(exact)
  if (names.length === 0) return undefined
  const rows = await on.all<CoverRow>(sql`
    select d.id as domain_id, d.name as domain, d.organization_id, o.name as organization, d.verified_at, d.failing_since,
      ${contested} as contested, c.id as claim_id, c.state
    from organization_domain d
      join organization o on o.id = d.organization_id
      left join claim c on c.domain_id = d.id and c.mode = 'all' and c.ended_at is null
    where d.verified_at is not null and d.name = any(${names}::text[]) and (d.name = ${exact} or d.with_subdomains)
    order by char_length(d.name) desc ${isHeld ? sql`for share of d` : sql``}`)
  const [nearest] = rows
  const row = rows.find((each) => each.claim_id && each.organization_id === nearest?.organization_id)
  if (!row?.claim_id || !row.state) return undefined
  return {
    claimId: row.claim_id,
    state: row.state,
    organizationId: row.organization_id,
    organization: row.organization,
    domainId: row.domain_id,
    domain: row.domain,
    mayManage: !isFrozen({ failingSince: row.failing_since ?? undefined }, row.contested, on.now),
  }
}

type CoverRow = Stand & {
  domain_id: string
  domain: string
  organization_id: string
  organization: string
  claim_id: string | null
  state: ClaimState | null
}
