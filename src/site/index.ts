import type { Statements } from '#platform'
import type { Site } from './site.ts'
import { sitesOf } from './store.ts'

export { addSite } from './add-site.ts'
export { linkProduct } from './link-product.ts'
export type { Site } from './site.ts'
export { selectSites as listSites, siteNamed } from './store.ts'

const longestNamed = 253

/**
 * Which site a log-in to a product is for: the one that the product names, by id or host, if it runs there; else its only
 * one; else none.
 */
export async function siteFor(on: Statements, productId: string, named?: unknown): Promise<Site | undefined> {
  // What a request says may be anything; a NUL or half a character is no name, and PostgreSQL would refuse it.
  const isName = typeof named === 'string' && named.length <= longestNamed && /^[\w.-]+$/.test(named)
  const wanted = isName ? named.toLowerCase() : undefined
  const sites = await sitesOf(on, productId, wanted)
  const first = sites[0]
  if (first && wanted !== undefined && (first.id === wanted || first.host === wanted)) return first
  return sites.length === 1 ? first : undefined
}
