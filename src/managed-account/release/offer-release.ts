import { deletionOf } from '#account'
import { record } from '#audit'
import { announce } from '#events'
import { parseAddress, Refusal } from '#kernel'
import { type AdminActor, roleOf } from '#organization'
import { queueJob, type Tx } from '#platform'
import { mustBeElsewhere } from '../address/domain-of.ts'
import { accountToDecide, type Managed } from '../must-decide.ts'
import { releaseTimes } from './release.ts'
import { insertRelease, setHome, takeRelease } from './store.ts'

/**
 * Offers the holder to let the account go (MAN-5): it moves to a private address, once the holder has named one and proved it.
 * @throws Refusal 'managed-account.release-open' 409, 'managed-account.deactivated' 409 while the holder could not answer, and
 *   those of `releasable`
 */
export async function offerRelease(tx: Tx, actor: AdminActor, accountId: string): Promise<void> {
  const account = await releasable(tx, actor, accountId)
  if (account.deactivatedAt) throw new Refusal('managed-account.deactivated', 409)
  const { organizationId } = actor
  if (!(await insertRelease(tx, accountId, organizationId))) throw new Refusal('managed-account.release-open', 409)
  await record(tx, actor, 'managed-account.release-offered', { accountId })
  await announce(tx, 'managed-account.release-offered', { accountId, organizationId })
  await queueJob(tx, 'managed-account.mail-release', { accountId, organizationId, what: 'offered' })
}

/**
 * Agrees to a release that the holder asked for, to the address that the holder named: the link goes there.
 * @throws Refusal those of `releasable` and `mustBeElsewhere`
 */
export async function agreeToRelease(
  tx: Tx,
  actor: AdminActor,
  accountId: string,
  typed: string | undefined,
): Promise<void> {
  await releasable(tx, actor, accountId)
  const home = parseAddress(typed)
  await mustBeElsewhere(tx, actor.organizationId, home)
  await insertRelease(tx, accountId, actor.organizationId)
  await setHome(tx, accountId, home, tx.now.add({ hours: releaseTimes.linkHours }))
  await queueJob(tx, 'managed-account.mail-home', { accountId }, { key: `managed-account.mail-home ${accountId}` })
}

/**
 * Takes an offer or an agreement back, while the account is still the organization’s.
 * @throws Refusal 'managed-account.release-over' 409, and those of `accountToDecide`
 */
export async function takeBackRelease(tx: Tx, actor: AdminActor, accountId: string): Promise<void> {
  await accountToDecide(tx, actor, accountId)
  if (!(await takeRelease(tx, accountId))) throw new Refusal('managed-account.release-over', 409)
  const { organizationId } = actor
  await record(tx, actor, 'managed-account.release-taken-back', { accountId })
  await queueJob(tx, 'managed-account.mail-release', { accountId, organizationId, what: 'taken-back' })
}

/**
 * @throws Refusal 'managed-account.leaving' 409 for an account that is being deleted, 'managed-account.runs-organization' 409
 *   for one whose holder helps to run the organization, and those of `accountToDecide`
 */
async function releasable(tx: Tx, actor: AdminActor, accountId: string): Promise<Managed> {
  const account = await accountToDecide(tx, actor, accountId)
  if (await roleOf(tx, actor.organizationId, accountId)) throw new Refusal('managed-account.runs-organization', 409)
  if (await deletionOf(tx, accountId)) throw new Refusal('managed-account.leaving', 409)
  return account
}
