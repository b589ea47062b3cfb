import type { Database, Statements } from '#platform'
import { deleteOldChanges } from './change-address/store.ts'
import { deleteExpiredUploads } from './picture/store.ts'
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

/** Drops uploads that nobody cut out, and links that have run out (ACC-7, ACC-8). */
export async function purgeChanges(on: Statements): Promise<void> {
  await deleteExpiredUploads(on)
  await deleteOldChanges(on)
}
