import { record } from '#audit'
import { announce } from '#events'
import { type Actor, hashSecret, newSecret, Refusal } from '#kernel'
import type { Tx } from '#platform'
import { type ProductWishes, settingsFrom } from './product.ts'
import { lockProduct, selectProduct, updateProductRow, updateSecret } from './store.ts'
import { writeLists } from './write-settings.ts'

/** What shall be different. `null` takes an address of its server away. */
export type ProductChanges = Partial<Omit<ProductWishes, 'backchannelLogOutUrl' | 'eventsUrl'>> & {
  readonly backchannelLogOutUrl?: string | null
  readonly eventsUrl?: string | null
}

/**
 * Changes settings of a product; what is left out stays. A product that stops being public is given a secret.
 * @throws Refusal 'product.unknown', 'product.resource-taken', and those of `settingsFrom`
 */
export async function updateProduct(
  tx: Tx,
  actor: Actor,
  id: string,
  changes: ProductChanges,
): Promise<{ readonly secret?: string }> {
  const product = (await lockProduct(tx, id)) ? await selectProduct(tx, id) : undefined
  if (!product) throw new Refusal('product.unknown', 404, { id })
  const { backchannelLogOutUrl = product.backchannelLogOutUrl, eventsUrl = product.eventsUrl, ...others } = changes
  const given = Object.fromEntries(Object.entries(others).filter(([, value]) => value !== undefined))
  const settings = settingsFrom({
    ...product,
    ...given,
    backchannelLogOutUrl: backchannelLogOutUrl ?? undefined,
    eventsUrl: eventsUrl ?? undefined,
  })
  await updateProductRow(tx, id, settings)
  await writeLists(tx, id, settings)
  let secret: string | undefined
  if (settings.public !== product.public) {
    secret = settings.public ? undefined : newSecret()
    await updateSecret(tx, id, secret === undefined ? undefined : hashSecret(secret))
  }
  await record(tx, actor, 'product.updated', { productId: id })
  await announce(tx, 'product.updated', { productId: id })
  return { secret }
}
