import { empty, type Statements, sql } from '#platform'
import { fromItsEnd, type LeftOutWhy } from './claim.ts'

/** A domain as its accounts are looked for. */
export type Reach = {
  readonly domainId: string
  readonly domain: string
  readonly organizationId: string
  readonly withSubdomains: boolean
}

/** Where an account stands among those of a domain: by its own domain from the end, then by id. */
export type Place = { readonly domain: string; readonly id: string }

/** An account at a domain, as far as an organization may see it before it manages it (DOM-5). */
export type Found = Place & {
  readonly name: string
  readonly email: string
  readonly lastActiveOn: Temporal.PlainDate | null
  /** Whether it was ever used in one of the organization’s own sites; nothing is told of others. */
  readonly isInSites: boolean
  readonly isOurs: boolean
  readonly leftOutWhy: LeftOutWhy | null
}

/**
 * Accounts at a domain, in their order, each with what a claim would make of it.
 * @param o.claimId the claim that asks, so that it does not stand in its own way
 */
export async function accountsAt(
  on: Statements,
  reach: Reach,
  o: { most: number; after?: Place | undefined; before?: Place | undefined; claimId?: string },
): Promise<Found[]> {
  const { organizationId } = reach
  const place = o.before ?? o.after
  const isBack = o.before !== undefined
  const order = isBack ? sql`order by 2 desc, 1 desc` : sql`order by 2, 1`
  const beyond = place && {
    before: sql`and (address_domain(a.email_key) collate "C", a.id) < (${place.domain}, ${place.id}::uuid)`,
    after: sql`and (address_domain(a.email_key) collate "C", a.id) > (${place.domain}, ${place.id}::uuid)`,
  }
  const ids = await idsSql(on, reach, {
    beyond: beyond ? (isBack ? beyond.before : beyond.after) : empty,
    order: isBack
      ? sql`order by address_domain(a.email_key) collate "C" desc, a.id desc`
      : sql`order by address_domain(a.email_key) collate "C", a.id`,
    most: o.most,
  })
  const found = await on.all<Found>(sql`
    with picked as materialized (select id, domain from (${ids}) as both_parts ${order} limit ${o.most})
    select a.id, picked.domain, ${nameFor(organizationId)} as name, a.email, a.last_active_on as "lastActiveOn",
      ${usedInSites(organizationId)} as "isInSites", a.managed_by is not distinct from ${organizationId}::uuid as "isOurs",
      ${leftOutWhy(organizationId, o.claimId)} as "leftOutWhy"
    from picked join account a on a.id = picked.id ${order}`)
  return isBack ? found.reverse() : found
}

// Not `exists`: that PostgreSQL may answer by reading all there is once, which is the longer way for a page.
/** What an organization may call somebody: whom it does not manage yet by what anyone sees (ACC-8), as products do. */
export const nameFor = (organizationId: string) => sql`case
  when a.name_seen_by = 'anyone' or a.managed_by = ${organizationId}::uuid then a.name
  when a.public_name_seen_by = 'anyone' then coalesce(a.public_name, a.username)
  else a.username end`

const usedInSites = (organizationId: string) => sql`(
  select 1 from site_acquaintance q join site s on s.id = q.site_id
  where q.account_id = a.id and s.organization_id = ${organizationId}::uuid limit 1) is not null`

const leftOutWhy = (organizationId: string, claimId: string | undefined) => sql`case
  when a.managed_by is not null then 'managed-already'
  when (select 1 from claim_person p where p.account_id = a.id and p.state in ('found', 'told', 'moving', 'disputed')
    and p.claim_id is distinct from ${claimId ?? null}::uuid limit 1) is not null then 'claimed-elsewhere'
  when (select 1 from dispute x where x.account_id = a.id and x.organization_id = ${organizationId}::uuid
    and x.outcome = 'released' limit 1) is not null then 'released-before' end`

