import { accountById, assignAddresses, deletionOf, lockAccount, unmanage } from '#account'
import { record } from '#audit'
import { announce } from '#events'
import { type Actor, parseAddress, Refusal } from '#kernel'
import { queueJob, type Tx } from '#platform'
import { mustBeElsewhere } from '../address/domain-of.ts'
import { isManagedBy } from '../must-decide.ts'
import { releaseByLink, takeReleaseByLink } from './store.ts'

/**
 * Releases an account (MAN-5), once: the link to its private address was followed. In one transaction the address becomes the
 * account’s and the account personal. Its id, history, password and devices stay; who hears of it ends the access that came from
 * the organization.
 * @returns both addresses, or nothing when the link no longer works
 * @throws Refusal 'managed-account.home-taken' 409 when another account has the address by now, and those of `mustBeElsewhere`
 */
export async function finishRelease(
  tx: Tx,
  actor: Actor,
  linkHash: Buffer,
): Promise<{ accountId: string; from: string; to: string } | undefined> {
  const known = await releaseByLink(tx, linkHash)
  // Released and unclaimed at once: whoever comes second sees what the first has done.
  if (!known || !(await lockAccount(tx, known.accountId))) return undefined
  const release = await takeReleaseByLink(tx, linkHash)
  const account = await accountById(tx, known.accountId)
  if (!release?.home || !isManagedBy(account, release.organizationId) || (await deletionOf(tx, account.id))) {
    return undefined
  }
  const { accountId, organizationId, home } = release
  await mustBeElsewhere(tx, organizationId, parseAddress(home.email))
  const wanted = { accountId, emailKey: account.emailKey, toEmail: home.email, toEmailKey: home.emailKey }
  const [moved] = await assignAddresses(tx, actor, [wanted], { organizationId })
  if (!moved) throw new Refusal('managed-account.home-taken', 409)
  await unmanage(tx, actor, [accountId], { organizationId, why: 'released' })
  await record(tx, actor, 'managed-account.released', { accountId, organizationId })
  await announce(tx, 'managed-account.released', { accountId, organizationId })
  const { organization } = account.managedBy
  const payload = { accountId, from: moved.email, to: home.email, organization }
  await queueJob(tx, 'managed-account.mail-released', payload)
  return { accountId, from: moved.email, to: home.email }
}
