import type { Statements } from './database.ts'
import { sql } from './database.ts'

/** How often something may happen, and what follows when it happens more often. */
export type Limit = {
  readonly name: string
  readonly most: number
  readonly within: Temporal.Duration
  /** Set: each time above `most` waits twice as long as the one before, up to `longestWait`. Unset: wait out the window. */
  readonly firstWait?: Temporal.Duration
  readonly longestWait?: Temporal.Duration
}

export type Standing = {
  /** How many are left before a wait begins, after the one just counted. */
  readonly left: number
  /** Until when the subject must wait, when it must. */
  readonly blockedUntil?: Temporal.Instant
}

type Counted = { count: number; window_started_at: Temporal.Instant; blocked_until: Temporal.Instant | null }

const seconds = (span: Temporal.Duration) =>
  span.total({ unit: 'seconds', relativeTo: Temporal.PlainDate.from('2026-01-01') })

/**
 * Counts one more for a subject, shared by all processes, in one statement (so two at once both count).
 * @param subject a keyed hash: the table must not tell who tried what
 */
export async function countOne(on: Statements, limit: Limit, subject: Buffer): Promise<Standing> {
  const { most, firstWait, longestWait } = limit
  const span = sql`make_interval(secs => ${seconds(limit.within)})`
  // Counted failures keep each other alive: the time runs anew from the last one, and from the end of its wait.
  const since = firstWait ? sql`greatest(l.window_started_at, l.blocked_until)` : sql`l.window_started_at`
  const isOver = sql`${since} + ${span} <= ${on.now}`
  const wait = firstWait
    ? sql`${on.now}::timestamptz + make_interval(secs => least(${seconds(longestWait ?? limit.within)},
        ${seconds(firstWait)} * power(2, least(20, l.count + 1 - ${most}))))`
    : sql`l.window_started_at + ${span}`
  const row = await on.first<Counted>(sql`
    insert into limiter as l (subject, window_started_at, count) values (${subject}, ${on.now}, 1)
    on conflict (subject) do update set
      count = case when ${isOver} then 1 else l.count + 1 end,
      window_started_at = case when ${isOver} or ${firstWait !== undefined} then ${on.now} else l.window_started_at end,
      blocked_until = case when not ${isOver} and l.count + 1 >= ${most} then ${wait} end
    returning count, window_started_at, blocked_until`)
  if (!row) throw new Error('an upsert returned no row')
  return standingOf(row, limit, on.now)
}

/** How a subject stands, without counting. */
export async function standing(on: Statements, limit: Limit, subject: Buffer): Promise<Standing> {
  const row = await on.first<Counted>(
    sql`select count, window_started_at, blocked_until from limiter where subject = ${subject}`,
  )
  return row ? standingOf(row, limit, on.now) : { left: limit.most }
}

/** Forgets what was counted, as after a success. */
export async function forgetCount(on: Statements, subject: Buffer): Promise<void> {
  await on.run(sql`delete from limiter where subject = ${subject}`)
}

/**
 * Forgets what was counted for the first of some subjects, unless one of them has to wait by now: a check that was passed
 * a moment ago does not say so any more when many try at once.
 * @returns whether none has to wait
 */
export async function forgetUnlessBlocked(
  on: Statements,
  subject: Buffer,
  others: readonly Buffer[],
): Promise<boolean> {
  const row = await on.first<{ blocked: boolean }>(sql`
    with forgotten as (
      delete from limiter where subject = ${subject} and coalesce(blocked_until, '-infinity') <= ${on.now})
    select exists (
      select from limiter where subject = any(${[subject, ...others]}::bytea[]) and blocked_until > ${on.now}) as blocked`)
  return row?.blocked === false
}

/** Drops counts nobody needs any more. */
export async function purgeCounts(on: Statements): Promise<number> {
  const old = on.now.subtract({ hours: 24 })
  return on.run(
    sql`delete from limiter where window_started_at < ${old} and coalesce(blocked_until, '-infinity') < ${on.now}`,
  )
}

function standingOf(row: Counted, limit: Limit, now: Temporal.Instant): Standing {
  const { count, window_started_at: start, blocked_until: blocked } = row
  if (blocked && Temporal.Instant.compare(blocked, now) > 0) return { left: 0, blockedUntil: blocked }
  const from = limit.firstWait && blocked && Temporal.Instant.compare(blocked, start) > 0 ? blocked : start
  const isOver = Temporal.Instant.compare(from.add({ seconds: Math.round(seconds(limit.within)) }), now) <= 0
  return { left: isOver ? limit.most : Math.max(0, limit.most - count) }
}
