import { queueJob, type Tx } from '#platform'
import { deleteGrants, insertNotice } from './log-out-store.ts'
import { deleteTokensOf } from './store-issue.ts'

// Waits of 3, 7, 20, 55 s … 6 h, as graphile-worker spaces them: the last try is about a day after the first.
const tries = 15

/**
 * Sessions have ended (LOG-8): all their tokens are gone at once, those with offline access too, and each product that
 * knew one of them is owed a log-out, delivered by a job that exists if, and only if, this commits. Called from
 * `reactions.ts`, in the transaction that ends the sessions.
 */
export async function forgetSessions(
  tx: Tx,
  ended: { readonly accountId: string; readonly sessionIds: readonly string[] },
): Promise<void> {
  if (ended.sessionIds.length === 0) return
  const grants = await deleteGrants(tx, ended.accountId, ended.sessionIds)
  if (grants.length === 0) return
  await deleteTokensOf(
    tx,
    grants.map(({ grantId }) => grantId),
  )
  for (const { productId, sid, told } of grants) {
    if (!told) continue
    const noticeId = await insertNotice(tx, ended.accountId, productId, sid)
    await queueJob(tx, 'openid.deliver-log-out', { noticeId }, { maxAttempts: tries })
  }
}
