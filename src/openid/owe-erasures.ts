import { newId } from '#kernel'
import type { Tx } from '#platform'
import { insertErasures } from './notice-store.ts'
import { queueNotices } from './queue-notices.ts'

/**
 * An account is being erased (ACC-9): each product that has ever known it is owed the word, delivered by a job that exists if,
 * and only if, this commits. Called from `reactions.ts`, in the transaction that erases.
 */
export async function oweErasures(tx: Tx, accountId: string): Promise<void> {
  const productIds = await insertErasures(tx, accountId, () => newId(tx.now))
  await queueNotices(
    tx,
    productIds.map((productId) => ({ productId, accountId })),
  )
}
