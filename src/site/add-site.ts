import { record } from '#audit'
import { announce } from '#events'
import { type Actor, isId, Refusal } from '#kernel'
import { organizationById } from '#organization'
import { isTaken, type Tx } from '#platform'
import { linkProduct } from './link-product.ts'
import { idFromSiteName, mustBeHost, mustBeSiteName, type Site } from './site.ts'
import { insertSite } from './store.ts'

/**
 * Adds a site (SIT-1), with the products that run on it and the organization whose it is.
 * @throws Refusal 'site.id-taken', 'site.host-taken', 'site.organization-unknown' 404, and those of `mustBeSiteName`, `mustBeHost` and `linkProduct`
 */
export async function addSite(
  tx: Tx,
  actor: Actor & { kind: 'operator' | 'system' },
  wishes: {
    readonly name: string
    readonly host: string
    readonly organizationId?: string
    readonly productIds?: readonly string[]
  },
): Promise<Site> {
  const name = mustBeSiteName(wishes.name)
  const { organizationId } = wishes
  if (organizationId !== undefined && !(isId(organizationId) && (await organizationById(tx, organizationId))))
    throw new Refusal('site.organization-unknown', 404)
  const site: Site = {
    id: idFromSiteName(name),
    name,
    host: mustBeHost(wishes.host),
    ...(organizationId && { organizationId }),
  }
  try {
    const isNew = await tx.savepoint(() => insertSite(tx, site))
    if (!isNew) throw new Refusal('site.id-taken', 409, { id: site.id })
  } catch (error) {
    if (isTaken(error, 'site_host_key')) throw new Refusal('site.host-taken', 409, { host: site.host })
    throw error
  }
  await record(tx, actor, 'site.added', { siteId: site.id, organizationId })
  await announce(tx, 'site.added', { siteId: site.id })
  for (const productId of wishes.productIds ?? []) await linkProduct(tx, actor, productId, site.id)
  return site
}
