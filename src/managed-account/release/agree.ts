import { lockAccount } from '#account'
import { record } from '#audit'
import { type Actor, macOf, parseAddress, Refusal } from '#kernel'
import { countOne, type Limit, queueJob, type Tx } from '#platform'
import { mustBeElsewhere } from '../address/domain-of.ts'
import { releaseTimes } from './release.ts'
import { releaseOf, setHome, takeRelease } from './store.ts'

type Holder = Actor & { readonly kind: 'holder' }
const perHour: Limit = { name: 'release-mail', most: 5, within: Temporal.Duration.from('PT1H') }

/**
 * The holder agrees to be released (MAN-5) and says where the account is to live: a link goes there. Asking again sends another
 * one, and the one before stops working. Whether the address is somebody’s is looked up by the job (ACC-5).
 * @throws Refusal 'managed-account.release-over' 409, 'managed-account.release-often' 429, and those of `parseAddress` and
 *   `mustBeElsewhere`
 */
export async function nameHome(tx: Tx, actor: Holder, secretKey: Buffer, typed: string | undefined): Promise<string> {
  const { accountId } = actor
  await lockAccount(tx, accountId)
  const release = await releaseOf(tx, accountId)
  if (!release) throw new Refusal('managed-account.release-over', 409)
  const { organizationId } = release
  const home = parseAddress(typed)
  await mustBeElsewhere(tx, organizationId, home)
  const soon = release.home?.sentAt.add({ seconds: releaseTimes.pauseSeconds })
  if (soon && Temporal.Instant.compare(tx.now, soon) < 0) {
    throw new Refusal('managed-account.release-soon', 429, { until: soon })
  }
  const { blockedUntil } = await countOne(tx, perHour, macOf(secretKey, perHour.name, accountId))
  if (blockedUntil) throw new Refusal('managed-account.release-often', 429, { until: blockedUntil })
  await setHome(tx, accountId, home, tx.now.add({ hours: releaseTimes.linkHours }))
  await record(tx, actor, 'managed-account.release-agreed', { accountId, organizationId })
  await queueJob(tx, 'managed-account.mail-home', { accountId }, { key: `managed-account.mail-home ${accountId}` })
  return home.typed
}

/** The holder stays after all. @throws Refusal 'managed-account.release-over' 409 */
export async function declineRelease(tx: Tx, actor: Holder): Promise<void> {
  const { accountId } = actor
  await lockAccount(tx, accountId)
  const release = await takeRelease(tx, accountId)
  if (!release) throw new Refusal('managed-account.release-over', 409)
  const { organizationId } = release
  await record(tx, actor, 'managed-account.release-declined', { accountId, organizationId })
}
