import pg from 'pg'
import sql, { bulk } from 'sql-template-tag'
import type { State } from './issue.ts'
import { createTables } from './tables.ts'

/** Newest last, as they would have been written. */
const issues: readonly [title: string, description: string, state: State][] = [
  [
    'Order confirmation shows prices without tax',
    'Customers in Germany see 42.00 € in the basket and 49.98 € in the mail.\nBoth should be with tax.',
    'done',
  ],
  ['Searching for “Müller” doesn’t find “Mueller”', 'Support has to try both spellings each time.', 'todo'],
  [
    'Export of the address list stops after 10,000 rows',
    'The file is complete up to row 10,000 and then ends without an error.',
    'in-progress',
  ],
  ['Move the nightly backup away from 02:00', 'It runs while the Lisbon warehouse closes its books.', 'done'],
  [
    'Calendar shows holidays of the wrong state',
    'Set to Bavaria, shows Berlin.\n\nSteps:\n1. Open Settings, Calendar\n2. Choose Bavaria\n3. Look at 15 August',
    'todo',
  ],
  [
    'Printing a delivery note cuts off the last line',
    'Only on A4, only if there are more than 28 items.',
    'in-progress',
  ],
  ['Write down who is on call in August', 'Ana and Ben are away in the first week.', 'todo'],
]

/** Puts a handful of issues in, if there are none yet. Says how many. */
export async function seed(pool: pg.Pool): Promise<number> {
  await createTables(pool)
  const seeded = await pool.query(sql`
    insert into tracker.issue (title, description, state)
    select title, description, state
    from (values ${bulk(issues.map((issue) => [...issue]))}) as given (title, description, state)
    where not exists (select from tracker.issue)`)
  return seeded.rowCount ?? 0
}

if (import.meta.main) {
  const connectionString = process.env.TRACKER_DATABASE_URL
  if (!connectionString) {
    console.error('TRACKER_DATABASE_URL is missing: postgres://user:password@host:port/database of Tracker’s own data')
    process.exit(1)
  }
  const pool = new pg.Pool({ connectionString })
  console.log(`${await seed(pool)} issues put in`)
  await pool.end()
}
