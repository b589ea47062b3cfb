import { record } from '#audit'
import { announce } from '#events'
import { type Actor, hashSecret, newSecret, Refusal } from '#kernel'
import type { Tx } from '#platform'
import { idFromName, mustBeProductId, mustBeSecret, type ProductWishes, settingsFrom } from './product.ts'
import { insertProduct, selectTakenIds } from './store.ts'
import { writeLists } from './write-settings.ts'

/** What the product's own configuration needs. The secret is shown this once; only its hash is kept. */
export type NewProduct = { readonly id: string; readonly secret?: string }

/**
 * Registers a product (DEV-1). Its id is given, or made from its name.
 * @param wishes.secret a secret chosen by whoever registers it, instead of a fresh one
 * @throws Refusal 'product.id-taken', 'product.id-bad', 'product.secret-weak', 'product.resource-taken', and those of
 *   `settingsFrom`
 */
export async function addProduct(
  tx: Tx,
  actor: Actor,
  wishes: ProductWishes & { readonly id?: string; readonly secret?: string },
): Promise<NewProduct> {
  const settings = settingsFrom(wishes)
  const secret = settings.public ? undefined : wishes.secret === undefined ? newSecret() : mustBeSecret(wishes.secret)
  const id = wishes.id === undefined ? await freeId(tx, settings.name) : mustBeProductId(wishes.id)
  if (!(await insertProduct(tx, id, settings, secret === undefined ? undefined : hashSecret(secret)))) {
    throw new Refusal('product.id-taken', 409, { id })
  }
  await writeLists(tx, id, settings)
  await record(tx, actor, 'product.added', { productId: id })
  await announce(tx, 'product.added', { productId: id })
  return { id, secret }
}

async function freeId(tx: Tx, name: string): Promise<string> {
  const slug = idFromName(name)
  const taken = new Set(await selectTakenIds(tx, slug))
  for (let number = 1; ; number += 1) {
    const id = number === 1 ? slug : `${slug}-${number}`
    if (!taken.has(id)) return id
  }
}
