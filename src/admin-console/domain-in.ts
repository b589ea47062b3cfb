import { type Domain, domainById } from '#domain-claim'
import { isId, Refusal } from '#kernel'
import type { Statements, Visitor } from '#platform'
import type { Place } from './console.ts'

/**
 * The domain that an address of the console names.
 * @throws Refusal 'domain-claim.unknown' 404, also for a domain of another organization
 */
export async function domainIn(on: Statements, c: Visitor, { organization }: Place): Promise<Domain> {
  const id = c.req.param('domain')
  const domain = isId(id) ? await domainById(on, id) : undefined
  if (domain?.organizationId !== organization.id) throw new Refusal('domain-claim.unknown', 404)
  return domain
}
