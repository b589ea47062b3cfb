import type { Database } from '#platform'
import { deleteUnverifiedBefore } from './store.ts'

const unverifiedDays = 7
const batch = 1_000

/** Drops accounts that stayed unverified for 7 days (ACC-6), in batches so that nobody waits for it. */
export async function purgeUnverified(database: Database): Promise<number> {
  let gone = 0
  for (;;) {
    const now = database.durable.now
    const count = await deleteUnverifiedBefore(database.durable, now.subtract({ hours: 24 * unverifiedDays }), batch)
    gone += count
    if (count < batch) return gone
  }
}
