import { accountById } from '#account'
import { record } from '#audit'
import { announce } from '#events'
import { type Actor, hashSecret, newId, Refusal } from '#kernel'
import { queueJob, type Tx } from '#platform'
import { lossHours, stopTokenOf } from './lose-second-step.ts'
import { insertLoss, type Loss, lossOf, takeReset } from './loss-store.ts'
import { queueSecondStepMail } from './mail-second-step.ts'
import { secondStepOf } from './second-step-store.ts'
import { endSecondStep } from './turn-off-second-step.ts'

/**
 * An administrator turns two-step off for somebody who has lost the second step (CTL-2): after 24 hours, of which the holder
 * hears by mail and on every device that is logged in. The holder stops it, or confirms it from such a device and need not
 * wait. What role it takes is asked elsewhere.
 * @throws Refusal 'account.unknown' 404 where the administrator’s organization does not manage the account,
 *   'credential.no-second-step' 409, 'credential.reset-under-way' 409
 */
export async function resetSecondStep(
  tx: Tx,
  actor: Actor & { readonly kind: 'admin' },
  accountId: string,
  secretKey: Buffer,
): Promise<Loss> {
  const { organizationId } = actor
  const account = await accountById(tx, accountId)
  if (account?.managedBy?.organizationId !== organizationId) throw new Refusal('account.unknown', 404)
  if (!(await secondStepOf(tx, accountId)).turnedOnAt) throw new Refusal('credential.no-second-step', 409)
  const id = newId(tx.now)
  const dueAt = tx.now.add({ hours: lossHours })
  const stopTokenHash = hashSecret(stopTokenOf(secretKey, id))
  const isNew = await insertLoss(tx, { accountId, id, stopTokenHash, dueAt, resetBy: organizationId })
  const loss = await lossOf(tx, accountId)
  if (!isNew || !loss) throw new Refusal('credential.reset-under-way', 409)
  await record(tx, actor, 'credential.reset-started', { accountId })
  await announce(tx, 'credential.loss-started', { accountId })
  await queueSecondStepMail(tx, actor, accountId, 'reset-started')
  await queueJob(tx, 'credential.regain-access', { accountId, lossId: id }, { at: dueAt })
  return loss
}

/**
 * The holder confirms from a device that is logged in, so nobody has to wait (CTL-2). Never by mail: administrators may read
 * their people’s mailboxes.
 * @returns false when nothing was under way that an administrator had started
 */
export async function confirmReset(tx: Tx, actor: Actor & { readonly kind: 'holder' }): Promise<boolean> {
  const { accountId } = actor
  if (!(await takeReset(tx, accountId))) return false
  return endSecondStep(tx, actor, accountId, 'credential.reset-confirmed', 'access-regained')
}

/** Ends what the administrator of an organization has started that no longer manages the account. */
export async function endReset(tx: Tx, actor: Actor, accountId: string): Promise<void> {
  if (!(await takeReset(tx, accountId))) return
  await record(tx, actor, 'credential.loss-stopped', { accountId })
  await queueSecondStepMail(tx, actor, accountId, 'loss-stopped')
}
