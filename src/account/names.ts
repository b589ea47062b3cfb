import { type Statements, sql } from '#platform'

/** What people call themselves now, by account; those that are gone are left out. */
export async function accountNames(on: Statements, ids: readonly string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map()
  const rows = await on.all<{ id: string; name: string }>(
    sql`select id, name from account where id = any(${[...new Set(ids)]}::uuid[])`,
  )
  return new Map(rows.map(({ id, name }) => [id, name]))
}
