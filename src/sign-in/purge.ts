import { announce } from '#events'
import type { Database } from '#platform'
import { purgeAlerts } from './device-alert-store.ts'
import { expiredSessions } from './session-store.ts'
import { purgeAttempts, purgeBrowsers } from './store.ts'
import { purgeSpentWork } from './work-store.ts'

const batch = 500
const browserDays = 400
// Longer than an account may wait for the proof of its address in the browser it was made in (ACC-6).
const strangerDays = 8

/**
 * Clears what has run out: attempts, sessions, and browsers nobody has used for 400 days. Products are not told of sessions
 * that only ran out: their own limits are theirs.
 */
export async function purgeSignIn(database: Database): Promise<void> {
  await purgeAttempts(database.durable)
  await purgeAlerts(database.durable)
  await purgeSpentWork(database.durable)
  for (;;) {
    const ended = await database.transaction(async (tx) => {
      const gone = await expiredSessions(tx, batch)
      const byAccount = Map.groupBy(gone, ({ account_id }) => account_id)
      for (const [accountId, sessions] of byAccount) {
        await announce(tx, 'sign-in.sessions-expired', { accountId, sessionIds: sessions.map(({ id }) => id) })
      }
      return gone.length
    })
    if (ended < batch) break
  }
  const { now } = database.durable
  const old = now.subtract({ hours: 24 * browserDays })
  const strangers = now.subtract({ hours: 24 * strangerDays })
  while ((await purgeBrowsers(database.durable, old, strangers, batch)) === batch);
}
