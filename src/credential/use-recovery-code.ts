import { record } from '#audit'
import type { Actor } from '#kernel'
import type { Tx } from '#platform'
import { queueSecondStepMail } from './mail-second-step.ts'
import { readRecoveryCode, recoveryCodeHash } from './recovery-code.ts'
import { secondStepOf, takeCode } from './second-step-store.ts'

/** Spends a recovery code, once, and tells the holder by mail how many are left (LOG-10). */
export async function useRecoveryCode(
  tx: Tx,
  actor: Actor,
  accountId: string,
  secretKey: Buffer,
  typed: string,
): Promise<boolean> {
  const code = readRecoveryCode(typed)
  if (!code || !(await takeCode(tx, accountId, recoveryCodeHash(secretKey, accountId, code)))) return false
  const { recoveryCodesLeft: left } = await secondStepOf(tx, accountId)
  await record(tx, actor, 'credential.recovery-code-used', { accountId, left })
  await queueSecondStepMail(tx, actor, accountId, 'code-used', { left })
  return true
}
