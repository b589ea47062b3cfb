import { record } from '#audit'
import type { Actor, Refusal } from '#kernel'
import type { Tx } from '#platform'

/** Writes down that a log-in with Google came to nothing, and why (LOG-3). Whom it would have been about is not said. */
export async function recordRefusal(
  tx: Tx,
  actor: Actor,
  refusal: Refusal,
  about: { siteId?: string; productId?: string },
): Promise<void> {
  const reason = refusal.code.slice(refusal.code.indexOf('.') + 1)
  await record(tx, actor, 'identity-source.refused', { reason, ...about })
}
