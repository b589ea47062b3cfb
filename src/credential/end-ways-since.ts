import { record } from '#audit'
import type { Actor } from '#kernel'
import type { Tx } from '#platform'
import { stopLoss } from './lose-second-step.ts'
import { deleteLossLinks, lossOf } from './loss-store.ts'
import { queueSecondStepMail } from './mail-second-step.ts'
import { lockWaysIn, passkeysOf } from './passkey-store.ts'
import { takePasskey } from './remove-passkey.ts'
import { hasSecondStepWay } from './second-step.ts'
import { deleteApp, deleteCodeSetSince, deleteOffer, lockSecondStep, secondStepOf } from './second-step-store.ts'
import { turnOffSecondStep } from './turn-off-second-step.ts'

/**
 * Ends every way into an account that was added since a moment, because somebody else may have been at it (ACC-7): passkeys,
 * the app, recovery codes, a wait for a second step that is said to be lost. Two-step goes off with them when it was turned on
 * since then, or when nothing is left to ask for; what there was before stays. The holder is told of each by mail.
 */
export async function endWaysSince(tx: Tx, actor: Actor, accountId: string, since: Temporal.Instant): Promise<void> {
  await endPasskeysSince(tx, actor, accountId, since)
  await lockSecondStep(tx, accountId)
  const { turnedOnAt, app, passkeys } = await secondStepOf(tx, accountId)
  const isAppNew = app !== undefined && isSince(app.addedAt, since)
  const left = { app: isAppNew ? undefined : app, passkeys }
  if (turnedOnAt && (isSince(turnedOnAt, since) || !hasSecondStepWay(left))) {
    await turnOffSecondStep(tx, actor, accountId)
    return
  }
  if (isAppNew && (await deleteApp(tx, accountId))) {
    await record(tx, actor, 'credential.app-removed', { accountId })
    await queueSecondStepMail(tx, actor, accountId, 'app-removed')
  }
  if (await deleteCodeSetSince(tx, accountId, since)) {
    await record(tx, actor, 'credential.recovery-codes-ended', { accountId })
    await queueSecondStepMail(tx, actor, accountId, 'codes-ended')
  }
  await deleteOffer(tx, accountId)
  await deleteLossLinks(tx, accountId)
  const loss = await lossOf(tx, accountId)
  if (loss && isSince(loss.askedAt, since)) await stopLoss(tx, actor, accountId)
}

/** Takes the passkeys and security keys from an account that were added since a moment, the last of its ways in, too. */
export async function endPasskeysSince(
  tx: Tx,
  actor: Actor,
  accountId: string,
  since: Temporal.Instant,
): Promise<void> {
  // One that is just being added is waited for.
  await lockWaysIn(tx, accountId)
  for (const passkey of await passkeysOf(tx, accountId)) {
    if (isSince(passkey.createdAt, since)) await takePasskey(tx, actor, passkey)
  }
}

const isSince = (at: Temporal.Instant, since: Temporal.Instant): boolean => Temporal.Instant.compare(at, since) >= 0
