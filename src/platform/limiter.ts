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
  const row = await on.first<Counted>(
    sql`${oneMore(on, limit, subject)} returning count, window_started_at, blocked_until`,
  )
  if (!row) throw new Error('an upsert returned no row')
  return standingOf(row, limit, on.now)
}

/** One that was counted before it was known whether it counts, and what it takes to give it back. */
export type Taken = Standing & {
  /** How many were counted before it. */
  readonly before: number
  readonly started: { readonly now: Temporal.Instant; readonly was: Temporal.Instant | null }
  readonly blockedBefore: Temporal.Instant | null
}

/**
 * Counts one more, unless the subject has to wait: of any number at once, in any number of processes, no more are given than
 * the limit has left. What turns out not to count is given back.
 */
export async function takeOne(on: Statements, limit: Limit, subject: Buffer): Promise<Taken | undefined> {
  const row = await on.first<
    Counted & { started_before: Temporal.Instant | null; blocked_before: Temporal.Instant | null }
  >(
    sql`${oneMore(on, limit, subject)} where l.blocked_until is null or l.blocked_until <= ${on.now}
      returning new.count, new.window_started_at, new.blocked_until,
        old.window_started_at as started_before, old.blocked_until as blocked_before`,
  )
  if (!row) return undefined
  return {
    ...standingOf(row, limit, on.now),
    before: row.count - 1,
    started: { now: row.window_started_at, was: row.started_before },
    blockedBefore: row.blocked_before,
  }
}

/** Gives back one that was taken: as if it had never been, unless others were counted since. */
export async function giveBackOne(on: Statements, limit: Limit, subject: Buffer, taken: Taken): Promise<void> {
  const { now, was } = taken.started
  await on.run(sql`
    update limiter set count = greatest(0, count - 1),
      window_started_at = case when window_started_at = ${now} then coalesce(${was}, window_started_at) else window_started_at end,
      blocked_until = case when window_started_at = ${now} then ${taken.blockedBefore}
        when count - 1 < ${limit.most} then null else blocked_until end
    where subject = ${subject}`)
}

function oneMore(on: Statements, limit: Limit, subject: Buffer) {
  const { most, firstWait, longestWait } = limit
  const span = sql`make_interval(secs => ${seconds(limit.within)})`
  // Counted failures keep each other alive: the time runs anew from the last one, and from the end of its wait.
  const since = firstWait ? sql`greatest(l.window_started_at, l.blocked_until)` : sql`l.window_started_at`
  const isOver = sql`${since} + ${span} <= ${on.now}`
  const wait = firstWait
    ? sql`${on.now}::timestamptz + make_interval(secs => least(${seconds(longestWait ?? limit.within)},
        ${seconds(firstWait)} * power(2, least(20, l.count + 1 - ${most}))))`
    : sql`l.window_started_at + ${span}`
  return sql`
    insert into limiter as l (subject, window_started_at, count) values (${subject}, ${on.now}, 1)
    on conflict (subject) do update set
      count = case when ${isOver} then 1 else l.count + 1 end,
      window_started_at = case when ${isOver} or ${firstWait !== undefined} then ${on.now} else l.window_started_at end,
      blocked_until = case when not ${isOver} and l.count + 1 >= ${most} then ${wait} end`
}

/** How a subject stands, without counting. */
export async function standing(on: Statements, limit: Limit, subject: Buffer): Promise<Standing> {
  const [only] = await standings(on, [{ limit, subject }])
  return only ?? { left: limit.most }
}

/** How several subjects stand, in one look-up and in the order given. */
export async function standings(
  on: Statements,
  asked: readonly { readonly limit: Limit; readonly subject: Buffer }[],
): Promise<Standing[]> {
  const subjects = asked.map(({ subject }) => subject)
  const rows = await on.all<Counted & { subject: Buffer }>(sql`
    select subject, count, window_started_at, blocked_until from limiter where subject = any(${subjects}::bytea[])`)
  return asked.map(({ limit, subject }) => {
    const row = rows.find((each) => each.subject.equals(subject))
    return row ? standingOf(row, limit, on.now) : { left: limit.most }
  })
}

/** Forgets what was counted, as after a success. */
export async function forgetCount(on: Statements, subject: Buffer): Promise<void> {
  await on.run(sql`delete from limiter where subject = ${subject}`)
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
