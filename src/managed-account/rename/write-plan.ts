import { csvLine, csvStart, type Statements } from '#platform'
import { rowsOf } from './plan-store.ts'
import type { RenameRow } from './rename.ts'

const atOnce = 1_000

/**
 * Writes out every account of a rename as CSV, a thousand at a time: the address it has had, the one it is to have or has now,
 * and what is in the way.
 * @param why says that in words
 */
export async function* writePlan(
  on: Statements,
  renameId: string,
  why: (row: RenameRow) => string | undefined,
): AsyncGenerator<string> {
  yield csvStart + csvLine(['id', 'name', 'email', 'new_email', 'state', 'obstacle', 'why'])
  let after: string | undefined
  for (;;) {
    const rows = await rowsOf(on, renameId, { after, most: atOnce })
    const lines = rows.map((row) =>
      csvLine([row.accountId, row.name, row.email, row.toEmail, row.state, row.obstacle, why(row)]),
    )
    if (lines.length > 0) yield lines.join('')
    if (rows.length < atOnce) return
    after = rows.at(-1)?.accountId
  }
}
