import { isDeepStrictEqual } from 'node:util'
import { z } from 'zod'
import { record } from '#audit'
import { announce } from '#events'
import { type Actor, equalBytes, hashSecret, Refusal } from '#kernel'
import type { Tx } from '#platform'
import { addProduct } from './add-product.ts'
import { grantTypes, mustBeSecret, settingsFrom } from './product.ts'
import { lockProduct, type ProductClient, selectProduct, updateSecret } from './store.ts'
import { updateProduct } from './update-product.ts'

const product = z.strictObject({
  id: z.string(),
  name: z.string(),
  homeUrl: z.string(),
  redirectUris: z.array(z.string()).optional(),
  postLogOutUris: z.array(z.string()).optional(),
  backchannelLogOutUrl: z.string().optional(),
  eventsUrl: z.string().optional(),
  form: z.enum(['identifier-first', 'combined']).optional(),
  public: z.boolean().optional(),
  idTokenAlg: z.enum(['RS256', 'ES256']).optional(),
  grantTypes: z.array(z.enum(grantTypes)).optional(),
  resources: z.array(z.strictObject({ identifier: z.string(), scope: z.string() })).optional(),
  demandsPkce: z.boolean().optional(),
  listed: z.boolean().optional(),
  secret: z.string().optional(),
})
const file = z.strictObject({ products: z.array(product).max(1_000) })

/** What became of one product of the file. A secret is told only when it was made here. */
export type Applied = {
  readonly id: string
  readonly outcome: 'added' | 'updated' | 'unchanged'
  readonly secret?: string
}

/**
 * Makes the products of a settings file exist with exactly its settings. Applying a file twice changes nothing; products
 * that it does not list are left alone.
 * @param json the text of the file: `{"products": [{"id": "tracker", "name": "Tracker", "homeUrl": …}]}`
 * @throws Refusal 'product.file-bad' (with where), 'product.id-repeated', and those of the acts it performs
 */
export async function applyProductsFile(tx: Tx, actor: Actor, json: string): Promise<Applied[]> {
  const { products } = readFile(json)
  const ids = products.map(({ id }) => id)
  const repeated = ids.find((id, index) => ids.indexOf(id) !== index)
  if (repeated !== undefined) throw new Refusal('product.id-repeated', 422, { id: repeated })
  const applied: Applied[] = []
  for (const wishes of products) applied.push(await applyOne(tx, actor, wishes))
  return applied
}

function readFile(json: string): z.infer<typeof file> {
  let value: unknown
  try {
    value = JSON.parse(json)
  } catch {
    throw new Refusal('product.file-bad', 422, { where: 'JSON' })
  }
  const read = file.safeParse(value)
  if (!read.success) throw new Refusal('product.file-bad', 422, { where: read.error.issues[0]?.path.join('.') ?? '' })
  return read.data
}

async function applyOne(tx: Tx, actor: Actor, wishes: z.infer<typeof product>): Promise<Applied> {
  const { id, secret, ...rest } = wishes
  const existing = (await lockProduct(tx, id)) ? await selectProduct(tx, id) : undefined
  if (!existing) {
    const made = await addProduct(tx, actor, wishes)
    return { id, outcome: 'added', secret: secret === undefined ? made.secret : undefined }
  }
  const settings = settingsFrom(rest)
  let made: string | undefined
  let changed = false
  if (!isDeepStrictEqual(inOrder(settings), inOrder(existing))) {
    // Every setting is named, so what the file leaves out returns to its usual value.
    made = (
      await updateProduct(tx, actor, id, {
        ...settings,
        backchannelLogOutUrl: settings.backchannelLogOutUrl ?? null,
        eventsUrl: settings.eventsUrl ?? null,
      })
    ).secret
    changed = true
  }
  if (!settings.public && secret !== undefined) {
    const hash = hashSecret(mustBeSecret(secret))
    made = undefined
    if (!existing.secretHash || !equalBytes(existing.secretHash, hash)) {
      await updateSecret(tx, id, hash)
      await record(tx, actor, 'product.secret-rotated', { productId: id })
      await announce(tx, 'product.secret-rotated', { productId: id })
      changed = true
    }
  }
  return { id, outcome: changed ? 'updated' : 'unchanged', secret: made }
}

function inOrder(product: ReturnType<typeof settingsFrom> | ProductClient) {
  const byText = (left: string, right: string) => (left < right ? -1 : left > right ? 1 : 0)
  return {
    name: product.name,
    homeUrl: product.homeUrl,
    form: product.form,
    public: product.public,
    demandsPkce: product.demandsPkce,
    idTokenAlg: product.idTokenAlg,
    listed: product.listed,
    backchannelLogOutUrl: product.backchannelLogOutUrl,
    eventsUrl: product.eventsUrl,
    grantTypes: [...product.grantTypes].sort(byText),
    redirectUris: [...product.redirectUris].sort(byText),
    postLogOutUris: [...product.postLogOutUris].sort(byText),
    resources: product.resources
      .map(({ identifier, scope }) => ({ identifier, scope }))
      .sort((left, right) => byText(left.identifier, right.identifier)),
  }
}
