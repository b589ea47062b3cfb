import { assignAddresses, deletionOf } from '#account'
import { mustNotWait } from '#domain-claim'
import { parseAddress, Refusal } from '#kernel'
import type { AdminActor } from '#organization'
import { queueJob, type Tx } from '#platform'
import { accountToDecide } from '../must-decide.ts'
import { domainOf, mustNotBeFrozen } from './domain-of.ts'

/**
 * Gives a managed account another address at one of the organization’s verified domains (MAN-3), at once: the organization has
 * proved the domain, so the holder has nothing to prove. Both addresses are told. To one elsewhere leads only release (MAN-5).
 * @throws Refusal 'managed-account.address-outside' 422, 'managed-account.address-taken' 409, 'managed-account.leaving' 409,
 *   'account.address-same' 422, and those of `accountToDecide`, `mustNotWait`, `mustNotBeFrozen` and `parseAddress`
 */
export async function changeAddress(
  tx: Tx,
  actor: AdminActor,
  accountId: string,
  typed: string | undefined,
): Promise<{ from: string; to: string }> {
  const account = await accountToDecide(tx, actor, accountId)
  const { organizationId } = actor
  const address = parseAddress(typed)
  if (address.key === account.emailKey) throw new Refusal('account.address-same', 422)
  const domain = await domainOf(tx, organizationId, address.domain)
  if (!domain) throw new Refusal('managed-account.address-outside', 422, { domain: address.domain })
  await mustNotWait(tx, accountId)
  await mustNotBeFrozen(tx, domain.id)
  if (await deletionOf(tx, accountId)) throw new Refusal('managed-account.leaving', 409)
  const wanted = { accountId, emailKey: account.emailKey, toEmail: address.typed, toEmailKey: address.key }
  const [changed] = await assignAddresses(tx, actor, [wanted], { organizationId, domainId: domain.id })
  if (!changed) throw new Refusal('managed-account.address-taken', 409)
  const payload = { accountId, organizationId, from: changed.email, to: changed.toEmail }
  await queueJob(tx, 'managed-account.mail-address', payload)
  return { from: changed.email, to: changed.toEmail }
}
