import { type Statements, sql } from '#platform'

/**
 * Spends what can be spent once. Each of the ids must be new, or have been spent before `since`.
 * @returns false when one of them was spent already: of two at the same moment one gets true
 */
export async function spend(
  on: Statements,
  ids: readonly Buffer[],
  since: Temporal.Instant,
  keptUntil: Temporal.Instant,
): Promise<boolean> {
  const spent = await on.run(sql`
    insert into spent_work as w (id, spent_at, expires_at)
    select id, ${on.now}::timestamptz, ${keptUntil}::timestamptz from unnest(${[...ids]}::bytea[]) as id order by id
    on conflict (id) do update set spent_at = excluded.spent_at, expires_at = excluded.expires_at
      where w.spent_at < ${since}`)
  return spent === ids.length
}

export async function purgeSpentWork(on: Statements): Promise<number> {
  return on.run(sql`delete from spent_work where expires_at < ${on.now}`)
}
