import { record } from '#audit'
import { announce } from '#events'
import { type Actor, Refusal } from '#kernel'
import type { Tx } from '#platform'
import { queueSecondStepMail } from './mail-second-step.ts'
import { lockWaysIn } from './passkey-store.ts'
import { giveRecoveryCodes } from './renew-recovery-codes.ts'
import { hasSecondStepWay } from './second-step.ts'
import { insertSecondStep, secondStepOf } from './second-step-store.ts'

/**
 * Turns two-step verification on (LOG-10), for an account that has an app or a passkey. Repeated, it changes nothing. Whoever
 * hears of it ends the trust in browsers that are not asked.
 * @returns recovery codes, when the account had none: to be shown once and never again
 * @throws Refusal 'credential.second-step-needs-way' 409
 */
export async function turnOnSecondStep(
  tx: Tx,
  actor: Actor,
  accountId: string,
  secretKey: Buffer,
): Promise<readonly string[] | undefined> {
  // The last passkey may be on its way out: it and this want the same lock.
  await lockWaysIn(tx, accountId)
  const step = await secondStepOf(tx, accountId)
  if (!hasSecondStepWay(step)) throw new Refusal('credential.second-step-needs-way', 409)
  if (await insertSecondStep(tx, accountId)) {
    await record(tx, actor, 'credential.second-step-turned-on', { accountId })
    await announce(tx, 'credential.second-step-turned-on', { accountId })
    await queueSecondStepMail(tx, actor, accountId, 'turned-on')
  }
  return step.recoveryCodesLeft > 0 ? undefined : giveRecoveryCodes(tx, accountId, secretKey, step.recoveryCodeSet)
}
