import type { Tx } from '#platform'
import { readAppCode, stepOf } from './app-code.ts'
import { unsealApp } from './app-secret.ts'
import { sealedAppOf, takeStep } from './second-step-store.ts'

/**
 * Accepts an authenticator code, once (LOG-10, RFC 6238 §5.2): the update of `last_step` is itself the acceptance, so of two
 * at the same moment one is right. Wrong, late and repeated codes are told alike.
 * @throws Refusal 'credential.app-unreadable' 409
 */
export async function useAppCode(tx: Tx, accountId: string, secretKey: Buffer, typed: string): Promise<boolean> {
  const sealed = await sealedAppOf(tx, accountId)
  if (!sealed) return false
  const secret = unsealApp(secretKey, accountId, sealed)
  const code = readAppCode(typed)
  const step = code && stepOf(secret, code, tx.now)
  return step ? takeStep(tx, accountId, sealed, step) : false
}
