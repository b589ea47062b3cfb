import type { Pool } from 'pg'
import sql from 'sql-template-tag'
import type { Person } from '../../sdk/index.ts'

/** Somebody who has logged in to Tracker before, and so can be given issues. */
export interface Colleague {
  accountId: string
  name: string
}

/** Notes who logged in, under the name Umbel gives today. The account ID stays, names and addresses change. */
export async function noteLogIn(pool: Pool, person: Person): Promise<void> {
  await pool.query(sql`
    insert into tracker.person (account_id, name, email) values (${person.accountId}, ${person.name}, ${person.email})
    on conflict (account_id) do update set name = excluded.name, email = excluded.email, last_log_in_at = now()`)
}

/** Everybody an issue can be given to; a team's product has few enough for one list. */
export async function colleagues(pool: Pool): Promise<Colleague[]> {
  const found = await pool.query<Colleague>(sql`
    select account_id as "accountId", name from tracker.person order by lower(name), account_id limit 500`)
  return found.rows
}
