import type { Pool } from 'pg'
import sql, { raw } from 'sql-template-tag'
import type { Person } from '../../sdk/index.ts'

/** Somebody who has logged in to the product before. */
export interface Colleague {
  accountId: string
  name: string
}

/** The table of people, first in a product's own schema. */
export const personTable = (schema: string): string => `
    create schema if not exists ${schema};
    create table if not exists ${schema}.person (
      account_id text primary key,
      name text not null,
      email text,
      last_log_in_at timestamptz not null default now()
    );`

/** Notes who logged in, under the name Umbel gives today. The account ID stays, names and addresses change. */
export async function noteLogIn(pool: Pool, schema: string, person: Person): Promise<void> {
  await pool.query(sql`
    insert into ${raw(schema)}.person (account_id, name, email)
    values (${person.accountId}, ${person.name}, ${person.email})
    on conflict (account_id) do update set name = excluded.name, email = excluded.email, last_log_in_at = now()`)
}

/** Everybody who has logged in; a team's product has few enough for one list. */
export async function colleagues(pool: Pool, schema: string): Promise<Colleague[]> {
  const found = await pool.query<Colleague>(sql`
    select account_id as "accountId", name from ${raw(schema)}.person order by lower(name), account_id limit 500`)
  return found.rows
}
