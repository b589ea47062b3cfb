import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { hashSecret, type Refusal, system } from '#kernel'
import { type Database, openDatabase, sql, systemClock } from '#platform'
import { aDatabase } from '../../test/postgres.ts'
import {
  addProduct,
  applyProductsFile,
  listProducts,
  productById,
  productClientById,
  removeProduct,
  rotateProductSecret,
  updateProduct,
} from './index.ts'

async function aRoom(t: TestContext): Promise<Database> {
  const { url } = await aDatabase(t)
  const database = openDatabase({ url, clock: systemClock, connections: 2 })
  t.after(() => database.close())
  return database
}

const tracker = {
  name: 'Tracker',
  homeUrl: 'https://tracker.example',
  redirectUris: ['https://tracker.example/cb'],
  postLogOutUris: ['https://tracker.example/'],
}

test('DEV-1 a product is registered with an id from its name and a secret of which only the hash is kept', async (t) => {
  const database = await aRoom(t)
  const first = await database.transaction((tx) => addProduct(tx, system, tracker))
  const second = await database.transaction((tx) => addProduct(tx, system, tracker))
  assert.deepEqual([first.id, second.id], ['tracker', 'tracker-2'])
  const client = await productClientById(database.durable, 'tracker')
  assert.deepEqual(client?.secretHash, hashSecret(first.secret!))
  assert.deepEqual(client?.redirectUris, tracker.redirectUris)
  assert.equal((await listProducts(database.durable)).length, 2)
  assert.ok(!('secretHash' in (await productById(database.durable, 'tracker'))!))
  const audits = await database.durable.all<{ action: string }>(sql`select action from audit_entry`)
  const events = await database.durable.all<{ name: string }>(sql`select name from event`)
  assert.deepEqual(
    [audits.map(({ action }) => action), events.map(({ name }) => name)],
    [
      ['product.added', 'product.added'],
      ['product.added', 'product.added'],
    ],
  )
})

test('a taken id is refused, also when two are registered at once', async (t) => {
  const database = await aRoom(t)
  const attempts = await Promise.allSettled(
    [1, 2].map(() => database.transaction((tx) => addProduct(tx, system, { ...tracker, id: 'tracker' }))),
  )
  const refused = attempts.filter((attempt) => attempt.status === 'rejected')
  assert.deepEqual(
    refused.map(({ reason }) => (reason as Refusal).code),
    ['product.id-taken'],
  )
})

test('a change keeps what it leaves out, and a product that stops being public gets a secret', async (t) => {
  const database = await aRoom(t)
  const { id, secret } = await database.transaction((tx) => addProduct(tx, system, { ...tracker, public: true }))
  assert.equal(secret, undefined)
  await database.transaction((tx) => updateProduct(tx, system, id, { name: 'Tracker 2', form: undefined }))
  assert.deepEqual((await productById(database.durable, id))?.redirectUris, tracker.redirectUris)
  const changed = await database.transaction((tx) => updateProduct(tx, system, id, { public: false }))
  assert.deepEqual((await productClientById(database.durable, id))?.secretHash, hashSecret(changed.secret!))
})

test('a fresh secret ends the old one; a public product has none', async (t) => {
  const database = await aRoom(t)
  const { id, secret } = await database.transaction((tx) => addProduct(tx, system, tracker))
  const fresh = await database.transaction((tx) => rotateProductSecret(tx, system, id))
  assert.notEqual(fresh.secret, secret)
  await database.transaction((tx) => updateProduct(tx, system, id, { public: true }))
  await assert.rejects(
    database.transaction((tx) => rotateProductSecret(tx, system, id)),
    { code: 'product.public' },
  )
})

test('a resource server belongs to one product, and a removed product is gone', async (t) => {
  const database = await aRoom(t)
  const resources = [{ identifier: 'https://api.example/', scope: 'read' }]
  const { id } = await database.transaction((tx) => addProduct(tx, system, { ...tracker, resources }))
  await assert.rejects(
    database.transaction((tx) => addProduct(tx, system, { ...tracker, resources })),
    { code: 'product.resource-taken' },
  )
  await database.transaction((tx) => removeProduct(tx, system, id))
  assert.equal(await productById(database.durable, id), undefined)
  await assert.rejects(
    database.transaction((tx) => removeProduct(tx, system, id)),
    { code: 'product.unknown' },
  )
})

test('a file of products is made true, and applying it again changes nothing', async (t) => {
  const database = await aRoom(t)
  const apply = (products: object[]) =>
    database.transaction((tx) => applyProductsFile(tx, system, JSON.stringify({ products })))
  const secret = 'a-secret-that-was-chosen-for-the-demo'
  const wiki = { ...tracker, id: 'wiki', name: 'Wiki', secret, backchannelLogOutUrl: 'https://wiki.example/out' }
  const chat = { ...tracker, id: 'chat', name: 'Chat' }
  const made = await apply([wiki, chat])
  assert.deepEqual(
    made.map(({ outcome }) => outcome),
    ['added', 'added'],
  )
  assert.equal(made[0]?.secret, undefined)
  assert.equal(made[1]?.secret?.length, 43)
  assert.deepEqual(
    (await apply([wiki, chat])).map(({ outcome }) => outcome),
    ['unchanged', 'unchanged'],
  )
  const { backchannelLogOutUrl: _, ...quiet } = wiki
  assert.deepEqual(
    (await apply([quiet])).map(({ outcome }) => outcome),
    ['updated'],
  )
  assert.equal((await productById(database.durable, 'wiki'))?.backchannelLogOutUrl, undefined)
  assert.deepEqual((await productClientById(database.durable, 'wiki'))?.secretHash, hashSecret(secret))
  await assert.rejects(apply([{ ...wiki, secret: 'short' }]), { code: 'product.secret-weak' })
  await assert.rejects(apply([{ ...wiki, homepage: 'x' }]), { code: 'product.file-bad' })
  await assert.rejects(apply([wiki, wiki]), { code: 'product.id-repeated' })
})
