import { randomUUID } from 'node:crypto'
import type { Pool } from 'pg'
import sql, { join, raw } from 'sql-template-tag'
import type { Person } from '../../sdk/index.ts'

/** Somebody who has logged in to the product before. */
export interface Colleague {
  accountId: string
  name: string
}

/** What those are called whose account is gone. */
const formerName = 'Former member'
/** Stands after the name of those whose account is turned off (MAN-2). */
const offMark = ' (deactivated)'

/** The table of people, first in a product's own schema. */
export const personTable = (schema: string): string => `
    create schema if not exists ${schema};
    create table if not exists ${schema}.person (
      account_id text primary key,
      name text not null,
      email text,
      last_log_in_at timestamptz not null default now()
    );
    alter table ${schema}.person add column if not exists is_off boolean not null default false;`

/** Notes who logged in, under the name Umbel gives today. The account ID stays, names and addresses change. */
export async function noteLogIn(pool: Pool, schema: string, person: Person): Promise<void> {
  await pool.query(sql`
    insert into ${raw(schema)}.person (account_id, name, email)
    values (${person.accountId}, ${person.name}, ${person.email})
    on conflict (account_id) do update
      set name = excluded.name, email = excluded.email, last_log_in_at = now(), is_off = false`)
}

/** Everybody who has logged in; a team's product has few enough for one list. */
export async function colleagues(pool: Pool, schema: string): Promise<Colleague[]> {
  const found = await pool.query<Colleague>(sql`
    select account_id as "accountId", name from ${raw(schema)}.person 
    where account_id not like 'former-%' order by lower(name), account_id limit 500`)
  return found.rows
}

/** Says after somebody's name, wherever it stands, that the account is turned off; or no longer. Harmless to repeat. */
export async function markPerson(pool: Pool, schema: string, accountId: string, isOff: boolean): Promise<void> {
  const name = isOff ? sql`name || ${offMark}` : sql`left(name, ${-offMark.length})`
  await pool.query(sql`
    update ${raw(schema)}.person set name = ${name}, is_off = ${isOff}
    where account_id = ${accountId} and is_off <> ${isOff}`)
}

/**
 * Forgets somebody whose account was erased. What they wrote belongs to the team and stays, as somebody's who is no longer
 * there: under an ID that leads to nobody. Harmless to repeat.
 * @param places where the product's tables name people
 */
export async function forgetPerson(
  pool: Pool,
  schema: string,
  accountId: string,
  places: readonly (readonly [table: string, column: string])[],
): Promise<void> {
  const nobody = `former-${randomUUID()}`
  const db = await pool.connect()
  try {
    await db.query('begin')
    await db.query(sql`
      insert into ${raw(schema)}.person (account_id, name)
      select ${nobody}, ${formerName} from ${raw(schema)}.person where account_id = ${accountId}`)
    for (const [table, column] of places) {
      await db.query(sql`
        update ${raw(`${schema}.${table}`)} set ${raw(column)} = ${nobody} where ${raw(column)} = ${accountId}`)
    }
    const left = places.map(
      ([table, column]) => sql`exists (select from ${raw(`${schema}.${table}`)} where ${raw(column)} = ${nobody})`,
    )
    await db.query(sql`
      delete from ${raw(schema)}.person
      where account_id = ${accountId} or account_id = ${nobody} and not (${join(left, ' or ')})`)
    await db.query('commit')
  } catch (error) {
    await db.query('rollback')
    throw error
  } finally {
    db.release()
  }
}
