import type { Pool } from 'pg'
import sql, { empty } from 'sql-template-tag'
import { personTable } from '../../look/people.ts'

/** A room, with who spoke last. */
export interface Room {
  id: number
  name: string
  lastAt: Date | null
  lastName: string | null
}

export interface Message {
  id: number
  author: string
  authorName: string
  said: string
  createdAt: Date
}

export const pageSize = 50

/** Creates the tables if they are missing. Safe when several processes start at once. */
export async function createTables(pool: Pool): Promise<void> {
  await pool.query(`
    select pg_advisory_xact_lock(hashtext('chat-tables'));
    ${personTable('chat')}
    create table if not exists chat.room (
      id integer generated always as identity primary key,
      name text not null check (char_length(name) between 1 and 60),
      created_at timestamptz not null default now()
    );
    create table if not exists chat.message (
      id integer generated always as identity primary key,
      room integer not null references chat.room on delete cascade,
      author text not null references chat.person,
      said text not null check (char_length(said) between 1 and 4000),
      created_at timestamptz not null default now()
    );
    create unique index if not exists room_by_name on chat.room (lower(name));
    create index if not exists message_by_room on chat.message (room, id);
  `)
}

/** The first 200 rooms by name: a team's chat has few enough for one list. */
export async function listRooms(pool: Pool): Promise<Room[]> {
  const found = await pool.query<Room>(sql`
    select room.id, room.name, last.created_at as "lastAt", person.name as "lastName"
    from chat.room
    left join lateral (select author, created_at from chat.message where room = room.id order by id desc limit 1) last
      on true
    left join chat.person on account_id = last.author
    order by lower(room.name) limit 200`)
  return found.rows
}

export async function roomOf(pool: Pool, id: number): Promise<{ id: number; name: string } | undefined> {
  return (await pool.query<{ id: number; name: string }>(sql`select id, name from chat.room where id = ${id}`)).rows[0]
}

/** The messages before the one of this ID, or the newest; oldest first, and whether there are older ones. */
export async function messagesOf(
  pool: Pool,
  room: number,
  before: number | undefined,
): Promise<{ messages: Message[]; older: number | undefined }> {
  const found = await pool.query<Message>(sql`
    select id, author, name as "authorName", said, created_at as "createdAt"
    from chat.message join chat.person on account_id = author
    where room = ${room} ${before === undefined ? empty : sql`and id < ${before}`}
    order by id desc limit ${pageSize + 1}`)
  const messages = found.rows.slice(0, pageSize).reverse()
  return { messages, older: found.rows.length > pageSize ? messages[0]?.id : undefined }
}

/** A new room; undefined if one has the name, whatever the case of its letters. */
export async function createRoom(pool: Pool, name: string): Promise<number | undefined> {
  const created = await pool.query<{ id: number }>(sql`
    insert into chat.room (name) values (${name}) on conflict do nothing returning id`)
  return created.rows[0]?.id
}

/** False if there is no such room. */
export async function say(pool: Pool, room: number, author: string, said: string): Promise<boolean> {
  const added = await pool.query(sql`
    insert into chat.message (room, author, said) select id, ${author}, ${said} from chat.room where id = ${room}`)
  return added.rowCount === 1
}

/** Puts two rooms in, if there are none yet. */
export async function seedRooms(pool: Pool): Promise<void> {
  await pool.query(sql`
    insert into chat.room (name) select name from (values ('General'), ('Lunch')) as given (name)
    where not exists (select from chat.room) on conflict do nothing`)
}
