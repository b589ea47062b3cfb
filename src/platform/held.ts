import { raw, type Statements, sql } from './database.ts'

/**
 * One table of what a room holds about an account: what of it the holder is given (ACC-10), and what becomes of it when the
 * account is erased (ACC-9). A test walks the schema and fails for any table or column that nobody has decided about.
 */
export type Held = {
  /** Its name in the download. */
  readonly as: string
  readonly table: string
  /** The column that says whose it is. */
  readonly by: string
  /** What one row is, for the manual. */
  readonly means: string
  /** Columns that are given, under their own names; the first one that is a moment says which rows are newest. */
  readonly given: readonly string[]
  /** More that is given: a name, and the SQL that reads it beside the row, which is called `held` there. */
  readonly also?: Readonly<Record<string, string>>
  /** Columns that are not, and why. */
  readonly leftOut: Readonly<Record<string, string>>
  /** `goes`: with the account's own row, by a foreign key. Anything else says what happens in words. */
  readonly erased: 'goes' | (string & {})
}

/** Why columns are left out of a download. */
export const reasons = {
  secret: 'a secret, or what secrets are checked with: no use to the holder, and of use to others',
  internal: 'a number of our own, which says nothing of the holder',
  again: 'says again what another column says',
} as const

/** The rows of one account, newest first, as they stand in the database: snake_case, moments as RFC 3339 has them. */
export type HeldRows = { readonly rows: readonly Readonly<Record<string, unknown>>[]; readonly more: boolean }

/**
 * Reads what a table holds about an account.
 * @param most more than so many are not read, which the answer says
 */
export async function readHeld(on: Statements, held: Held, accountId: string, most: number): Promise<HeldRows> {
  const { table, by, given, also = {} } = held
  const columns = [...given, ...Object.entries(also).map(([name, read]) => `${read} as ${name}`)].join(', ')
  const newest = given.find((column) => /(^at|_at)$/.test(column))
  const rows = await on.all<{ row: Record<string, unknown> }>(sql`
    select to_jsonb(t) as row from (
      select ${raw(columns)} from ${raw(table)} as held where ${raw(by)} = ${accountId}
      ${raw(newest ? `order by ${newest} desc nulls last` : '')} limit ${most + 1}) as t`)
  return { rows: rows.slice(0, most).map(({ row }) => row), more: rows.length > most }
}
