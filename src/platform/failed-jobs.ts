import { type Statements, sql } from './database.ts'

/** A job that has used up its tries. Nothing of what it carried: that may name people. */
export type FailedJob = {
  readonly id: number
  readonly task: string
  readonly createdAt: Temporal.Instant
  readonly failedAt: Temporal.Instant
  readonly tries: number
  /** The first line of the last error, without addresses. */
  readonly error: string
}

const longestError = 200

// Mail servers like to say whom they refused, and from where.
const withoutAddresses = (text: string): string =>
  (text.split('\n', 1)[0] ?? '')
    .replaceAll(/[^\s<>"'(]+@[^\s<>"'),;]+/g, '…@…')
    .replaceAll(/\b\d{1,3}(\.\d{1,3}){3}\b|\b[0-9a-f]{0,4}(:[0-9a-f]{0,4}){3,}/gi, '…')
    .slice(0, longestError)

const failed = sql`attempts >= max_attempts and locked_at is null`

/** Jobs that failed for good, the newest first, a page at a time by key. They are kept for a week. */
export async function failedJobs(
  on: Statements,
  page: { readonly most: number; readonly before?: number | undefined },
): Promise<FailedJob[]> {
  const rows = await on.all<FailedJob>(sql`
    select id, task_identifier as task, created_at as "createdAt", updated_at as "failedAt", attempts as tries,
      coalesce(last_error, '') as error
    from graphile_worker.jobs where ${failed} and id < ${page.before ?? Number.MAX_SAFE_INTEGER}
    order by id desc limit ${page.most}`)
  return rows.map((row) => ({ ...row, error: withoutAddresses(row.error) }))
}

export async function countFailedJobs(on: Statements, most: number): Promise<number> {
  const row = await on.first<{ count: number }>(sql`
    select count(*) as count from (select from graphile_worker.jobs where ${failed} limit ${most}) as few`)
  return row?.count ?? 0
}

/** Gives a job that failed for good all of its tries again, from now on. Says which task it was; of two who ask at once, one did it. */
export async function retryFailedJob(on: Statements, id: number): Promise<string | undefined> {
  const row = await on.first<{ task: string }>(sql`
    select j.task_identifier as task from graphile_worker.reschedule_jobs(
      array(select id from graphile_worker._private_jobs where id = ${id} and ${failed} for update), run_at => now(), attempts => 0) as r
    join graphile_worker.jobs j on j.id = r.id`)
  return row?.task
}

/** Takes a job that failed for good out of the queue. */
export async function dropFailedJob(on: Statements, id: number): Promise<string | undefined> {
  const job = await on.first<{ task: string }>(sql`
    select task_identifier as task from graphile_worker.jobs where id = ${id} and ${failed}`)
  const gone = await on.first(sql`
    select id from graphile_worker.complete_jobs(
      array(select id from graphile_worker._private_jobs where id = ${id} and ${failed} for update))`)
  return gone && job?.task
}
