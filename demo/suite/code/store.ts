import type { Pool } from 'pg'
import sql from 'sql-template-tag'
import { personTable } from '../../look/people.ts'

export interface Repository {
  id: number
  name: string
  description: string
  owner: string
  ownerName: string
  createdAt: Date
}

/** What people write into the form of a new repository. */
export interface Draft {
  name: string
  description: string
}

export const pageSize = 25

/** Creates the tables if they are missing. Safe when several processes start at once. */
export async function createTables(pool: Pool): Promise<void> {
  await pool.query(`
    select pg_advisory_xact_lock(hashtext('code-tables'));
    ${personTable('code')}
    create table if not exists code.repository (
      id integer generated always as identity primary key,
      name text not null unique check (name ~ '^[a-z0-9][a-z0-9._-]{0,62}$'),
      description text not null default '' check (char_length(description) <= 200),
      owner text not null references code.person,
      created_at timestamptz not null default now()
    );
    create index if not exists repository_by_owner on code.repository (owner, id);
  `)
}

/** Repositories by name, after this one. */
export async function listRepositories(
  pool: Pool,
  after: string,
): Promise<{ repositories: Repository[]; next: string | undefined }> {
  const found = await pool.query<Repository>(sql`
    select repository.id, repository.name, description, owner, person.name as "ownerName", created_at as "createdAt"
    from code.repository join code.person on account_id = owner
    where repository.name > ${after} order by repository.name limit ${pageSize + 1}`)
  const repositories = found.rows.slice(0, pageSize)
  return { repositories, next: found.rows.length > pageSize ? repositories.at(-1)?.name : undefined }
}

/** False if another repository has the name. */
export async function createRepository(pool: Pool, owner: string, { name, description }: Draft): Promise<boolean> {
  const created = await pool.query(sql`
    insert into code.repository (name, description, owner) values (${name}, ${description}, ${owner})
    on conflict (name) do nothing`)
  return created.rowCount === 1
}
