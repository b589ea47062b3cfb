import { type Domain, domainById, domainsOf, isFrozen, isVerified, openContestsOf } from '#domain-claim'
import { type Address, Refusal } from '#kernel'
import type { Statements } from '#platform'

/** Whether a domain has the addresses at this name: its own, or one below it where it was verified with its sub-domains. */
export const hasAddressesAt = (domain: Pick<Domain, 'name' | 'withSubdomains'>, name: string): boolean =>
  name === domain.name || (domain.withSubdomains && name.endsWith(`.${domain.name}`))

/** The verified domain of an organization that addresses at this name belong to: the nearest one. */
export async function domainOf(on: Statements, organizationId: string, name: string): Promise<Domain | undefined> {
  const domains = await domainsOf(on, organizationId)
  return domains
    .filter((domain) => isVerified(domain) && hasAddressesAt(domain, name))
    .toSorted((one, other) => other.name.length - one.name.length)[0]
}

/**
 * Nothing moves to or from a domain whose proof has been missing for 14 days, or which another organization has proved, too.
 * @throws Refusal 'domain-claim.frozen' 409
 */
export async function mustNotBeFrozen(on: Statements, domainId: string): Promise<void> {
  const domain = await domainById(on, domainId)
  const contests = await openContestsOf(on, [domainId])
  const isContested = contests.some(({ holderId }) => holderId === domainId)
  if (domain && isVerified(domain) && !isFrozen(domain, isContested, on.now)) return
  throw new Refusal('domain-claim.frozen', 409, { domain: domain?.name ?? '' })
}

/** @throws Refusal 'managed-account.address-inside' 422 for an address that is the organization’s own, which frees nobody */
export async function mustBeElsewhere(on: Statements, organizationId: string, address: Address): Promise<void> {
  if (!(await domainOf(on, organizationId, address.domain))) return
  throw new Refusal('managed-account.address-inside', 422, { domain: address.domain })
}
