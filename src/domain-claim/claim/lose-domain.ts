import type { Tx } from '#platform'
import { endClaims } from './cancel-claim.ts'
import { claimsUnderWay } from './store.ts'
import { loseDomain } from './unclaim.ts'
import { isAnyManagedThrough, type UnclaimWhy } from './unclaim-store.ts'

/**
 * What becomes of claims when an organization no longer holds their domain (DOM-3, DOM-4): those under way end, and accounts are
 * personal again, in batches.
 */
export async function loseClaims(
  tx: Tx,
  domain: { readonly id: string; readonly organizationId: string; readonly name: string },
  why: Exclude<UnclaimWhy, 'unclaimed'>,
): Promise<void> {
  await endClaims(tx, await claimsUnderWay(tx, [domain.id]))
  if (await isAnyManagedThrough(tx, domain.id)) await loseDomain(tx, domain, why)
}
