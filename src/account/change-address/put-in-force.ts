import { Refusal } from '#kernel'
import { isTaken, type Tx } from '#platform'
import { deleteUnverified } from '../store.ts'
import { keptForAnother, updateAddress } from './store.ts'

/**
 * Gives an account another address, and drops unproved claims to it (ACC-6).
 * @returns the address it had
 * @throws Refusal 'account.new-address-taken' 409 when another account has it, or may go back to it; a unique index and the
 *   look after the write hold the race shut
 */
export async function putInForce(
  tx: Tx,
  accountId: string,
  to: { email: string; emailKey: string },
): Promise<{ email: string; emailKey: string }> {
  try {
    const former = await tx.savepoint(() => updateAddress(tx, accountId, to))
    // Only after the write: until then the change that keeps it may not have been committed.
    if (former && !(await keptForAnother(tx, to.emailKey, accountId))) {
      await deleteUnverified(tx, to.emailKey)
      return former
    }
  } catch (error) {
    if (!isTaken(error, 'account_by_verified_address')) throw error
  }
  throw new Refusal('account.new-address-taken', 409)
}
