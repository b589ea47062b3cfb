import { record } from '#audit'
import { announce } from '#events'
import { Refusal } from '#kernel'
import type { AdminActor } from '#organization'
import { isStillReferred, type Tx } from '#platform'
import { claimsUnderWay, deleteClaimsOf } from './claim/store.ts'
import { isAnyManagedThrough } from './claim/unclaim-store.ts'
import { openContestsOf } from './contest-store.ts'
import { hours, isVerified } from './domain.ts'
import { ownDomain } from './own-domain.ts'
import { deleteDomain, domainById, lookSoon } from './store.ts'
import { tell } from './tell.ts'

/**
 * Takes a domain from its organization (DOM-1). Contests about it are over: whoever contested it can prove it freshly and has
 * it, or its holder is left in peace. Refused while claims stand or accounts are managed through it; foreign keys hold the race shut.
 * @throws Refusal 'domain-claim.claims-stand' 409, and those of `ownDomain`
 */
export async function removeDomain(tx: Tx, actor: AdminActor, domainId: string): Promise<void> {
  const domain = await ownDomain(tx, actor, domainId)
  const { name, organizationId } = domain
  const contests = await openContestsOf(tx, [domainId])
  await deleteFreely(tx, domainId)
  for (const { holderId, challengerId } of contests) {
    if (holderId === domainId) await lookSoon(tx, challengerId, tx.now.add({ hours: hours.token }))
    else {
      const holder = await domainById(tx, holderId)
      if (holder) await tell(tx, holder, 'kept')
    }
  }
  await record(tx, actor, 'domain-claim.removed', { domain: name, wasVerified: isVerified(domain) })
  await announce(tx, 'domain-claim.removed', { organizationId, domainId, domain: name })
}

async function deleteFreely(tx: Tx, domainId: string): Promise<void> {
  const refusal = new Refusal('domain-claim.claims-stand', 409)
  if ((await claimsUnderWay(tx, [domainId])).length > 0 || (await isAnyManagedThrough(tx, domainId))) throw refusal
  try {
    await tx.savepoint(async () => {
      await deleteClaimsOf(tx, domainId)
      await deleteDomain(tx, domainId)
    })
  } catch (error) {
    throw isStillReferred(error) ? refusal : error
  }
}
