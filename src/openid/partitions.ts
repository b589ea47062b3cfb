import { raw, sql, type Tx } from '#platform'
import { purgeNotices } from './notice-store.ts'

/** Short-lived state lies in partitions by the time it expires, so that expiry is a dropped table (performance.md, 2). */
const daily = ['authorization_request', 'pushed_request', 'authorization_code', 'access_token', 'device_code']
const monthly = ['refresh_token']
const daysAhead = 3
const monthsAhead = 3
const noticeDays = 90
const deadLetterDays = 400
// Any constant will do, as long as every version of Umbel uses the same one.
const partitionsLock = 7_305_011

type Span = { readonly name: string; readonly from: string; readonly to: string }

/**
 * Makes the partitions of the days to come, and drops those whose last row has expired. Harmless to repeat and to run in
 * several processes at once. What expires later than any partition reaches lies in a default partition, as a net.
 */
export async function ensurePartitions(tx: Tx): Promise<void> {
  await tx.run(sql`select pg_advisory_xact_lock(${partitionsLock})`)
  // Dropping waits for statements under way; they must not queue up behind it. An hour later is early enough.
  await tx.run(sql`set local lock_timeout = '3s'`)
  const today = tx.now.toZonedDateTimeISO('UTC').toPlainDate()
  const existing = await partitionNames(tx)
  for (const table of daily) {
    await keepTable(
      tx,
      table,
      existing,
      daysFrom(table, today.subtract({ days: 1 })),
      nameOfDay(table, today.subtract({ days: 1 })),
    )
  }
  for (const table of monthly) {
    await keepTable(
      tx,
      table,
      existing,
      monthsFrom(table, today.with({ day: 1 })),
      nameOfMonth(table, today.with({ day: 1 })),
    )
  }
}

/** Deletes what is not partitioned away: proofs seen, notices of long ago, and grants that nothing refers to any more. */
export async function purgeOpenid(tx: Tx): Promise<void> {
  await tx.run(sql`delete from replay where expires_at < ${tx.now}`)
  await purgeNotices(tx, {
    acknowledged: tx.now.subtract({ hours: 24 * noticeDays }),
    givenUp: tx.now.subtract({ hours: 24 * deadLetterDays }),
  })
  await tx.run(sql`
    delete from product_grant g where created_at < ${tx.now.subtract({ hours: 48 })}
      and not exists (select from session_life s where s.session_id = g.session_id)
      and not exists (select from refresh_token r where r.grant_id = g.grant_id and r.expires_at > ${tx.now})`)
}

async function keepTable(tx: Tx, table: string, existing: Set<string>, spans: Span[], oldest: string): Promise<void> {
  if (!existing.has(`${table}_default`)) {
    await tx.run(sql`create table ${raw(`${table}_default`)} partition of ${raw(table)} default`)
  }
  for (const { name, from, to } of spans) {
    if (existing.has(name)) continue
    // Where the net has caught rows of a span, that span stays in the net.
    const inNet = sql`select from ${raw(`${table}_default`)} where expires_at >= ${from} and expires_at < ${to} limit 1`
    if ((await tx.run(inNet)) > 0) continue
    await tx.run(
      sql`create table ${raw(name)} partition of ${raw(table)} for values from (${raw(`'${from}'`)}) to (${raw(`'${to}'`)})`,
    )
  }
  const own = [...existing].filter((name) => new RegExp(`^${table}_\\d+$`).test(name))
  for (const name of own) if (name < oldest) await tx.run(sql`drop table ${raw(name)}`)
  await tx.run(sql`delete from ${raw(`${table}_default`)} where expires_at < ${tx.now.subtract({ hours: 24 })}`)
}

async function partitionNames(tx: Tx): Promise<Set<string>> {
  const rows = await tx.all<{ name: string }>(sql`
    select c.relname as name from pg_inherits i join pg_class c on c.oid = i.inhrelid join pg_class p on p.oid = i.inhparent
    where p.relname = any(${[...daily, ...monthly]}) and p.relnamespace = current_schema()::regnamespace`)
  return new Set(rows.map(({ name }) => name))
}

const digits = (date: Temporal.PlainDate) => date.toString().replaceAll('-', '')
const nameOfDay = (table: string, day: Temporal.PlainDate) => `${table}_${digits(day)}`
const nameOfMonth = (table: string, month: Temporal.PlainDate) => `${table}_${digits(month).slice(0, 6)}`

function daysFrom(table: string, first: Temporal.PlainDate): Span[] {
  return Array.from({ length: daysAhead + 2 }, (_, index) => {
    const day = first.add({ days: index })
    return { name: nameOfDay(table, day), from: `${day}T00:00:00Z`, to: `${day.add({ days: 1 })}T00:00:00Z` }
  })
}

function monthsFrom(table: string, first: Temporal.PlainDate): Span[] {
  return Array.from({ length: monthsAhead }, (_, index) => {
    const month = first.add({ months: index })
    return { name: nameOfMonth(table, month), from: `${month}T00:00:00Z`, to: `${month.add({ months: 1 })}T00:00:00Z` }
  })
}
