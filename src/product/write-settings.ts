import { Refusal } from '#kernel'
import { isTaken, type Tx } from '#platform'
import type { ProductSettings } from './product.ts'
import { replaceResources, replaceUris } from './store.ts'

/**
 * Writes the lists that belong to a product.
 * @throws Refusal 'product.resource-taken' when another product has the identifier
 */
export async function writeLists(tx: Tx, id: string, settings: ProductSettings): Promise<void> {
  await replaceUris(tx, id, { redirect: settings.redirectUris, 'post-log-out': settings.postLogOutUris })
  try {
    await tx.savepoint(() => replaceResources(tx, id, settings.resources))
  } catch (error) {
    if (isTaken(error, 'product_resource_pkey')) throw new Refusal('product.resource-taken', 409)
    throw error
  }
}
