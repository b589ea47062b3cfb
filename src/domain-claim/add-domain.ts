import { record } from '#audit'
import { announce } from '#events'
import { newId, Refusal } from '#kernel'
import { type AdminActor, mustAdminister } from '#organization'
import type { Tx } from '#platform'
import { hours } from './domain.ts'
import { type DomainName, parseDomainName } from './domain-name.ts'
import { countUnverified, domainNamed, holdStill, insertDomain } from './store.ts'
import { newToken } from './token.ts'

const mostUnverified = 100

/**
 * Adds a domain that its organization still has to prove (DOM-2). Whether another organization holds it makes no difference and
 * is not told: only a proof opens a contest (DOM-3).
 * @param wishes.withSubdomains whether the names below it belong to it
 * @throws Refusal 'domain-claim.already-added' 409, 'domain-claim.too-many' 409 (100 that are not verified), and those of
 *   `mustAdminister` and `parseDomainName`
 */
export async function addDomain(
  tx: Tx,
  actor: AdminActor,
  wishes: { readonly name: string | undefined; readonly withSubdomains: boolean },
  isMailProvider: (name: string) => boolean,
): Promise<DomainName & { readonly id: string }> {
  await mustAdminister(tx, actor, 'org-admin')
  const { organizationId } = actor
  const { withSubdomains } = wishes
  const understood = parseDomainName(wishes.name, isMailProvider)
  const { name } = understood
  await holdStill(tx, organizationId)
  if (await domainNamed(tx, organizationId, name)) throw new Refusal('domain-claim.already-added', 409, { name })
  if ((await countUnverified(tx, organizationId)) >= mostUnverified)
    throw new Refusal('domain-claim.too-many', 409, { most: mostUnverified })
  const id = newId(tx.now)
  const tokenExpiresAt = tx.now.add({ hours: hours.token })
  await insertDomain(tx, { id, organizationId, name, withSubdomains, token: newToken(), tokenExpiresAt })
  await record(tx, actor, 'domain-claim.added', { domain: name, withSubdomains })
  await announce(tx, 'domain-claim.added', { organizationId, domainId: id, domain: name })
  return { ...understood, id }
}
