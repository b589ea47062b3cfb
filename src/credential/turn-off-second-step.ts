import { record } from '#audit'
import { announce } from '#events'
import type { Actor } from '#kernel'
import type { Tx } from '#platform'
import { deleteLossLinks, takeLoss } from './loss-store.ts'
import { queueSecondStepMail, type SecondStepMail } from './mail-second-step.ts'
import { deleteApp, deleteCodeSet, deleteOffer, deleteSecondStep } from './second-step-store.ts'

/**
 * Turns two-step verification off (LOG-10). The app and the recovery codes go with it: what nobody asks for any more would
 * only lie about. Passkeys stay, because they log in on their own.
 * @returns false when it was off already
 */
export async function turnOffSecondStep(tx: Tx, actor: Actor, accountId: string): Promise<boolean> {
  return endSecondStep(tx, actor, accountId, 'credential.second-step-turned-off', 'turned-off')
}

/** What turning off and regaining access have in common. */
export async function endSecondStep(
  tx: Tx,
  actor: Actor,
  accountId: string,
  action: 'credential.second-step-turned-off' | 'credential.access-regained' | 'credential.reset-confirmed',
  mail: SecondStepMail,
): Promise<boolean> {
  if (!(await deleteSecondStep(tx, accountId))) return false
  await deleteApp(tx, accountId)
  await deleteOffer(tx, accountId)
  await deleteCodeSet(tx, accountId)
  await takeLoss(tx, accountId)
  await deleteLossLinks(tx, accountId)
  await record(tx, actor, action, { accountId })
  await announce(tx, 'credential.second-step-turned-off', { accountId })
  await queueSecondStepMail(tx, actor, accountId, mail)
  return true
}
