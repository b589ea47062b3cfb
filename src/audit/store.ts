import type { Actor } from '#kernel'
import { empty, join, type Statements, sql } from '#platform'
import type { Detail, Entry, LoggedEntry, Place, Search } from './entry.ts'

type EntryRow = {
  id: number
  at: Temporal.Instant
  actor_kind: Actor['kind']
  action: string
  network: string | null
  device: string | null
  detail: Detail
  organization_id: string | null
}

/**
 * What happened to an account, newest first (ACC-11), a page at a time by key.
 * @param page.before the id of the last entry of the page before
 * @param page.by of those that somebody in this part did only
 */
export async function entriesAbout(
  on: Statements,
  accountId: string,
  page: { most: number; before?: number; by?: Actor['kind'] },
): Promise<Entry[]> {
  const rows = await on.all<EntryRow & { by_holder: boolean | null }>(sql`
    select id, at, actor_kind, actor_kind = 'holder' and actor_account_id = account_id as by_holder, action, network, device,
      detail, organization_id
    from audit_entry where account_id = ${accountId} and id < ${page.before ?? Number.MAX_SAFE_INTEGER}
      ${page.by ? sql`and actor_kind = ${page.by}` : empty}
    order by id desc limit ${page.most}`)
  return rows.map((row) => ({ ...entryFrom(row), byHolder: row.by_holder ?? false }))
}

/**
 * What was done, newest first (OPS-1), a page at a time by key.
 * @param page.before the place after which it goes on, towards older ones
 * @param page.after the place before which it ends: the newer ones next to it
 */
export async function searchEntries(
  on: Statements,
  search: Search,
  page: { most: number; before?: Place | undefined; after?: Place | undefined },
): Promise<LoggedEntry[]> {
  const { before, after, most } = page
  const wanted = wantedBy(search)
  if (before) wanted.push(sql`(at, id) < (${before.at}, ${before.id})`)
  if (after) wanted.push(sql`(at, id) > (${after.at}, ${after.id})`)
  const order = after ? sql`order by at, id` : sql`order by at desc, id desc`
  const rows = await on.all<LoggedRow>(sql`
    select ${loggedColumns} from audit_entry where ${join(wanted, ' and ')} ${order} limit ${most}`)
  const entries = rows.map(loggedFrom)
  return after ? entries.reverse() : entries
}

/** Sealed entries of a chain after a place in it, in its order. */
export async function entriesAfter(
  on: Statements,
  chain: string,
  position: number,
  most: number,
): Promise<LoggedEntry[]> {
  const rows = await on.all<LoggedRow>(sql`
    select ${loggedColumns} from audit_entry join audit_seal s on s.entry_id = id
    where s.chain = ${chain} and s.position > ${position} order by s.position limit ${most}`)
  return rows.map(loggedFrom)
}

/** One entry, by its number: of an organization’s log, or of any. */
export async function entryIn(
  on: Statements,
  organizationId: string | undefined,
  id: number,
): Promise<LoggedEntry | undefined> {
  const row = await on.first<LoggedRow>(sql`
    select ${loggedColumns} from audit_entry where id = ${id} and ${join(wantedBy({ organizationId }), ' and ')}`)
  return row && loggedFrom(row)
}

/** How many there are, counted up to `most` and no further. */
export async function countEntries(on: Statements, search: Search, most: number): Promise<number> {
  const row = await on.first<{ count: number }>(sql`
    select count(*) as count from (
      select from audit_entry where ${join(wantedBy(search), ' and ')} limit ${most}) as found`)
  return row?.count ?? 0
}

// A statement of its own for each set of filters, so that each has the one plan that its index is made for.
function wantedBy({ organizationId, actorAccountId, accountId, room, from, until }: Search) {
  return [
    organizationId === undefined ? sql`true` : sql`organization_id = ${organizationId}`,
    ...(actorAccountId === undefined ? [] : [sql`actor_account_id = ${actorAccountId}`]),
    ...(accountId === undefined ? [] : [sql`account_id = ${accountId}`]),
    ...(room === undefined ? [] : [sql`split_part(action, '.', 1) = ${room}`]),
    ...(from === undefined ? [] : [sql`at >= ${from}`]),
    ...(until === undefined ? [] : [sql`at < ${until}`]),
  ]
}

type LoggedRow = EntryRow & { actor_account_id: string | null; account_id: string | null }
const loggedColumns = sql`id, at, actor_kind, actor_account_id, action, account_id, network, device, detail, organization_id`

function loggedFrom(row: LoggedRow): LoggedEntry {
  return {
    ...entryFrom(row),
    actorAccountId: row.actor_account_id ?? undefined,
    accountId: row.account_id ?? undefined,
  }
}

function entryFrom(row: EntryRow): Omit<Entry, 'byHolder'> {
  return {
    id: row.id,
    at: row.at,
    actorKind: row.actor_kind,
    action: row.action,
    network: row.network ?? undefined,
    device: row.device ?? undefined,
    detail: row.detail,
    organizationId: row.organization_id ?? undefined,
  }
}
