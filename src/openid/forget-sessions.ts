import type { Tx } from '#platform'
import { deleteGrants, type Gone, insertNotices } from './notice-store.ts'
import { queueNotices } from './queue-notices.ts'
import { deleteTokensOf } from './store-issue.ts'

/**
 * Sessions have ended (LOG-8): all their tokens are gone at once, those with offline access too, and each product that
 * knew one of them is owed a log-out, delivered by a job that exists if, and only if, this commits. Called from
 * `reactions.ts`, in the transaction that ends the sessions.
 *
 * A session that merely ran out is not ended: products have limits of their own, and being told would cut them short.
 */
export async function forgetSessions(
  tx: Tx,
  ended: { readonly accountId: string; readonly sessionIds: readonly string[] },
): Promise<void> {
  if (ended.sessionIds.length === 0) return
  await forget(tx, ended.accountId, await deleteGrants(tx, ended.accountId, { of: ended.sessionIds }))
}

/**
 * Whatever products still hold of an account, beyond one session that goes on, is to end: also what began in sessions that
 * have run out since (LOG-8, "out of every product").
 */
export async function forgetAccount(
  tx: Tx,
  { accountId, exceptSessionId }: { readonly accountId: string; readonly exceptSessionId: string | undefined },
): Promise<void> {
  await forget(tx, accountId, await deleteGrants(tx, accountId, { except: exceptSessionId }))
}

async function forget(tx: Tx, accountId: string, gone: readonly Gone[]): Promise<void> {
  if (gone.length === 0) return
  await deleteTokensOf(
    tx,
    gone.map(({ grantId }) => grantId),
  )
  const owed = gone.filter(({ told }) => told)
  if (owed.length === 0) return
  await insertNotices(tx, accountId, owed)
  await queueNotices(
    tx,
    owed.map(({ productId }) => ({ productId, accountId })),
  )
}
