import type { Pool } from 'pg'
import sql, { empty, join, raw, type Sql } from 'sql-template-tag'
import type { Comment, Draft, Issue, State } from './issue.ts'

/** Which issues a list shows. `before` and `after` are the keys of its neighbors: pages don't shift as issues arrive. */
export interface Filter {
  state: State | undefined
  /** An account ID, or `nobody`. */
  assignee: string | undefined
  search: string
  before: number | undefined
  after: number | undefined
}

export interface IssuePage {
  issues: Issue[]
  newer: number | undefined
  older: number | undefined
}

export const pageSize = 25

const issueRows = raw(`
  select issue.id, title, description, state, author, written.name as "authorName", assignee,
    given.name as "assigneeName", version, created_at as "createdAt", changed_at as "changedAt"
  from tracker.issue
  left join tracker.person written on written.account_id = author
  left join tracker.person given on given.account_id = assignee`)

/** One page of issues, newest first, with the people on them: one statement. */
export async function listIssues(pool: Pool, filter: Filter): Promise<IssuePage> {
  const backwards = filter.after !== undefined
  const conditions: Sql[] = [sql`true`]
  if (filter.state) conditions.push(sql`state = ${filter.state}`)
  if (filter.assignee === 'nobody') conditions.push(sql`assignee is null`)
  else if (filter.assignee) conditions.push(sql`assignee = ${filter.assignee}`)
  if (filter.search) conditions.push(searching(filter.search))
  if (filter.before !== undefined) conditions.push(sql`issue.id < ${filter.before}`)
  if (filter.after !== undefined) conditions.push(sql`issue.id > ${filter.after}`)
  const order = backwards ? sql`order by issue.id asc` : sql`order by issue.id desc`
  const found = await pool.query<Issue>(
    sql`${issueRows} where ${join(conditions, ' and ')} ${order} limit ${pageSize + 1}`,
  )
  const more = found.rows.length > pageSize
  const issues = found.rows.slice(0, pageSize)
  if (backwards) issues.reverse()
  const hasOlder = backwards || more
  const hasNewer = backwards ? more : filter.before !== undefined
  return { issues, newer: hasNewer ? issues[0]?.id : undefined, older: hasOlder ? issues.at(-1)?.id : undefined }
}

/** Words anywhere in title or description; `12` and `#12` also find the issue of that number. */
function searching(search: string): Sql {
  const pattern = `%${search.replace(/[\\%_]/g, '\\$&')}%`
  const number = /^#?(\d{1,9})$/.exec(search)?.[1]
  return sql`(title ilike ${pattern} or description ilike ${pattern} ${number ? sql`or issue.id = ${Number(number)}` : empty})`
}

export async function issueOf(pool: Pool, id: number): Promise<Issue | undefined> {
  return (await pool.query<Issue>(sql`${issueRows} where issue.id = ${id}`)).rows[0]
}

/** The latest 500 comments, oldest first. */
export async function commentsOf(pool: Pool, issue: number): Promise<Comment[]> {
  const found = await pool.query<Comment>(sql`
    select comment.id, author, name as "authorName", said, created_at as "createdAt"
    from tracker.comment join tracker.person on account_id = author
    where issue = ${issue} order by comment.id desc limit 500`)
  return found.rows.reverse()
}

export async function createIssue(pool: Pool, author: string, { title, description }: Draft): Promise<number> {
  const created = await pool.query<{ id: number }>(sql`
    insert into tracker.issue (title, description, author) values (${title}, ${description}, ${author}) returning id`)
  return created.rows[0]!.id
}

/** Writes a draft over the version it was made from. False if somebody else wrote in between, or the issue is gone. */
export async function rewriteIssue(pool: Pool, id: number, version: number, draft: Draft): Promise<boolean> {
  const written = await pool.query(sql`
    update tracker.issue
    set title = ${draft.title}, description = ${draft.description}, version = version + 1, changed_at = now()
    where id = ${id} and version = ${version}`)
  return written.rowCount === 1
}

/** False if there is no such issue. */
export async function moveIssue(pool: Pool, id: number, state: State): Promise<boolean> {
  const moved = await pool.query(sql`update tracker.issue set state = ${state}, changed_at = now() where id = ${id}`)
  return moved.rowCount === 1
}

/** Gives an issue to somebody or, with undefined, to nobody. False if there is no such issue or no such person. */
export async function assignIssue(pool: Pool, id: number, to: string | undefined): Promise<boolean> {
  const known = to === undefined ? sql`true` : sql`exists (select from tracker.person where account_id = ${to})`
  const given = await pool.query(sql`
    update tracker.issue set assignee = ${to}, changed_at = now() where id = ${id} and ${known}`)
  return given.rowCount === 1
}

/** False if there is no such issue. */
export async function addComment(pool: Pool, issue: number, author: string, said: string): Promise<boolean> {
  const added = await pool.query(sql`
    insert into tracker.comment (issue, author, said)
    select id, ${author}, ${said} from tracker.issue where id = ${issue}`)
  return added.rowCount === 1
}
