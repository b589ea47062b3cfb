import { type Statements, sql } from '#platform'
import type { Rename, RenameState } from './rename.ts'

type RenameRecord = {
  id: string
  organization_id: string
  from_domain_id: string
  to_domain_id: string
  from_name: string
  to_name: string
  to_subdomains: boolean
  state: RenameState
  started_by: string | null
  started_at: Temporal.Instant
  reached_id: string | null
  ready: number
  blocked: number
  changed: number
  left_alone: number
  waits_until: Temporal.Instant | null
  ended_at: Temporal.Instant | null
}

const whole = sql`
  select r.*, f.name as from_name, t.name as to_name, t.with_subdomains as to_subdomains
  from domain_rename r join organization_domain f on f.id = r.from_domain_id
    join organization_domain t on t.id = r.to_domain_id`

const renameFrom = (row: RenameRecord): Rename => ({
  id: row.id,
  organizationId: row.organization_id,
  fromDomainId: row.from_domain_id,
  toDomainId: row.to_domain_id,
  from: row.from_name,
  to: row.to_name,
  toSubdomains: row.to_subdomains,
  state: row.state,
  startedBy: row.started_by ?? undefined,
  startedAt: row.started_at,
  reachedId: row.reached_id ?? undefined,
  ready: row.ready,
  blocked: row.blocked,
  changed: row.changed,
  leftAlone: row.left_alone,
  waitsUntil: row.waits_until ?? undefined,
  endedAt: row.ended_at ?? undefined,
})

/** False when one of the domain is under way. */
export async function insertRename(
  on: Statements,
  rename: Pick<Rename, 'id' | 'organizationId' | 'fromDomainId' | 'toDomainId'> & { readonly startedBy: string },
): Promise<boolean> {
  const { id, organizationId, fromDomainId, toDomainId, startedBy } = rename
  return (
    (await on.run(sql`
      insert into domain_rename (id, organization_id, from_domain_id, to_domain_id, state, started_by, started_at)
      values (${id}, ${organizationId}, ${fromDomainId}, ${toDomainId}, 'looking', ${startedBy}, ${on.now})
      on conflict do nothing`)) === 1
  )
}

export async function renameById(on: Statements, id: string): Promise<Rename | undefined> {
  const row = await on.first<RenameRecord>(sql`${whole} where r.id = ${id}`)
  return row && renameFrom(row)
}

/** Holds a rename still: nobody works on it or cancels it until the transaction ends. */
export async function lockRename(on: Statements, id: string): Promise<Rename | undefined> {
  const row = await on.first<RenameRecord>(sql`${whole} where r.id = ${id} for update of r`)
  return row && renameFrom(row)
}

/** The newest renames of a domain. */
export async function renamesOf(on: Statements, fromDomainId: string, most = 5): Promise<Rename[]> {
  const rows = await on.all<RenameRecord>(sql`
    ${whole} where r.from_domain_id = ${fromDomainId} order by r.started_at desc limit ${most}`)
  return rows.map(renameFrom)
}

/** Those that a job should be at work on. */
export async function renamesUnderWay(on: Statements): Promise<string[]> {
  const rows = await on.all<{ id: string }>(sql`
    select id from domain_rename where ended_at is null and state in ('looking', 'changing')
      and (waits_until is null or waits_until <= ${on.now})`)
  return rows.map(({ id }) => id)
}

export async function setState(on: Statements, id: string, state: RenameState): Promise<void> {
  const isOver = state === 'done' || state === 'canceled'
  await on.run(sql`
    update domain_rename set state = ${state}, waits_until = null, ended_at = ${isOver ? on.now : null} where id = ${id}`)
}

export async function setWaiting(on: Statements, id: string, until: Temporal.Instant): Promise<void> {
  await on.run(sql`update domain_rename set waits_until = ${until} where id = ${id}`)
}

/** Forgets who was to get which address, some at a time; the rename itself stays. */
export async function deleteOldRows(on: Statements, before: Temporal.Instant, most: number): Promise<number> {
  return on.run(sql`
    delete from domain_rename_account where (rename_id, account_id) in (
      select a.rename_id, a.account_id from domain_rename r join domain_rename_account a on a.rename_id = r.id
      where r.ended_at < ${before} limit ${most})`)
}
