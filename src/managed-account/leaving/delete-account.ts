import { askToDelete, type Deletion, deletionOf, keepAccount } from '#account'
import { mustNotWait } from '#domain-claim'
import { type Address, parseAddress, Refusal } from '#kernel'
import type { AdminActor } from '#organization'
import type { Tx } from '#platform'
import { domainOf } from '../address/domain-of.ts'
import { accountToDecide } from '../must-decide.ts'

/**
 * Deletes a managed account in 14 days (MAN-4). Until then any administrator takes it back; the holder is logged out, cannot log
 * in, and is told whom to ask.
 * @param wish.freeAddress lets anybody have the address at once
 * @throws Refusal 'managed-account.yourself' 409, and those of `accountToDecide`, `mustNotWait` and `askToDelete`
 */
export async function deleteManaged(
  tx: Tx,
  actor: AdminActor,
  secretKey: Buffer,
  accountId: string,
  wish: { readonly freeAddress: boolean },
): Promise<Deletion> {
  await accountToDecide(tx, actor, accountId)
  if (accountId === actor.accountId) throw new Refusal('managed-account.yourself', 409)
  await mustNotWait(tx, accountId)
  return askToDelete(tx, actor, secretKey, accountId, wish)
}

/**
 * Takes it back.
 * @param instead an address at one of the organization’s domains, where somebody else has the one that was freed
 * @throws Refusal 'managed-account.not-leaving' 409, 'managed-account.address-outside' 422, 'account.address-taken' 409, and
 *   those of `accountToDecide`
 */
export async function keepManaged(
  tx: Tx,
  actor: AdminActor,
  secretKey: Buffer,
  accountId: string,
  instead?: string,
): Promise<void> {
  const { organizationId } = actor
  await accountToDecide(tx, actor, accountId)
  const deletion = await deletionOf(tx, accountId)
  if (deletion?.decidedBy !== organizationId) throw new Refusal('managed-account.not-leaving', 409)
  await keepAccount(
    tx,
    actor,
    secretKey,
    accountId,
    (instead && (await addressHere(tx, organizationId, instead))) || undefined,
  )
}

async function addressHere(tx: Tx, organizationId: string, typed: string): Promise<Address> {
  const address = parseAddress(typed)
  if (await domainOf(tx, organizationId, address.domain)) return address
  throw new Refusal('managed-account.address-outside', 422, { domain: address.domain })
}
