import { type Statements, sql } from '#platform'

/** Which products were opened in each of these sessions, by name: for the holder's list of devices (LOG-8). */
export async function productsOfSessions(
  on: Statements,
  sessionIds: readonly string[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  if (sessionIds.length === 0) return new Map()
  const rows = await on.all<{ session_id: string; names: string[] }>(sql`
    select g.session_id, array_agg(p.name order by p.name) as names
    from product_grant g join product p on p.id = g.product_id
    where g.session_id = any(${[...sessionIds]}::uuid[]) group by g.session_id`)
  return new Map(rows.map(({ session_id, names }) => [session_id, names]))
}
