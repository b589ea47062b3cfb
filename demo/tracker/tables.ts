import type { Pool } from 'pg'
import { personTable } from '../look/people.ts'

/** Creates Tracker's tables if they are missing. Safe when several processes start at once. */
export async function createTables(pool: Pool): Promise<void> {
  // One simple query is one transaction, so the lock lasts exactly as long as the creating.
  await pool.query(`
    select pg_advisory_xact_lock(hashtext('tracker-tables'));
    ${personTable('tracker')}
    create table if not exists tracker.issue (
      id integer generated always as identity primary key,
      title text not null check (char_length(title) between 1 and 120),
      description text not null default '' check (char_length(description) <= 10000),
      state text not null default 'todo' check (state in ('todo', 'in-progress', 'done')),
      author text references tracker.person,
      assignee text references tracker.person,
      version integer not null default 1,
      created_at timestamptz not null default now(),
      changed_at timestamptz not null default now()
    );
    create table if not exists tracker.comment (
      id bigint generated always as identity primary key,
      issue integer not null references tracker.issue on delete cascade,
      author text not null references tracker.person,
      said text not null check (char_length(said) between 1 and 5000),
      created_at timestamptz not null default now()
    );
    create index if not exists issue_by_state on tracker.issue (state, id);
    create index if not exists issue_by_assignee on tracker.issue (assignee, id);
    create index if not exists comment_by_issue on tracker.comment (issue, id);
  `)
}
