import { join, type Statements, sql } from '#platform'
import type { BulkResult, BulkRun, Outcome } from './run.ts'

type RunRow = {
  id: string
  organization_id: string
  started_by: string | null
  act: BulkRun['act']
  reason: string | null
  filter: string
  state: BulkRun['state']
  collected_to: string | null
  total: number
  done: number
  unchanged: number
  refused: number
  started_at: Temporal.Instant
  ended_at: Temporal.Instant | null
}
const columns = sql`id, organization_id, started_by, act, reason, filter, state, collected_to, total, done, unchanged, refused,
  started_at, ended_at`

const runFrom = (row: RunRow): BulkRun => ({
  id: row.id,
  organizationId: row.organization_id,
  startedBy: row.started_by ?? undefined,
  act: row.act,
  reason: row.reason ?? undefined,
  filter: row.filter,
  state: row.state,
  collectedTo: row.collected_to ?? undefined,
  total: row.total,
  done: row.done,
  unchanged: row.unchanged,
  refused: row.refused,
  startedAt: row.started_at,
  endedAt: row.ended_at ?? undefined,
})

// ---------- runs ----------

export async function insertRun(
  on: Statements,
  run: Pick<BulkRun, 'id' | 'organizationId' | 'startedBy' | 'act' | 'reason' | 'filter' | 'state'>,
): Promise<void> {
  await on.run(sql`
    insert into bulk_run (id, organization_id, started_by, act, reason, filter, state, started_at)
    values (${run.id}, ${run.organizationId}, ${run.startedBy ?? null}, ${run.act}, ${run.reason ?? null}, ${run.filter},
      ${run.state}, ${on.now})`)
}

/** One run of an organization, by its id. */
export async function runIn(on: Statements, organizationId: string, id: string): Promise<BulkRun | undefined> {
  const row = await on.first<RunRow>(sql`
    select ${columns} from bulk_run where id = ${id} and organization_id = ${organizationId}`)
  return row && runFrom(row)
}

/** The newest runs of an organization. */
export async function runsOf(on: Statements, organizationId: string, most: number): Promise<BulkRun[]> {
  const rows = await on.all<RunRow>(sql`
    select ${columns} from bulk_run where organization_id = ${organizationId} order by started_at desc limit ${most}`)
  return rows.map(runFrom)
}

/** Holds a run still until the transaction ends: two workers take turns, and so does whoever cancels it. */
export async function lockRun(on: Statements, id: string): Promise<BulkRun | undefined> {
  const row = await on.first<RunRow>(sql`select ${columns} from bulk_run where id = ${id} for update`)
  return row && runFrom(row)
}

/** Runs that nobody works on for want of a job: those that are not at their end. */
export async function runsUnderWay(on: Statements, most: number): Promise<string[]> {
  const rows = await on.all<{ id: string }>(sql`
    select id from bulk_run where ended_at is null order by started_at limit ${most}`)
  return rows.map(({ id }) => id)
}

export async function endRun(on: Statements, id: string, state: 'done' | 'canceled' | 'stopped'): Promise<void> {
  await on.run(sql`update bulk_run set state = ${state}, ended_at = ${on.now} where id = ${id}`)
}

/** Goes with its results. */
export async function deleteRunsBefore(on: Statements, before: Temporal.Instant, most: number): Promise<number> {
  return on.run(sql`
    delete from bulk_run where id in (
      select id from bulk_run where started_at < ${before} and ended_at is not null limit ${most} for update skip locked)`)
}

// ---------- whom it is about ----------

/** Notes accounts whose turn is to come. One that is noted already, or gone meanwhile, is not counted. */
export async function insertWaiting(on: Statements, runId: string, accountIds: readonly string[]): Promise<void> {
  const added = await on.run(sql`
    insert into bulk_result (run_id, account_id)
    select ${runId}, a.id from account a where a.id = any(${[...accountIds]}::uuid[]) on conflict do nothing`)
  await on.run(sql`update bulk_run set total = total + ${added} where id = ${runId}`)
}

/** @param to the last account that was looked at; none when all were */
export async function noteCollected(on: Statements, runId: string, to: string | undefined): Promise<void> {
  await on.run(sql`
    update bulk_run set collected_to = ${to ?? null}::uuid,
      state = case when ${to ?? null}::uuid is null then 'running' else state end where id = ${runId}`)
}

/** Whose turn is next. */
export async function waitingIn(on: Statements, runId: string, most: number): Promise<string[]> {
  const rows = await on.all<{ account_id: string }>(sql`
    select account_id from bulk_result where run_id = ${runId} and outcome is null order by account_id limit ${most}`)
  return rows.map(({ account_id: id }) => id)
}

/** Notes how accounts fared, and counts it, in the transaction of the acts themselves. */
export async function noteResults(
  on: Statements,
  runId: string,
  results: readonly Pick<BulkResult, 'accountId' | 'outcome' | 'refusal' | 'refusalAbout'>[],
): Promise<void> {
  const rows = results.map(({ accountId, outcome, refusal, refusalAbout }) => ({
    account_id: accountId,
    outcome,
    refusal: refusal ?? null,
    refusal_about: refusalAbout ?? null,
  }))
  await on.run(sql`
    update bulk_result b set outcome = r.outcome, refusal = r.refusal, refusal_about = r.refusal_about, at = ${on.now}
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as r (account_id uuid, outcome text, refusal text, refusal_about text)
    where b.run_id = ${runId} and b.account_id = r.account_id`)
  const many = (outcome: Outcome) => results.filter((each) => each.outcome === outcome).length
  await on.run(sql`
    update bulk_run set done = done + ${many('done')}, unchanged = unchanged + ${many('unchanged')},
      refused = refused + ${many('refused')} where id = ${runId}`)
}

/** How accounts fared, in the order of their ids, a page at a time. */
export async function resultsOf(
  on: Statements,
  runId: string,
  page: { outcome?: Outcome; after?: string | undefined; most: number },
): Promise<BulkResult[]> {
  const wanted = [
    sql`b.run_id = ${runId}`,
    ...(page.outcome ? [sql`b.outcome = ${page.outcome}`] : []),
    ...(page.after ? [sql`b.account_id > ${page.after}`] : []),
  ]
  const rows = await on.all<{
    account_id: string
    name: string
    email: string
    outcome: Outcome | null
    refusal: string | null
    refusal_about: string | null
  }>(sql`
    select b.account_id, a.name, a.email, b.outcome, b.refusal, b.refusal_about
    from bulk_result b join account a on a.id = b.account_id
    where ${join(wanted, ' and ')} order by b.account_id limit ${page.most}`)
  return rows.map((row) => ({
    accountId: row.account_id,
    name: row.name,
    email: row.email,
    outcome: row.outcome ?? undefined,
    refusal: row.refusal ?? undefined,
    refusalAbout: row.refusal_about ?? undefined,
  }))
}
