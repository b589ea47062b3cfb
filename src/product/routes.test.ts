import assert from 'node:assert/strict'
import { test } from 'node:test'
import { system } from '#kernel'
import { openDatabase, systemClock } from '#platform'
import { aDatabase } from '../../test/postgres.ts'
import { addProduct, productRoutes } from './index.ts'

test('DEV-3 anybody may read the list of the suite: listed products by name, and nothing but their addresses', async (t) => {
  const { url } = await aDatabase(t)
  const database = openDatabase({ url, clock: systemClock, connections: 2 })
  t.after(() => database.close())
  for (const [name, listed] of [
    ['Wiki', true],
    ['Chat', true],
    ['Internal', false],
  ] as const) {
    const home = `https://${name.toLowerCase()}.example`
    await database.transaction((tx) =>
      addProduct(tx, system, { name, homeUrl: `${home}/`, redirectUris: [`${home}/cb`], listed }),
    )
  }
  const answer = await productRoutes(database).request('/api/products')
  assert.deepEqual(await answer.json(), [
    { id: 'chat', name: 'Chat', homeUrl: 'https://chat.example/' },
    { id: 'wiki', name: 'Wiki', homeUrl: 'https://wiki.example/' },
  ])
  assert.equal(answer.headers.get('cache-control'), 'public, max-age=300')
  assert.equal(answer.headers.get('access-control-allow-origin'), '*')
})
