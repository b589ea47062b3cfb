import { record } from '#audit'
import { type Actor, Refusal } from '#kernel'
import type { Tx } from '#platform'
import type { NoticeGroup } from './notice-store.ts'
import { queueNotices } from './queue-notices.ts'
import { type Revival, reviveNotices } from './receipt-store.ts'

/**
 * Sends log-outs, or events, that fail or were given up once more: at once, and for as long again (LOG-8, DEV-4). The
 * records of their accounts say so (ACC-11).
 * @returns how many notices there were
 * @throws Refusal 'openid.nothing-to-replay' 404 when that one notice is unknown, or was acknowledged
 */
export async function replayNotices(tx: Tx, actor: Actor, group: NoticeGroup, which: Revival): Promise<number> {
  const lines = await reviveNotices(tx, group, which)
  if (lines.length === 0 && which !== 'all' && 'id' in which) throw new Refusal('openid.nothing-to-replay', 404)
  for (const { accountId, productId: product, kind } of lines) {
    if (kind === 'erased') await record(tx, actor, 'openid.erasures-replayed', { accountId, product })
    else if (kind === 'log-out') await record(tx, actor, 'openid.log-outs-replayed', { accountId, product })
    else await record(tx, actor, 'openid.standing-replayed', { accountId, product })
  }
  await queueNotices(tx, lines)
  return lines.reduce((sum, { notices }) => sum + notices, 0)
}
