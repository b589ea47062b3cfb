import type { Claim } from '#domain-claim'
import { empty, type Statements, sql } from '#platform'

type Sql = ReturnType<typeof sql>

/** An organization in the operators’ list. */
export type Listed = {
  readonly id: string
  readonly name: string
  readonly createdAt: Temporal.Instant
  /** Counted up to `mostCounted` and no further, as what follows. */
  readonly domains: number
  readonly accounts: number
  /** Somebody may do everything there. */
  readonly isRun: boolean
}

/** More than these are said as “more than”. */
export const mostCounted = { domains: 100, accounts: 1_000 } as const

/**
 * What organizations are looked for by: how their name begins, or a domain that they have added; or those with a domain whose
 * proof is missing (DOM-4).
 */
export type Wanted = { readonly beginning: string; readonly domain: string } | 'failing'

// Sorts behind whatever begins alike.
const last = '\u{10ffff}'

/** Organizations by name, a page at a time by key. */
export async function listOrganizations(
  on: Statements,
  wanted: Wanted | undefined,
  page: { readonly most: number; readonly after: string | undefined },
): Promise<Listed[]> {
  const { most, after } = page
  const behind =
    after === undefined
      ? empty
      : sql`and (lower(o.name) collate "C", o.id) > (select lower(name) collate "C", id from organization where id = ${after})`
  const order = sql`order by lower(o.name) collate "C", o.id limit ${most}`
  const found = foundBy(wanted, behind, order)
  return on.all<Listed>(sql`
    select o.id, o.name, o.created_at as "createdAt",
      (select count(*) from (select from organization_domain d where d.organization_id = o.id
        limit ${mostCounted.domains + 1}) as few) as domains,
      (select count(*) from (select from account a where a.managed_by = o.id
        limit ${mostCounted.accounts + 1}) as few) as accounts,
      exists (select from organization_admin r where r.organization_id = o.id and r.role = 'org-admin') as "isRun"
    from (${found}) as o ${order}`)
}

function foundBy(wanted: Wanted | undefined, behind: Sql, order: Sql): Sql {
  if (wanted === undefined) return sql`select o.* from organization o where true ${behind} ${order}`
  if (wanted === 'failing')
    return sql`
      select o.* from organization o
      where o.id in (select organization_id from organization_domain where failing_since is not null) ${behind} ${order}`
  const { beginning, domain } = wanted
  return sql`
    (select o.* from organization o
      where lower(o.name) collate "C" >= lower(${beginning}) and lower(o.name) collate "C" < lower(${beginning}) || ${last}
        ${behind} ${order})
    union
    (select o.* from organization_domain d join organization o on o.id = d.organization_id
      where d.name = ${domain} ${behind} ${order})`
}

/** How many accounts an organization manages, counted up to `mostCounted.accounts`. */
export async function countManaged(on: Statements, organizationId: string): Promise<number> {
  const row = await on.first<{ count: number }>(sql`
    select count(*) as count from (select from account where managed_by = ${organizationId}
      limit ${mostCounted.accounts + 1}) as few`)
  return row?.count ?? 0
}

/** A claim as operators see it: of which domain, where it is, and no person of it. */
export type SeenClaim = Pick<Claim, 'id' | 'mode' | 'state' | 'domain' | 'startedAt' | 'takesEffectAt'>

/** The last claims of an organization, newest first. */
export async function claimsOfOrganization(on: Statements, organizationId: string, most: number): Promise<SeenClaim[]> {
  return on.all<SeenClaim>(sql`
    select c.id, c.mode, c.state, d.name as domain, c.started_at as "startedAt", c.takes_effect_at as "takesEffectAt"
    from claim c join organization_domain d on d.id = c.domain_id
    where c.organization_id = ${organizationId} order by c.started_at desc, c.id desc limit ${most}`)
}
