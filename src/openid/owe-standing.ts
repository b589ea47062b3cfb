import { newId } from '#kernel'
import type { Tx } from '#platform'
import { insertStandings } from './notice-store.ts'
import { queueNotices } from './queue-notices.ts'

/**
 * An account is turned off, or on again (MAN-2): each product that knows it and can be told is owed the word, after what it is
 * owed already (DEV-4). Called from `reactions.ts`, in the transaction that does it.
 */
export async function oweStanding(tx: Tx, accountId: string, standing: 'disabled' | 'enabled'): Promise<void> {
  const productIds = await insertStandings(tx, accountId, standing, () => newId(tx.now))
  await queueNotices(
    tx,
    productIds.map((productId) => ({ productId, accountId })),
  )
}
