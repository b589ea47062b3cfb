import { recordEach } from '#audit'
import { announce } from '#events'
import type { Actor } from '#kernel'
import type { Tx } from '#platform'
import { clearManager, setManager } from './store.ts'

/**
 * Makes accounts managed (DOM-8): nothing else about them changes. Those that somebody manages already, that nobody has
 * proved, or that are gone, are left as they are.
 * @param by.domain the name of the domain, for the records
 * @returns the accounts that it now manages
 */
export async function manage(
  tx: Tx,
  actor: Actor,
  accountIds: readonly string[],
  by: { readonly organizationId: string; readonly domainId: string; readonly domain: string },
): Promise<readonly string[]> {
  const { organizationId, domain } = by
  const managed = await setManager(tx, accountIds, by)
  await recordEach(tx, actor, 'account.managed', managed, { organizationId, domain })
  for (const accountId of managed) await announce(tx, 'account.managed', { accountId, organizationId, domain })
  return managed
}

/** Why an account becomes personal again. */
export type Unmanaged = 'unclaimed' | 'lapsed' | 'contest-lost' | 'released' | 'dispute'

/**
 * Makes accounts personal again (DOM-10). One that was deactivated is active from now on: nobody else could turn it on.
 * @returns the accounts that were the organization's until now
 */
export async function unmanage(
  tx: Tx,
  actor: Actor,
  accountIds: readonly string[],
  { organizationId, why }: { readonly organizationId: string; readonly why: Unmanaged },
): Promise<readonly string[]> {
  const freed = await clearManager(tx, accountIds, organizationId)
  const ids = freed.map(({ id }) => id)
  const turnedOn = freed.filter(({ wasDeactivated }) => wasDeactivated).map(({ id }) => id)
  await recordEach(tx, actor, 'account.unmanaged', ids, { organizationId, why })
  await recordEach(tx, actor, 'account.reactivated', turnedOn, { organizationId, why })
  for (const accountId of ids) await announce(tx, 'account.unmanaged', { accountId, organizationId, why })
  for (const accountId of turnedOn) await announce(tx, 'account.reactivated', { accountId, organizationId })
  return ids
}
