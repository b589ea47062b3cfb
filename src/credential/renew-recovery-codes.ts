import { record } from '#audit'
import { type Actor, newId, Refusal } from '#kernel'
import type { Tx } from '#platform'
import { queueSecondStepMail } from './mail-second-step.ts'
import { newRecoveryCodes, recoveryCodeHash } from './recovery-code.ts'
import { insertCodeSet, insertCodes, replaceCodeSet, secondStepOf } from './second-step-store.ts'

/**
 * Makes ten new recovery codes, which end the old ones (LOG-10).
 * @param insteadOf the set that is to end: a page that is loaded again must not end the codes it has just shown
 * @returns the codes, to be shown once; nothing when that set has been replaced before
 * @throws Refusal 'credential.second-step-off' 409
 */
export async function renewRecoveryCodes(
  tx: Tx,
  actor: Actor,
  accountId: string,
  secretKey: Buffer,
  insteadOf: string | undefined,
): Promise<readonly string[] | undefined> {
  const { turnedOnAt } = await secondStepOf(tx, accountId)
  if (!turnedOnAt) throw new Refusal('credential.second-step-off', 409)
  const codes = await giveRecoveryCodes(tx, accountId, secretKey, insteadOf)
  if (!codes) return undefined
  await record(tx, actor, 'credential.recovery-codes-renewed', { accountId })
  await queueSecondStepMail(tx, actor, accountId, 'codes-renewed')
  return codes
}

/** Ten codes in the place of a set, or of none; of two at the same moment one gets them. */
export async function giveRecoveryCodes(
  tx: Tx,
  accountId: string,
  secretKey: Buffer,
  insteadOf: string | undefined,
): Promise<readonly string[] | undefined> {
  const setId = newId(tx.now)
  const isMine = insteadOf
    ? await replaceCodeSet(tx, accountId, insteadOf, setId)
    : await insertCodeSet(tx, accountId, setId)
  if (!isMine) return undefined
  const codes = newRecoveryCodes()
  const hashes = codes.map((code) => recoveryCodeHash(secretKey, accountId, code))
  await insertCodes(tx, setId, hashes)
  return codes
}
