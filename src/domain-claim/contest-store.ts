import { type Statements, sql } from '#platform'
import type { Contest, Outcome } from './domain.ts'

type ContestRow = {
  id: string
  holder_id: string
  challenger_id: string
  opened_at: Temporal.Instant
  ends_at: Temporal.Instant
  outcome: Outcome | null
}

const columns = sql`id, holder_id, challenger_id, opened_at, ends_at, outcome`

const contestFrom = (row: ContestRow): Contest => ({
  id: row.id,
  holderId: row.holder_id,
  challengerId: row.challenger_id,
  openedAt: row.opened_at,
  endsAt: row.ends_at,
  outcome: row.outcome ?? undefined,
})

export async function insertContest(on: Statements, contest: Omit<Contest, 'openedAt' | 'outcome'>): Promise<void> {
  const { id, holderId, challengerId, endsAt } = contest
  await on.run(sql`
    insert into domain_contest (id, holder_id, challenger_id, opened_at, ends_at, look_at)
    values (${id}, ${holderId}, ${challengerId}, ${on.now}, ${endsAt}, ${endsAt})`)
}

/** A contest by its id while it runs. */
export async function openContest(on: Statements, id: string): Promise<Contest | undefined> {
  const row = await on.first<ContestRow>(
    sql`select ${columns} from domain_contest where id = ${id} and settled_at is null`,
  )
  return row && contestFrom(row)
}

/** Contests that run about any of these domains, whichever side they are on. */
export async function openContestsOf(on: Statements, domainIds: readonly string[]): Promise<Contest[]> {
  if (domainIds.length === 0) return []
  const rows = await on.all<ContestRow>(sql`
    select ${columns} from domain_contest where settled_at is null
      and (holder_id = any(${[...domainIds]}::uuid[]) or challenger_id = any(${[...domainIds]}::uuid[]))
    order by opened_at, id`)
  return rows.map(contestFrom)
}

/** The last contest that a domain was in, running or over, on either side. */
export async function lastContestOf(on: Statements, domainId: string): Promise<Contest | undefined> {
  const row = await on.first<ContestRow>(sql`
    select ${columns} from domain_contest where challenger_id = ${domainId} or holder_id = ${domainId}
    order by opened_at desc, id desc limit 1`)
  return row && contestFrom(row)
}

/** Takes a contest that has to be settled now, for so many minutes; another process takes others. */
export async function takeDueContest(on: Statements, forMinutes: number): Promise<Contest | undefined> {
  const row = await on.first<ContestRow>(sql`
    update domain_contest set look_at = ${on.now.add({ minutes: forMinutes })}
    where id = (
      select id from domain_contest where settled_at is null and look_at <= ${on.now} order by look_at limit 1
      for update skip locked)
    returning ${columns}`)
  return row && contestFrom(row)
}

export async function updateSettled(on: Statements, id: string, outcome: Outcome): Promise<void> {
  await on.run(sql`
    update domain_contest set settled_at = ${on.now}, outcome = ${outcome} where id = ${id} and settled_at is null`)
}

/** Lets other contests about a name go on against the one who holds it now. */
export async function turnContests(on: Statements, fromHolderId: string, toHolderId: string): Promise<void> {
  await on.run(sql`
    update domain_contest set holder_id = ${toHolderId}
    where holder_id = ${fromHolderId} and settled_at is null and challenger_id <> ${toHolderId}`)
}
