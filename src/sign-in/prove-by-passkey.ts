import { type CheckedPasskey, checkPasskey, type RelyingParty, usePasskey } from '#credential'
import { hashSecret, type Origin, Refusal } from '#kernel'
import type { Database, Tx } from '#platform'
import { type Attempt, type Facts, nextStep } from './attempt.ts'
import { setAttemptPasskeyProved } from './passkey-attempt-store.ts'
import { setSecondStepDone } from './second-step-store.ts'
import { attemptOf } from './store.ts'

/** What a passkey is to prove: who somebody is, or that whoever knows the password is that person. */
export type AskedPasskey = {
  readonly purpose: 'log-in' | 'second-step'
  /** The account, where it is known already: of a second step, and when somebody only confirms who is logged in. */
  readonly accountId?: string
}

type Wishes = { readonly keep: boolean; readonly trust: boolean }

/**
 * What a log-in under way would ask a passkey for, now.
 * @param use what the page is for that asks: whoever goes back to the address may come as somebody else
 */
export function askedOf(attempt: Attempt & Facts, use?: string): AskedPasskey {
  const { accountId, confirms } = attempt
  if (use !== 'log-in' && nextStep(attempt, attempt) === 'second-step') return { purpose: 'second-step', accountId }
  return { purpose: 'log-in', accountId: confirms }
}

/**
 * Takes a log-in on by a passkey: all the way, as it is two factors at once, or only past the second step (LOG-10). Who it is
 * the passkey says, whatever address was typed.
 * @param attempt opened when the passkey has been checked, where there is no log-in yet
 * @param wishesOf whether the session is to outlive the browser, and the browser not to be asked for a second step again
 * @throws Refusal as of `checkPasskey`, and 'credential.passkey-copied' 422, 'sign-in.attempt-lost' 410
 */
export async function proveByPasskey(
  { database, relyingParty }: { database: Database; relyingParty: RelyingParty },
  asked: AskedPasskey & { boundTo: Buffer; answer: string | undefined },
  attempt: () => Promise<{ id: string; browser: string }>,
  wishesOf: (checked: CheckedPasskey) => Wishes,
  origin: Required<Origin>,
): Promise<{ attemptId: string; browser: string }> {
  const checked = await checkPasskey(database.durable, relyingParty, asked.answer, asked)
  const { accountId } = checked.passkey
  const { id: attemptId, browser } = await attempt()
  const used = await database.transaction(async (tx) => {
    const took = await usePasskey(tx, { kind: 'holder', accountId, ...origin }, checked)
    if (took === 'used') await noteProof(tx, { attemptId, browser }, asked, checked, wishesOf(checked))
    return took
  })
  if (used === 'copied') throw new Refusal('credential.passkey-copied', 422)
  if (used === 'gone')
    throw new Refusal('credential.passkey-unknown', 422, { credential: checked.passkey.credentialId })
  return { attemptId, browser }
}

async function noteProof(
  tx: Tx,
  { attemptId, browser }: { attemptId: string; browser: string },
  { purpose }: AskedPasskey,
  { passkey: { accountId } }: CheckedPasskey,
  { keep, trust }: Wishes,
): Promise<void> {
  if (purpose === 'log-in') {
    if (await setAttemptPasskeyProved(tx, attemptId, { accountId, keep })) return
  } else {
    // Another tab may have brought another account meanwhile, whose second step this is not.
    const now = await attemptOf(tx, attemptId, hashSecret(browser), true)
    if (now?.accountId === accountId) return setSecondStepDone(tx, attemptId, 'passkey', trust)
  }
  throw new Refusal('sign-in.attempt-lost', 410)
}
