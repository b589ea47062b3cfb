import { record } from '#audit'
import { type Actor, Refusal } from '#kernel'
import type { Tx } from '#platform'
import { queueSecondStepMail } from './mail-second-step.ts'
import { lockWaysIn } from './passkey-store.ts'
import { deleteApp, lockSecondStep, secondStepOf } from './second-step-store.ts'

/**
 * Takes the authenticator app from an account that has a passkey for its second step.
 * @throws Refusal 'credential.last-way' 409: the last way goes only with two-step itself
 */
export async function removeApp(tx: Tx, actor: Actor, accountId: string): Promise<void> {
  await lockWaysIn(tx, accountId)
  await lockSecondStep(tx, accountId)
  const { app, passkeys, turnedOnAt } = await secondStepOf(tx, accountId)
  if (!app) return
  if (turnedOnAt && passkeys === 0) throw new Refusal('credential.last-way', 409)
  if (!(await deleteApp(tx, accountId))) return
  await record(tx, actor, 'credential.app-removed', { accountId })
  await queueSecondStepMail(tx, actor, accountId, 'app-removed')
}
