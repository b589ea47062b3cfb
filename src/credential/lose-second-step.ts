import { accountById } from '#account'
import { record } from '#audit'
import { announce } from '#events'
import { type Actor, hashSecret, macOf, newId, Refusal } from '#kernel'
import { countOne, type Limit, queueJob, type Tx } from '#platform'
import { insertLoss, type Loss, lossOf, takeLoss, takeLossLink } from './loss-store.ts'
import { queueSecondStepMail } from './mail-second-step.ts'

/** How long two-step stays on after it was said to be lost, for the holder to notice and to stop it. */
export const lossHours = 24
const mails: Limit = { name: 'second-step-loss', most: 4, within: Temporal.Duration.from('PT1H') }

/**
 * Somebody who has typed the password says that the second step is lost (LOG-10): mails the link that starts the wait.
 * Where an organization manages the account, its administrators reset it instead (CTL-2).
 * @throws Refusal 'credential.loss-often' 429 after three mails in an hour, 'account.managed' 403
 */
export async function askAboutLoss(tx: Tx, actor: Actor, accountId: string, secretKey: Buffer): Promise<void> {
  const manager = (await accountById(tx, accountId))?.managedBy
  if (manager) throw new Refusal('account.managed', 403, { organization: manager.organization })
  const { blockedUntil } = await countOne(tx, mails, macOf(secretKey, mails.name, accountId))
  if (blockedUntil) throw new Refusal('credential.loss-often', 429, { until: blockedUntil })
  await record(tx, actor, 'credential.loss-asked', { accountId })
  await queueJob(tx, 'credential.mail-loss-link', { accountId })
}

/**
 * The mailed link was followed: from now on it takes 24 hours, of which the holder hears by mail and on every device that is
 * logged in. Asking again neither shortens nor lengthens them.
 * @returns nothing when the link no longer works, or two-step is off by now
 */
export async function startLoss(tx: Tx, actor: Actor, tokenHash: Buffer, secretKey: Buffer): Promise<Loss | undefined> {
  const accountId = await takeLossLink(tx, tokenHash)
  if (!accountId) return undefined
  const id = newId(tx.now)
  const dueAt = tx.now.add({ hours: lossHours })
  const stopTokenHash = hashSecret(stopTokenOf(secretKey, id))
  if (await insertLoss(tx, { accountId, id, stopTokenHash, dueAt })) {
    await record(tx, actor, 'credential.loss-started', { accountId })
    await announce(tx, 'credential.loss-started', { accountId })
    await queueSecondStepMail(tx, actor, accountId, 'loss-started')
    await queueJob(tx, 'credential.regain-access', { accountId, lossId: id }, { at: dueAt })
  }
  return lossOf(tx, accountId)
}

/** Leaves two-step on after all. False when there is nothing to stop any more. */
export async function stopLoss(tx: Tx, actor: Actor, accountId: string): Promise<boolean> {
  if (!(await takeLoss(tx, accountId))) return false
  await record(tx, actor, 'credential.loss-stopped', { accountId })
  await queueSecondStepMail(tx, actor, accountId, 'loss-stopped')
  return true
}

/** The secret of the link that stops a wait: made from its id and our own key, so that every mail carries the same one. */
export const stopTokenOf = (secretKey: Buffer, lossId: string): string =>
  macOf(secretKey, 'keep-second-step', lossId).toString('base64url')
