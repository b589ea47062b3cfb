import { join, type Statements, sql } from '#platform'
import { type ListPlace, type Order, type State, states, type Wanted } from './wanted.ts'

/** An account as the list shows it. */
export type ListedAccount = {
  readonly id: string
  readonly name: string
  readonly email: string
  readonly pictureId?: string | undefined
  readonly domain: string
  readonly state: State
  readonly hasSecondStep: boolean
  readonly lastActiveOn?: Temporal.PlainDate | undefined
  readonly managedSince: Temporal.Instant
  /** Where it stands in the list. */
  readonly place: ListPlace
}

/** What the list looks for, with the domain as the database knows it: `null` when the organization has none of that name. */
export type Search = Omit<Wanted, 'domain'> & {
  readonly organizationId: string
  readonly domainId?: string | null | undefined
}

// Each of these stands so in the indexes of the list (schema/20261121T2203-accounts-list.sql).
const facet = sql`account_facet(leaving, deactivated_at, suspended_at, has_second_step)`
const nameKey = sql`account_name_key(name) collate "C"`
const addressKey = sql`email_key collate "C"`
const day = sql`coalesce(last_active_on, '-infinity'::date)`

const bits: Readonly<Record<State, number>> = { active: 0, suspended: 2, deactivated: 4, leaving: 6 }

function facetsOf({ state, two }: Search): number[] {
  const wantedStates = state ? [state] : states
  return wantedStates.flatMap((each) => [
    ...(two === 'on' ? [] : [bits[each]]),
    ...(two === 'off' ? [] : [bits[each] + 1]),
  ])
}

// For where another index leads: as another type, so that nobody looks for the facet first.
const ofFacets = (search: Search) => sql`${facet}::integer = any(${facetsOf(search)}::integer[])`

/** The accounts of one organization, or of one of its domains, that were used when it is wanted. */
function within(on: Statements, { organizationId, domainId, used }: Search) {
  const ago = (days: number) => on.now.toZonedDateTimeISO('UTC').toPlainDate().subtract({ days })
  return [
    sql`managed_by = ${organizationId}`,
    ...(domainId === undefined ? [] : [sql`managed_through = ${domainId}`]),
    ...(used === 'lately' ? [sql`${day} >= ${ago(30)}::date`] : []),
    ...(used === 'long-ago' ? [sql`${day} < ${ago(90)}::date`] : []),
    ...(used === 'never' ? [sql`${day} = '-infinity'::date`] : []),
  ]
}

// Texts in the order "C" that begin alike stand between two texts; the last one is beyond every letter there is.
const nameBegins = (q: string) =>
  sql`(${nameKey} >= account_name_key(${q}) collate "C" and ${nameKey} < (account_name_key(${q}) || ${'\u{10ffff}'}) collate "C")`
const addressBegins = (q: string) => {
  const key = q.toLowerCase()
  return sql`(${addressKey} >= ${key} and ${addressKey} < ${`${key}\u{10ffff}`})`
}

const listed = sql`id, name, email, picture_id, managed_through, managed_since, last_active_on, ${facet} as facet`

type ListedRow = {
  id: string
  name: string
  email: string
  picture_id: string | null
  managed_since: Temporal.Instant
  last_active_on: Temporal.PlainDate | null
  facet: number
  domain: string
  part: 0 | 1
  day: string
  key: string
}

/** One page: in which order, and from where. */
type Page = { readonly order: Order; readonly most: number; readonly before?: ListPlace; readonly after?: ListPlace }

/**
 * A page of the accounts that an organization manages, by key (MAN-1). Whoever is searched for comes by name first; those whose
 * address alone begins like that come after them, and are looked for only when the names do not fill the page.
 */
export async function listAccounts(
  on: Statements,
  search: Search,
  page: Pick<Page, 'order' | 'most'> & { before?: ListPlace | undefined; after?: ListPlace | undefined },
): Promise<ListedAccount[]> {
  const { most, before, after } = page
  if (search.domainId === null) return []
  const isBackward = after === undefined && before !== undefined
  const place = after ?? before
  const found: ListedAccount[] = []
  for (const part of search.q === undefined ? ([0] as const) : isBackward ? ([1, 0] as const) : ([0, 1] as const)) {
    // The place is in this part, or this part is behind it, or all of it is still to come.
    if (place && (isBackward ? place.part < part : place.part > part)) continue
    const from = place?.part === part ? place : undefined
    const way = { order: page.order, isBackward, from, most: most - found.length }
    found.push(...(await (part === 0 ? listNamed(on, search, way) : listAddressed(on, search, way))))
    if (found.length >= most) break
  }
  return isBackward ? found.reverse() : found
}

type Way = { order: Order; isBackward: boolean; from: ListPlace | undefined; most: number }

