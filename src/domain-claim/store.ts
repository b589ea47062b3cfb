import { type Statements, sql } from '#platform'
import type { Domain, Finding, Sight, Trouble, Way } from './domain.ts'

type DomainRow = {
  id: string
  organization_id: string
  name: string
  with_subdomains: boolean
  token: string
  token_made_at: Temporal.Instant
  token_expires_at: Temporal.Instant
  proved_by: Way | null
  proved_at: Temporal.Instant | null
  verified_at: Temporal.Instant | null
  failing_since: Temporal.Instant | null
  checked_at: Temporal.Instant | null
  next_look_at: Temporal.Instant | null
  dns_found: string[]
  dns_trouble: Trouble | null
  file_found: string[]
  file_trouble: Trouble | null
  created_at: Temporal.Instant
}

const columns = sql`id, organization_id, name, with_subdomains, token, token_made_at, token_expires_at, proved_by, proved_at,
  verified_at, failing_since, checked_at, next_look_at, dns_found, dns_trouble, file_found, file_trouble, created_at`

const domainFrom = (row: DomainRow): Domain => ({
  id: row.id,
  organizationId: row.organization_id,
  name: row.name,
  withSubdomains: row.with_subdomains,
  token: row.token,
  tokenMadeAt: row.token_made_at,
  tokenExpiresAt: row.token_expires_at,
  provedBy: row.proved_by ?? undefined,
  provedAt: row.proved_at ?? undefined,
  verifiedAt: row.verified_at ?? undefined,
  failingSince: row.failing_since ?? undefined,
  checkedAt: row.checked_at ?? undefined,
  nextLookAt: row.next_look_at ?? undefined,
  dns: { found: row.dns_found, trouble: row.dns_trouble ?? undefined },
  file: { found: row.file_found, trouble: row.file_trouble ?? undefined },
  createdAt: row.created_at,
})

/**
 * Holds still, until the transaction ends, everything about one name or one organization: who looks, contests and removes comes
 * one after the other. What must not be is kept by the table itself.
 */
export async function holdStill(on: Statements, what: string): Promise<void> {
  await on.all(sql`select pg_advisory_xact_lock(hashtextextended(${`domain-claim ${what}`}, 0))`)
}

export async function insertDomain(
  on: Statements,
  domain: Pick<Domain, 'id' | 'organizationId' | 'name' | 'withSubdomains' | 'token' | 'tokenExpiresAt'>,
): Promise<void> {
  const { id, organizationId, name, withSubdomains, token, tokenExpiresAt } = domain
  await on.run(sql`
    insert into organization_domain (id, organization_id, name, with_subdomains, token, token_made_at, token_expires_at,
      next_look_at, created_at)
    values (${id}, ${organizationId}, ${name}, ${withSubdomains}, ${token}, ${on.now}, ${tokenExpiresAt},
      ${on.now.add({ minutes: 5 })}, ${on.now})`)
}

/** Looks a domain up by its id. */
export async function domainById(on: Statements, id: string): Promise<Domain | undefined> {
  const row = await on.first<DomainRow>(sql`select ${columns} from organization_domain where id = ${id}`)
  return row && domainFrom(row)
}

/** An organization's domains by name. It has at most 100 that are not verified, and as many as it owns. */
export async function domainsOf(on: Statements, organizationId: string, most = 1_000): Promise<Domain[]> {
  const rows = await on.all<DomainRow>(sql`
    select ${columns} from organization_domain where organization_id = ${organizationId} order by name limit ${most}`)
  return rows.map(domainFrom)
}

/** The domain of this name that an organization has added. */
export async function domainNamed(on: Statements, organizationId: string, name: string): Promise<Domain | undefined> {
  const row = await on.first<DomainRow>(sql`
    select ${columns} from organization_domain where organization_id = ${organizationId} and name = ${name}`)
  return row && domainFrom(row)
}

/** Domains of all organizations, for whoever runs Umbel. */
export async function everyDomain(on: Statements, isFailing: boolean): Promise<Domain[]> {
  const which = isFailing ? sql`where failing_since is not null` : sql``
  const rows = await on.all<DomainRow>(sql`select ${columns} from organization_domain ${which} order by name, id`)
  return rows.map(domainFrom)
}

