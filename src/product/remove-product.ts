import { record } from '#audit'
import { announce } from '#events'
import { type Actor, Refusal } from '#kernel'
import type { Tx } from '#platform'
import { deleteProduct } from './store.ts'

/**
 * Removes a product: nobody can log in to it any more, and its tokens count no longer, as their grants go with it.
 * @throws Refusal 'product.unknown'
 */
export async function removeProduct(tx: Tx, actor: Actor, id: string): Promise<void> {
  if (!(await deleteProduct(tx, id))) throw new Refusal('product.unknown', 404, { id })
  await record(tx, actor, 'product.removed', { productId: id })
  await announce(tx, 'product.removed', { productId: id })
}
