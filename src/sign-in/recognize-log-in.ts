import { record } from '#audit'
import type { Actor } from '#kernel'
import type { Tx } from '#platform'
import { setAlertRecognized } from './device-alert-store.ts'

/** “Yes, it was me” (LOG-9). Only another session than that log-in's own can say so; what is not there is passed over. */
export async function recognizeLogIn(
  tx: Tx,
  actor: Actor & { kind: 'holder' },
  which: { alertId: string; askingSessionId: string },
): Promise<void> {
  const { accountId } = actor
  const alert = await setAlertRecognized(tx, { id: which.alertId, accountId }, which.askingSessionId)
  if (alert) await record(tx, actor, 'sign-in.log-in-recognized', { accountId, device: alert.device })
}
