import { type Statements, sql } from '#platform'

/** What a making-personal is about: all that are managed through a domain, those of one claim, or those in a list (DOM-10). */
export type Scope = 'domain' | 'claim' | 'listed'
export type UnclaimWhy = 'unclaimed' | 'lapsed' | 'contest-lost'

export type Unclaim = {
  readonly id: string
  readonly organizationId: string
  readonly organization: string
  readonly domainId: string
  readonly domain: string
  readonly claimId?: string | undefined
  readonly listId?: string | undefined
  readonly scope: Scope
  readonly why: UnclaimWhy
  readonly startedAt: Temporal.Instant
  readonly endedAt?: Temporal.Instant | undefined
  /** How far the list was worked through. */
  readonly reached?: string | undefined
  /** How many accounts are personal again through it. */
  readonly freed: number
}

type UnclaimRow = {
  id: string
  organization_id: string
  organization: string
  domain_id: string
  domain: string
  claim_id: string | null
  list_id: string | null
  scope: Scope
  why: UnclaimWhy
  started_at: Temporal.Instant
  ended_at: Temporal.Instant | null
  reached_key: string | null
  freed: number
}

const whole = sql`
  select u.id, u.organization_id, o.name as organization, u.domain_id, d.name as domain, u.claim_id, u.list_id, u.scope, u.why,
    u.started_at, u.ended_at, u.reached_key, u.freed
  from unclaim u join organization o on o.id = u.organization_id join organization_domain d on d.id = u.domain_id`

const unclaimFrom = (row: UnclaimRow): Unclaim => ({
  id: row.id,
  organizationId: row.organization_id,
  organization: row.organization,
  domainId: row.domain_id,
  domain: row.domain,
  claimId: row.claim_id ?? undefined,
  listId: row.list_id ?? undefined,
  scope: row.scope,
  why: row.why,
  startedAt: row.started_at,
  endedAt: row.ended_at ?? undefined,
  reached: row.reached_key ?? undefined,
  freed: row.freed,
})

export async function insertUnclaim(
  on: Statements,
  unclaim: Omit<Unclaim, 'organization' | 'domain' | 'startedAt' | 'endedAt' | 'reached' | 'freed'> & {
    readonly startedBy?: string | undefined
  },
): Promise<void> {
  const { id, organizationId, domainId, claimId, listId, scope, why, startedBy } = unclaim
  await on.run(sql`
    insert into unclaim (id, organization_id, domain_id, claim_id, list_id, scope, why, started_by, started_at)
    values (${id}, ${organizationId}, ${domainId}, ${claimId ?? null}, ${listId ?? null}, ${scope}, ${why},
      ${startedBy ?? null}, ${on.now})`)
}

/** The last makings-personal of a domain, newest first. */
export async function unclaimsOf(on: Statements, domainId: string, most: number): Promise<Unclaim[]> {
  const rows = await on.all<UnclaimRow>(sql`
    ${whole} where u.domain_id = ${domainId} order by u.started_at desc, u.id desc limit ${most}`)
  return rows.map(unclaimFrom)
}

/** One for a batch; nothing when somebody else works on it, or it is over. */
export async function takeUnclaim(on: Statements, id: string): Promise<Unclaim | undefined> {
  const row = await on.first<UnclaimRow>(sql`
    ${whole} where u.id = ${id} and u.ended_at is null for no key update of u skip locked`)
  return row && unclaimFrom(row)
}

export async function unclaimsWithWork(on: Statements, most = 200): Promise<string[]> {
  const rows = await on.all<{ id: string }>(
    sql`select id from unclaim where ended_at is null order by id limit ${most}`,
  )
  return rows.map(({ id }) => id)
}

export async function updateUnclaim(
  on: Statements,
  id: string,
  batch: { readonly freed: number; readonly reached?: string | undefined; readonly isOver: boolean },
): Promise<void> {
  await on.run(sql`
    update unclaim set freed = freed + ${batch.freed}, reached_key = coalesce(${batch.reached ?? null}, reached_key),
      ended_at = ${batch.isOver ? on.now : null}
    where id = ${id}`)
}

/** The next accounts of an organization that are managed through a domain. */
export async function managedThrough(on: Statements, domainId: string, most: number): Promise<string[]> {
  const rows = await on.all<{ id: string }>(sql`
    select id from account where managed_through = ${domainId} order by id limit ${most} for no key update skip locked`)
  return rows.map(({ id }) => id)
}

export async function isAnyManagedThrough(on: Statements, domainId: string): Promise<boolean> {
  return (await on.first(sql`select from account where managed_through = ${domainId} limit 1`)) !== undefined
}

/** The next addresses of a list, each with its account if the organization manages it through the domain. */
export async function managedInList(
  on: Statements,
  { listId, domainId, after, most }: { listId: string; domainId: string; after: string | undefined; most: number },
): Promise<{ ids: string[]; reached: string | undefined }> {
  const rows = await on.all<{ key: string; id: string | null }>(sql`
    with picked as materialized (
      select email_key from listed_address where list_id = ${listId} and email_key > ${after ?? ''}
      order by email_key limit ${most})
    select picked.email_key as key, a.id from picked
      left join account a on a.email_key = picked.email_key and a.email_verified_at is not null
        and a.managed_through = ${domainId}
    order by picked.email_key`)
  return { ids: rows.flatMap(({ id }) => (id ? [id] : [])), reached: rows.at(-1)?.key }
}

/** Marks in whatever claims of an organization these accounts were managed by that they are no longer. */
export async function markUnclaimed(on: Statements, organizationId: string, accountIds: readonly string[]) {
  await on.run(sql`
    update claim_person p set state = 'left-out', left_out_why = 'unclaimed', decided_at = ${on.now}
    from claim c where c.id = p.claim_id and c.organization_id = ${organizationId}
      and p.account_id = any(${[...accountIds]}::uuid[]) and p.state in ('managed', 'accepted')`)
}
