import { record } from '#audit'
import { announce } from '#events'
import { type Actor, hashSecret, newSecret, Refusal } from '#kernel'
import type { Tx } from '#platform'
import { lockProduct, selectProduct, updateSecret } from './store.ts'

/**
 * Gives a product a fresh secret and ends the old one at once. Shown this once; only its hash is kept.
 * @throws Refusal 'product.unknown', 'product.public' (it has no secret)
 */
export async function rotateProductSecret(tx: Tx, actor: Actor, id: string): Promise<{ readonly secret: string }> {
  const product = (await lockProduct(tx, id)) ? await selectProduct(tx, id) : undefined
  if (!product) throw new Refusal('product.unknown', 404, { id })
  if (product.public) throw new Refusal('product.public', 409, { id })
  const secret = newSecret()
  await updateSecret(tx, id, hashSecret(secret))
  await record(tx, actor, 'product.secret-rotated', { productId: id })
  await announce(tx, 'product.secret-rotated', { productId: id })
  return { secret }
}
