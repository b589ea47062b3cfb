import { record } from '#audit'
import { announce } from '#events'
import { type Actor, isId } from '#kernel'
import type { Tx } from '#platform'
import { deleteSessions } from './session-store.ts'

/**
 * Ends sessions of one account (LOG-8): those named, or all but one. Products hear of it through `sign-in.sessions-ended`,
 * which is announced in the same transaction.
 * With all but one, products are to end what sessions left there that have run out since: `sign-in.others-ended`.
 * @param cause why, for the holder's record: `log-out`, `device-ended`, `password-changed`, `not-me`, `leaving`,
 *   `address-restored`, `deactivated`, `suspended`, `by-organization`
 * @returns how many there were
 */
export async function endSessions(
  tx: Tx,
  actor: Actor,
  accountId: string,
  which: { only: readonly string[] } | { except?: string },
  cause:
    | 'log-out'
    | 'device-ended'
    | 'password-changed'
    | 'not-me'
    | 'leaving'
    | 'address-restored'
    | 'deactivated'
    | 'suspended'
    | 'by-organization',
): Promise<number> {
  const chosen = 'only' in which ? { only: which.only.filter(isId) } : which
  const ended = await deleteSessions(tx, accountId, chosen)
  for (const session of ended)
    await record(tx, actor, 'sign-in.session-ended', { accountId, cause, device: session.device })
  if (ended.length > 0) {
    await announce(tx, 'sign-in.sessions-ended', { accountId, sessionIds: ended.map(({ id }) => id), cause })
  }
  if (!('only' in chosen)) await announce(tx, 'sign-in.others-ended', { accountId, exceptSessionId: chosen.except })
  return ended.length
}
