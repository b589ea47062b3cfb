import { record } from '#audit'
import { type Actor, Refusal } from '#kernel'
import type { Tx } from '#platform'
import { queueNotices } from './queue-notices.ts'
import { reviveNotices } from './receipt-store.ts'

/**
 * Sends log-outs that fail, or were given up, once more: at once, and for a day from now (LOG-8). Their holders' records say
 * so (ACC-11).
 * @returns how many notices there were
 * @throws Refusal 'openid.nothing-to-replay' 404 when that one notice is unknown, or was acknowledged
 */
export async function replayNotices(
  tx: Tx,
  actor: Actor,
  which: { id: number } | { productId: string } | 'all',
): Promise<number> {
  const lines = await reviveNotices(tx, which)
  if (lines.length === 0 && which !== 'all' && 'id' in which) throw new Refusal('openid.nothing-to-replay', 404)
  for (const { accountId, productId } of lines) {
    await record(tx, actor, 'openid.log-outs-replayed', { accountId, product: productId })
  }
  await queueNotices(tx, lines)
  return lines.reduce((sum, { notices }) => sum + notices, 0)
}
