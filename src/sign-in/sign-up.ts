import { createAccount } from '#account'
import { setFirstPassword } from '#credential'
import type { Actor, Address } from '#kernel'
import type { Tx } from '#platform'
import { setAttemptProved } from './store.ts'

/**
 * Signs somebody up and takes their attempt to the proof of the address (ACC-4). It does the same, whether or not the
 * address is taken (ACC-5): which mail goes out is decided later, by a job.
 * @param wanted.hash of the password they chose, made before the transaction began
 */
export async function signUp(
  tx: Tx,
  actor: Actor,
  attempt: { id: string; browserId: string },
  wanted: { name: string; address: Address; hash: string; locale: string; zone: string },
): Promise<void> {
  const accountId = await createAccount(tx, actor, { ...wanted, browserId: attempt.browserId })
  await setFirstPassword(tx, accountId, wanted.hash)
  await setAttemptProved(tx, attempt.id, accountId, wanted.address.typed, false)
}
