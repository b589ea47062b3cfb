import { isId, Refusal } from '#kernel'
import { type AdminActor, mustAdminister } from '#organization'
import type { Tx } from '#platform'
import type { Domain } from './domain.ts'
import { domainById, holdStill } from './store.ts'

/**
 * The domain that an act is about, held still, for whoever may do everything in its organization.
 * @throws Refusal 'domain-claim.unknown' 404, also for a domain of another organization, and those of `mustAdminister`
 */
export async function ownDomain(tx: Tx, actor: AdminActor, domainId: string): Promise<Domain> {
  await mustAdminister(tx, actor, 'org-admin')
  const named = isId(domainId) ? await domainById(tx, domainId) : undefined
  if (named?.organizationId !== actor.organizationId) throw new Refusal('domain-claim.unknown', 404)
  await holdStill(tx, named.name)
  const domain = await domainById(tx, domainId)
  if (!domain) throw new Refusal('domain-claim.unknown', 404)
  return domain
}
