import type { Pool } from 'pg'
import sql, { bulk, type Sql } from 'sql-template-tag'
import { personTable } from '../../look/people.ts'

/** A page of the Wiki as a list shows it. */
export interface Listed {
  id: number
  title: string
  changedBy: string | null
  changedByName: string | null
  changedAt: Date
}

export interface WikiPage extends Listed {
  text: string
  version: number
}

/** What people write into a page. */
export interface Draft {
  title: string
  text: string
}

/** One change of a page. */
export interface Revision {
  version: number
  title: string
  changedBy: string | null
  changedByName: string | null
  changedAt: Date
}

export const pageSize = 25

/** Creates the tables if they are missing. Safe when several processes start at once. */
export async function createTables(pool: Pool): Promise<void> {
  // One simple query is one transaction, so the lock lasts exactly as long as the creating.
  await pool.query(`
    select pg_advisory_xact_lock(hashtext('wiki-tables'));
    ${personTable('wiki')}
    create table if not exists wiki.page (
      id integer generated always as identity primary key,
      title text not null check (char_length(title) between 1 and 120),
      text text not null check (char_length(text) <= 20000),
      version integer not null default 1,
      changed_by text references wiki.person,
      changed_at timestamptz not null default now()
    );
    create table if not exists wiki.revision (
      page integer not null references wiki.page on delete cascade,
      version integer not null,
      title text not null,
      text text not null,
      changed_by text references wiki.person,
      changed_at timestamptz not null default now(),
      primary key (page, version)
    );
    create index if not exists page_by_title on wiki.page (lower(title), id);
  `)
}

/** Pages by title, after the one of this ID: one statement. */
export async function listPages(
  pool: Pool,
  { search, after }: { search: string; after: number | undefined },
): Promise<{ pages: Listed[]; next: number | undefined }> {
  const pattern = `%${search.replace(/[\\%_]/g, '\\$&')}%`
  const found = await pool.query<Listed>(sql`
    select id, title, changed_by as "changedBy", name as "changedByName", changed_at as "changedAt"
    from wiki.page left join wiki.person on account_id = changed_by
    where (title ilike ${pattern} or text ilike ${pattern})
      and (${after ?? null}::integer is null
        or (lower(title), id) > (select lower(title), id from wiki.page where id = ${after ?? null}))
    order by lower(title), id limit ${pageSize + 1}`)
  const pages = found.rows.slice(0, pageSize)
  return { pages, next: found.rows.length > pageSize ? pages.at(-1)?.id : undefined }
}

export async function pageOf(pool: Pool, id: number): Promise<WikiPage | undefined> {
  const found = await pool.query<WikiPage>(sql`
    select id, title, text, version, changed_by as "changedBy", name as "changedByName", changed_at as "changedAt"
    from wiki.page left join wiki.person on account_id = changed_by where id = ${id}`)
  return found.rows[0]
}

/** Who changed a page and when, the latest 100, newest first. */
export async function revisionsOf(pool: Pool, page: number): Promise<Revision[]> {
  const found = await pool.query<Revision>(sql`
    select version, title, changed_by as "changedBy", name as "changedByName", changed_at as "changedAt"
    from wiki.revision left join wiki.person on account_id = changed_by
    where page = ${page} order by version desc limit 100`)
  return found.rows
}

const noting = (changed: Sql): Sql => sql`
  with changed as (${changed}
    returning id, version, title, text, changed_by, changed_at)
  insert into wiki.revision (page, version, title, text, changed_by, changed_at)
  select * from changed returning page as id`

/** A new page and its first revision: one statement. */
export async function createPage(pool: Pool, by: string, { title, text }: Draft): Promise<number> {
  const created = await pool.query<{ id: number }>(
    noting(sql`insert into wiki.page (title, text, changed_by) values (${title}, ${text}, ${by})`),
  )
  return created.rows[0]!.id
}

/** Writes a draft over the version it was made from. False if somebody else wrote in between, or the page is gone. */
export async function rewritePage(pool: Pool, by: string, id: number, version: number, draft: Draft): Promise<boolean> {
  const written = await pool.query(
    noting(sql`update wiki.page
      set title = ${draft.title}, text = ${draft.text}, version = version + 1, changed_by = ${by}, changed_at = now()
      where id = ${id} and version = ${version}`),
  )
  return written.rowCount === 1
}

const firstPages: readonly [title: string, text: string][] = [
  [
    'Welcome',
    'This is the wiki of Acme Inc. Whoever logs in can read every page and change it.\n\nStart with a page about what you know best.',
  ],
  [
    'How we name things',
    'Issues: what should be different, in a few words.\nRepositories: lower case, words joined by hyphens.\nRooms in Chat: one subject each.',
  ],
  ['On call', 'Week 30: Priya Raman\nWeek 31: Wei Zhang\nWeek 32: Chiara Rossi'],
]

/** Puts a few pages in, if there are none yet. */
export async function seedPages(pool: Pool): Promise<void> {
  await pool.query(
    noting(sql`insert into wiki.page (title, text)
      select title, text from (values ${bulk(firstPages.map((page) => [...page]))}) as given (title, text)
      where not exists (select from wiki.page)`),
  )
}
