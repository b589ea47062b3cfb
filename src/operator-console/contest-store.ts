import type { Contest, Sight, Trouble, Way } from '#domain-claim'
import { empty, type Statements, sql } from '#platform'

/** One side of a contest, and what the last look saw there. */
export type Side = {
  readonly organizationId: string
  readonly organization: string
  readonly provedBy?: Way | undefined
  readonly provedAt?: Temporal.Instant | undefined
  readonly checkedAt?: Temporal.Instant | undefined
  readonly dns: Sight
  readonly file: Sight
}

/** A contest as operators see it. */
export type SeenContest = Pick<Contest, 'id' | 'openedAt' | 'endsAt' | 'outcome'> & {
  readonly domain: string
  readonly settledAt?: Temporal.Instant | undefined
  readonly holder: Side
  readonly challenger: Side
}

type SideRow = {
  organization_id: string
  organization: string
  proved_by: Way | null
  proved_at: Temporal.Instant | null
  checked_at: Temporal.Instant | null
  dns_found: string[]
  dns_trouble: Trouble | null
  file_found: string[]
  file_trouble: Trouble | null
}
type ContestRow = {
  id: string
  opened_at: Temporal.Instant
  ends_at: Temporal.Instant
  settled_at: Temporal.Instant | null
  outcome: Contest['outcome'] | null
  name: string
}
type Prefixed<P extends string, T> = { [K in keyof T & string as `${P}_${K}`]: T[K] }
type Row = ContestRow & Prefixed<'h', SideRow> & Prefixed<'c', SideRow>

const whole = sql`
  select k.id, k.opened_at, k.ends_at, k.settled_at, k.outcome, h.name,
    h.organization_id as h_organization_id, ho.name as h_organization, h.proved_by as h_proved_by, h.proved_at as h_proved_at,
    h.checked_at as h_checked_at, h.dns_found as h_dns_found, h.dns_trouble as h_dns_trouble, h.file_found as h_file_found,
    h.file_trouble as h_file_trouble,
    c.organization_id as c_organization_id, co.name as c_organization, c.proved_by as c_proved_by, c.proved_at as c_proved_at,
    c.checked_at as c_checked_at, c.dns_found as c_dns_found, c.dns_trouble as c_dns_trouble, c.file_found as c_file_found,
    c.file_trouble as c_file_trouble
  from domain_contest k
    join organization_domain h on h.id = k.holder_id join organization ho on ho.id = h.organization_id
    join organization_domain c on c.id = k.challenger_id join organization co on co.id = c.organization_id`

function sideFrom(row: SideRow): Side {
  return {
    organizationId: row.organization_id,
    organization: row.organization,
    provedBy: row.proved_by ?? undefined,
    provedAt: row.proved_at ?? undefined,
    checkedAt: row.checked_at ?? undefined,
    dns: { found: row.dns_found, trouble: row.dns_trouble ?? undefined },
    file: { found: row.file_found, trouble: row.file_trouble ?? undefined },
  }
}

const partOf = (row: Row, prefix: 'h' | 'c') =>
  Object.fromEntries(
    Object.entries(row).flatMap(([name, value]) => (name.startsWith(`${prefix}_`) ? [[name.slice(2), value]] : [])),
  ) as SideRow

const contestFrom = (row: Row): SeenContest => ({
  id: row.id,
  openedAt: row.opened_at,
  endsAt: row.ends_at,
  settledAt: row.settled_at ?? undefined,
  outcome: row.outcome ?? undefined,
  domain: row.name,
  holder: sideFrom(partOf(row, 'h')),
  challenger: sideFrom(partOf(row, 'c')),
})

/** Contests, newest first, a page at a time by key. */
export async function listContests(
  on: Statements,
  page: { readonly most: number; readonly before: string | undefined },
): Promise<SeenContest[]> {
  const { most, before } = page
  const behind =
    before === undefined
      ? empty
      : sql`where (k.opened_at, k.id) < (select opened_at, id from domain_contest where id = ${before})`
  const rows = await on.all<Row>(sql`${whole} ${behind} order by k.opened_at desc, k.id desc limit ${most}`)
  return rows.map(contestFrom)
}

/** A contest, running or over. */
export async function contestById(on: Statements, id: string): Promise<SeenContest | undefined> {
  const row = await on.first<Row>(sql`${whole} where k.id = ${id}`)
  return row && contestFrom(row)
}
