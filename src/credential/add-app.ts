import { record } from '#audit'
import { type Actor, Refusal } from '#kernel'
import type { Tx } from '#platform'
import { readAppCode, stepOf } from './app-code.ts'
import { unsealApp } from './app-secret.ts'
import { queueSecondStepMail } from './mail-second-step.ts'
import { deleteOffer, lockOffer, sealedAppOf, secondStepOf, upsertApp } from './second-step-store.ts'
import { turnOnSecondStep } from './turn-on-second-step.ts'

/**
 * Puts an authenticator app in force once it has shown that it works (LOG-10): only then does the one before it go. Turns
 * two-step on with it. Of two at the same moment one gets the key that was shown.
 * @param typed the code that the new app shows
 * @returns recovery codes when the account had none, and whether it had an app before
 * @throws Refusal 'credential.offer-gone' 410, 'credential.code-missing' and 'credential.code-wrong' 422
 */
export async function addApp(
  tx: Tx,
  actor: Actor,
  accountId: string,
  secretKey: Buffer,
  typed: string | undefined,
): Promise<{ codes?: readonly string[]; isReplaced: boolean }> {
  const sealed = await lockOffer(tx, accountId)
  if (!sealed) throw new Refusal('credential.offer-gone', 410)
  if (!typed) throw new Refusal('credential.code-missing', 422)
  const code = readAppCode(typed)
  const step = code && stepOf(unsealApp(secretKey, accountId, sealed), code, tx.now)
  if (!step) throw new Refusal('credential.code-wrong', 422)
  const isReplaced = (await sealedAppOf(tx, accountId)) !== undefined
  const { turnedOnAt } = await secondStepOf(tx, accountId)
  await upsertApp(tx, { accountId, sealed, lastStep: step })
  await deleteOffer(tx, accountId)
  await record(tx, actor, isReplaced ? 'credential.app-replaced' : 'credential.app-added', { accountId })
  // Turning on tells the holder by itself.
  if (turnedOnAt) await queueSecondStepMail(tx, actor, accountId, isReplaced ? 'app-replaced' : 'app-added')
  return { codes: await turnOnSecondStep(tx, actor, accountId, secretKey), isReplaced }
}
