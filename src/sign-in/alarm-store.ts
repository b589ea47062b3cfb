import { type Statements, sql } from '#platform'

/** Counts a failed log-in of anybody's; says how many there were in this minute. */
export async function addFailure(on: Statements): Promise<number> {
  const row = await on.first<{ count: number }>(sql`
    insert into failed_log_ins as f (minute, count) values (date_trunc('minute', ${on.now}::timestamptz, 'UTC'), 1)
    on conflict (minute) do update set count = f.count + 1 returning count`)
  return row?.count ?? 0
}

/** How many fail in a usual minute: of the last day, without the minutes of alarms. */
export async function usualFailures(on: Statements, minutes: number): Promise<number> {
  const row = await on.first<{ sum: number }>(sql`
    select coalesce(sum(f.count), 0)::float8 as sum from failed_log_ins f
    where f.minute between ${on.now.subtract({ minutes })} and ${on.now.subtract({ minutes: 1 })}
      and not exists (select from alarm a where f.minute > a.began_at - interval '1 minute'
        and f.minute < coalesce(a.ended_at, a.lasts_until))`)
  return (row?.sum ?? 0) / minutes
}

export async function lastMinuteFailures(on: Statements): Promise<number> {
  const row = await on.first<{ count: number }>(sql`
    select count from failed_log_ins where minute = date_trunc('minute', ${on.now.subtract({ minutes: 1 })}::timestamptz, 'UTC')`)
  return row?.count ?? 0
}

/** Raises the alarm or makes the one that is on last longer; true for the one that raised it. */
export async function upsertAlarm(on: Statements, until: Temporal.Instant, failures: number): Promise<boolean> {
  const row = await on.first<{ raised: boolean }>(sql`
    insert into alarm as a (began_at, lasts_until, most_in_a_minute) values (${on.now}, ${until}, ${failures})
    on conflict ((true)) where ended_at is null do update set lasts_until = greatest(a.lasts_until, excluded.lasts_until),
      most_in_a_minute = greatest(a.most_in_a_minute, excluded.most_in_a_minute)
    returning old.id is null as raised`)
  return row?.raised ?? false
}

export async function isAlarmOn(on: Statements): Promise<boolean> {
  const row = await on.first<{ on: boolean }>(sql`
    select exists (select from alarm where ended_at is null and lasts_until > ${on.now}) as on`)
  return row?.on ?? false
}

/** Ends the alarm when its time is over; gives how bad it was to the one that ended it. */
export async function takeOverAlarm(
  on: Statements,
): Promise<{ readonly beganAt: Temporal.Instant; readonly most: number } | undefined> {
  return on.first(sql`
    update alarm set ended_at = lasts_until where ended_at is null and lasts_until <= ${on.now}
    returning began_at as "beganAt", most_in_a_minute as most`)
}

export async function purgeFailures(on: Statements, before: Temporal.Instant): Promise<void> {
  await on.run(sql`delete from failed_log_ins where minute < ${before}`)
}