/** Who holds a name: the one organization that has verified it (DOM-3). */
export async function holderOf(on: Statements, name: string): Promise<Domain | undefined> {
  const row = await on.first<DomainRow>(sql`
    select ${columns} from organization_domain where name = ${name} and verified_at is not null`)
  return row && domainFrom(row)
}

export async function countUnverified(on: Statements, organizationId: string): Promise<number> {
  const row = await on.first<{ count: number }>(sql`
    select count(*) as count from organization_domain
    where organization_id = ${organizationId} and verified_at is null`)
  return row?.count ?? 0
}

/** Takes a domain out; false when it was gone already. */
export async function deleteDomain(on: Statements, id: string): Promise<boolean> {
  return (await on.run(sql`delete from organization_domain where id = ${id}`)) === 1
}

export async function updateToken(on: Statements, id: string, token: string, expiresAt: Temporal.Instant) {
  await on.run(sql`
    update organization_domain set token = ${token}, token_made_at = ${on.now}, token_expires_at = ${expiresAt},
      next_look_at = ${on.now.add({ minutes: 5 })}, checked_at = null, proved_by = null, proved_at = null,
      dns_found = '{}', dns_trouble = null, file_found = '{}', file_trouble = null
    where id = ${id}`)
}

/** Whether somebody may look right now: once in so many seconds, of any number who ask at once. */
export async function takeLook(on: Statements, id: string, pauseSeconds: number): Promise<boolean> {
  return (
    (await on.run(sql`
      update organization_domain set asked_at = ${on.now}
      where id = ${id} and (asked_at is null or asked_at <= ${on.now.subtract({ seconds: pauseSeconds })})`)) === 1
  )
}

/**
 * Takes domains whose look is due, for so many minutes: another process takes others, and what a process that ends had taken
 * is due again after that time.
 */
export async function takeDueDomains(on: Statements, most: number, forMinutes: number): Promise<Domain[]> {
  const rows = await on.all<DomainRow>(sql`
    update organization_domain set next_look_at = ${on.now.add({ minutes: forMinutes })}
    where id in (
      select id from organization_domain where next_look_at <= ${on.now} order by next_look_at limit ${most}
      for update skip locked)
    returning ${columns}`)
  return rows.map(domainFrom)
}

/** Writes down what a look saw, and how the domain stands after it. */
export async function updateLooked(
  on: Statements,
  id: string,
  finding: Finding,
  stand: Pick<Domain, 'provedBy' | 'provedAt' | 'verifiedAt' | 'failingSince' | 'tokenExpiresAt' | 'nextLookAt'>,
): Promise<void> {
  const { dns, file = { found: [] } as Sight } = finding
  await on.run(sql`
    update organization_domain set checked_at = ${on.now}, next_look_at = ${stand.nextLookAt ?? null},
      proved_by = ${stand.provedBy ?? null}, proved_at = ${stand.provedAt ?? null},
      verified_at = ${stand.verifiedAt ?? null}, failing_since = ${stand.failingSince ?? null},
      token_expires_at = ${stand.tokenExpiresAt},
      dns_found = ${dns.found}, dns_trouble = ${dns.trouble ?? null},
      file_found = ${file.found}, file_trouble = ${file.trouble ?? null}
    where id = ${id}`)
}

/** Takes a name from its holder: it is no longer verified, and takes a new token to be so again. */
export async function unverify(on: Statements, id: string): Promise<void> {
  await on.run(sql`
    update organization_domain set verified_at = null, failing_since = null, token_expires_at = ${on.now},
      next_look_at = null
    where id = ${id}`)
}

/** Makes a domain the one that holds its name. The unique index refuses a second one (DOM-3). */
export async function verify(on: Statements, id: string): Promise<void> {
  await on.run(sql`
    update organization_domain set verified_at = ${on.now}, failing_since = null,
      next_look_at = ${on.now.add({ hours: 24 })}
    where id = ${id}`)
}

/** Lets a domain be looked at at once, with its token good for a while longer. */
export async function lookSoon(on: Statements, id: string, tokenExpiresAt: Temporal.Instant): Promise<void> {
  await on.run(sql`
    update organization_domain set next_look_at = ${on.now}, token_expires_at = ${tokenExpiresAt}
    where id = ${id}`)
}