/** The accounts at a domain itself, and then those below it if they belong to it: two ranges of one index. */
async function idsSql(
  on: Statements,
  { domain, organizationId, withSubdomains }: Reach,
  o: { beyond: ReturnType<typeof sql>; order: ReturnType<typeof sql>; most: number },
) {
  const end = fromItsEnd(domain)
  const part = (range: ReturnType<typeof sql>) => sql`(
    select a.id, address_domain(a.email_key) collate "C" as domain from account a
    where a.email_verified_at is not null and ${range} ${o.beyond} ${o.order} limit ${o.most})`
  const exact = part(sql`address_domain(a.email_key) collate "C" = ${end}`)
  if (!withSubdomains) return exact
  const others = await othersBelow(on, end, organizationId)
  const alone = others.map(({ name }) => fromItsEnd(name))
  const whole = others.filter((other) => other.with_subdomains).map(({ name }) => `${fromItsEnd(name)}.`)
  const below = part(sql`
    address_domain(a.email_key) collate "C" >= ${`${end}.`} and address_domain(a.email_key) collate "C" < ${`${end}/`}
    and address_domain(a.email_key) <> all(${alone}::text[])
    and not exists (select from unnest(${whole}::text[]) as other where starts_with(address_domain(a.email_key), other))`)
  return sql`${exact} union all ${below}`
}

/** Domains below one that other organizations have verified: what is there is theirs (DOM-2). */
function othersBelow(on: Statements, end: string, organizationId: string) {
  return on.all<{ name: string; with_subdomains: boolean }>(sql`
    select name, with_subdomains from organization_domain
    where verified_at is not null and reverse(name) collate "C" >= ${`${end}.`} and reverse(name) collate "C" < ${`${end}/`}
      and organization_id <> ${organizationId}`)
}

/** Accounts whose addresses stand in a list and are at a domain, in the order of the list. */
export async function listedAt(
  on: Statements,
  reach: Reach,
  o: { listId: string; after?: string | undefined; most: number; claimId?: string },
): Promise<{ reached: string | undefined; found: Found[] }> {
  const { organizationId } = reach
  const rows = await on.all<Found & { key: string }>(sql`
    with picked as materialized (
      select email_key from listed_address where list_id = ${o.listId} and email_key > ${o.after ?? ''}
      order by email_key limit ${o.most})
    select picked.email_key as key, a.id, address_domain(a.email_key) as domain, ${nameFor(organizationId)} as name, a.email,
      a.last_active_on as "lastActiveOn", ${usedInSites(organizationId)} as "isInSites",
      a.managed_by is not distinct from ${organizationId}::uuid as "isOurs",
      ${leftOutWhy(organizationId, o.claimId)} as "leftOutWhy"
    from picked left join account a on a.email_key = picked.email_key and a.email_verified_at is not null
    order by picked.email_key`)
  const isHere = await whetherIn(on, reach)
  return { reached: rows.at(-1)?.key, found: rows.filter(({ id, domain }) => id && isHere(domain)) }
}

/** A question: whether a domain, from its end, belongs to this one. */
export async function whetherIn(on: Statements, { domain, withSubdomains, organizationId }: Reach) {
  const end = fromItsEnd(domain)
  const others = withSubdomains ? await othersBelow(on, end, organizationId) : []
  return (its: string): boolean => {
    if (its === end) return true
    if (!withSubdomains || !its.startsWith(`${end}.`)) return false
    return !others.some(({ name, with_subdomains: deep }) => {
      const other = fromItsEnd(name)
      return its === other || (deep && its.startsWith(`${other}.`))
    })
  }
}

/** One account at a domain, by its id. */
export async function accountAt(on: Statements, reach: Reach, accountId: string): Promise<Found | undefined> {
  const found = await on.first<Found>(sql`
    select a.id, address_domain(a.email_key) as domain, ${nameFor(reach.organizationId)} as name, a.email, a.last_active_on as "lastActiveOn",
      ${usedInSites(reach.organizationId)} as "isInSites",
      a.managed_by is not distinct from ${reach.organizationId}::uuid as "isOurs",
      ${leftOutWhy(reach.organizationId, undefined)} as "leftOutWhy"
    from account a where a.id = ${accountId} and a.email_verified_at is not null`)
  if (!found) return undefined
  return (await whetherIn(on, reach))(found.domain) ? found : undefined
}