// Each mix of state and second step is read by itself, in the order of its index, and no further than the page is long: what is
// sorted in the end are a few pages, whatever there is.
async function listNamed(on: Statements, search: Search, { order, isBackward, from, most }: Way) {
  const byUse = order.endsWith('used')
  const [way, beyond] = order.startsWith('-') === isBackward ? [sql`asc`, sql`>`] : [sql`desc`, sql`<`]
  const wanted = [...within(on, search), ...(search.q === undefined ? [] : [nameBegins(search.q)])]
  if (from && byUse)
    wanted.push(sql`(${day}, ${nameKey}, id) ${beyond} (${from.day}::date, ${from.key} collate "C", ${from.id}::uuid)`)
  else if (from) wanted.push(sql`(${nameKey}, id) ${beyond} (${from.key} collate "C", ${from.id}::uuid)`)
  const inOrder = byUse ? sql`${day} ${way}, ${nameKey} ${way}, id ${way}` : sql`${nameKey} ${way}, id ${way}`
  const again = byUse ? sql`day::date ${way}, key ${way}, id ${way}` : sql`key ${way}, id ${way}`
  const rows = await on.all<ListedRow>(sql`
    select page.*, d.name as domain from (
      select a.* from unnest(${facetsOf(search)}::smallint[]) as f cross join lateral (
        select 0 as part, ${day}::text as day, ${nameKey} as key, ${listed} from account
        where ${facet} = f and ${join(wanted, ' and ')} order by ${inOrder} limit ${most}) as a
      order by ${again} limit ${most}) as page
    join organization_domain d on d.id = page.managed_through order by ${again}`)
  return rows.map(listedFrom)
}

async function listAddressed(on: Statements, search: Search, { isBackward, from, most }: Way) {
  const { q = '' } = search
  const [way, beyond] = isBackward ? [sql`desc`, sql`<`] : [sql`asc`, sql`>`]
  const wanted = [...within(on, search), addressBegins(q), sql`not ${nameBegins(q)}`]
  if (from) wanted.push(sql`(${addressKey}, id) ${beyond} (${from.key} collate "C", ${from.id}::uuid)`)
  const rows = await on.all<ListedRow>(sql`
    select page.*, d.name as domain from (
      select 1 as part, ${day}::text as day, ${addressKey} as key, ${listed} from account
      where ${ofFacets(search)} and ${join(wanted, ' and ')}
      order by ${addressKey} ${way}, id ${way} limit ${most}) as page
    join organization_domain d on d.id = page.managed_through order by key ${way}, id ${way}`)
  return rows.map(listedFrom)
}

function listedFrom(row: ListedRow): ListedAccount {
  const state = states.find((each) => bits[each] === row.facet - (row.facet % 2))
  return {
    id: row.id,
    name: row.name,
    email: row.email,
    pictureId: row.picture_id ?? undefined,
    domain: row.domain,
    state: state ?? 'active',
    hasSecondStep: row.facet % 2 === 1,
    lastActiveOn: row.last_active_on ?? undefined,
    managedSince: row.managed_since,
    place: { part: row.part, day: row.day, key: row.key, id: row.id },
  }
}

/** How many there are, counted up to `most` and no further. */
export async function countAccounts(on: Statements, search: Search, most: number): Promise<number> {
  if (search.domainId === null) return 0
  const { q } = search
  const wanted = join([...within(on, search), ...(q === undefined ? [] : [nameBegins(q)])], ' and ')
  const named = await on.first<{ count: number }>(sql`
    select count(*) as count from (
      select from unnest(${facetsOf(search)}::smallint[]) as f cross join lateral (
        select from account where ${facet} = f and ${wanted} limit ${most}) as a limit ${most}) as counted`)
  const count = named?.count ?? 0
  if (q === undefined || count >= most) return count
  const others = join([...within(on, search), addressBegins(q), sql`not ${nameBegins(q)}`], ' and ')
  const addressed = await on.first<{ count: number }>(sql`
    select count(*) as count from (
      select from account where ${ofFacets(search)} and ${others}
      limit ${most - count}) as counted`)
  return count + (addressed?.count ?? 0)
}

/** How many an organization manages, up to `most`: for every page of the console. */
export async function countManaged(on: Statements, organizationId: string, most: number): Promise<number> {
  const row = await on.first<{ count: number }>(sql`
    select count(*) as count from (select from account where managed_by = ${organizationId} limit ${most}) as counted`)
  return row?.count ?? 0
}

/** The domains through which an organization manages accounts, by name. */
export async function managingDomains(
  on: Statements,
  organizationId: string,
  most = 200,
): Promise<{ id: string; name: string }[]> {
  return on.all(sql`
    select d.id, d.name from organization_domain d where d.organization_id = ${organizationId}
      and exists (select from account a where a.managed_through = d.id and a.managed_by is not null)
    order by d.name limit ${most}`)
}

/** The ids of those that are wanted, a batch at a time in the order of ids, for what is done to all of them. */
export async function wantedIds(
  on: Statements,
  search: Search,
  page: { after: string | undefined; most: number },
): Promise<{ id: string; isWanted: boolean }[]> {
  if (search.domainId === null) return []
  const { q } = search
  // Read in the order of ids and judged one by one: a batch takes the same time, however few of it are wanted.
  return on.all(sql`
    select id, ${join(
      [ofFacets(search), ...within(on, search), ...(q ? [sql`(${nameBegins(q)} or ${addressBegins(q)})`] : [])],
      ' and ',
    )} as "isWanted"
    from account where managed_by = ${search.organizationId} and id > ${page.after ?? '00000000-0000-0000-0000-000000000000'}
    order by id limit ${page.most}`)
}

/** What the list looks for, from what stands in its address. */
export async function searchFor(
  on: Statements,
  organizationId: string,
  { domain, ...wanted }: Wanted,
): Promise<Search> {
  if (domain === undefined) return { ...wanted, organizationId }
  const row = await on.first<{ id: string }>(sql`
    select id from organization_domain where organization_id = ${organizationId} and name = ${domain}`)
  return { ...wanted, organizationId, domainId: row?.id ?? null }
}
