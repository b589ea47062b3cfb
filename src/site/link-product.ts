import { record } from '#audit'
import { announce } from '#events'
import { type Actor, Refusal } from '#kernel'
import type { Tx } from '#platform'
import { productById } from '#product'
import { insertProductSite, siteNamed } from './store.ts'

/**
 * Says that a product runs on a site. Saying it again changes nothing.
 * @throws Refusal 'site.unknown', 'product.unknown'
 */
export async function linkProduct(
  tx: Tx,
  actor: Actor & { kind: 'operator' | 'system' },
  productId: string,
  siteId: string,
): Promise<void> {
  const site = await siteNamed(tx, siteId)
  if (!site) throw new Refusal('site.unknown', 404, { site: siteId })
  if (!(await productById(tx, productId))) throw new Refusal('product.unknown', 404, { id: productId })
  if (!(await insertProductSite(tx, productId, site.id))) return
  await record(tx, actor, 'site.product-linked', { siteId: site.id, productId })
  await announce(tx, 'site.product-linked', { siteId: site.id, productId })
}
