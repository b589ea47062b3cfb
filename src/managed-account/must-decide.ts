import { type Account, accountById, lockAccount } from '#account'
import { isId, Refusal } from '#kernel'
import { type AdminActor, covers, mustAdminister, roleOf } from '#organization'
import type { Tx } from '#platform'

/**
 * The account that an administrator decides about, held still until the transaction ends (MAN-2 to MAN-5): one that the
 * organization manages, of nobody who may do more in it than whoever decides.
 * @throws Refusal 'account.unknown' 404 for any other account, 'managed-account.higher-role' 403, and those of `mustAdminister`
 */
export async function accountToDecide(tx: Tx, actor: AdminActor, accountId: string): Promise<Managed> {
  const role = await mustAdminister(tx, actor, 'user-admin')
  if (isId(accountId)) await lockAccount(tx, accountId)
  const account = isId(accountId) ? await accountById(tx, accountId) : undefined
  if (!isManagedBy(account, actor.organizationId)) throw new Refusal('account.unknown', 404)
  const theirs = await roleOf(tx, actor.organizationId, accountId)
  if (theirs && !covers(role, theirs)) throw new Refusal('managed-account.higher-role', 403)
  return account
}

/** An account that somebody manages. */
export type Managed = Account & { readonly managedBy: NonNullable<Account['managedBy']> }

export function isManagedBy(account: Account | undefined, organizationId: string): account is Managed {
  return account?.managedBy?.organizationId === organizationId
}
