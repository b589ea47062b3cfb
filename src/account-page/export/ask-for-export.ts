import { record } from '#audit'
import { type Actor, macOf, Refusal } from '#kernel'
import { countOne, type Limit, queueJob, type Tx } from '#platform'
import { startExport } from './store.ts'

const perDay: Limit = { name: 'export', most: 4, within: Temporal.Duration.from('PT24H') }
const mostAttempts = 5

/**
 * Asks for a download of everything that is held about the account (ACC-10): a job makes it. While one is being made, that one
 * is waited for.
 * @throws Refusal 'account-page.exports-many' 429 after three in a day
 */
export async function askForExport(tx: Tx, actor: Actor & { kind: 'holder' }, secretKey: Buffer): Promise<void> {
  const { accountId } = actor
  if (!(await startExport(tx, accountId))) return
  const { blockedUntil } = await countOne(tx, perDay, macOf(secretKey, perDay.name, accountId))
  if (blockedUntil) throw new Refusal('account-page.exports-many', 429, { until: blockedUntil })
  await record(tx, actor, 'account-page.export-asked', { accountId })
  const payload = { accountId, askedAt: tx.now.toString() }
  const key = `account-page.make-export ${accountId}`
  await queueJob(tx, 'account-page.make-export', payload, { key, maxAttempts: mostAttempts })
}
