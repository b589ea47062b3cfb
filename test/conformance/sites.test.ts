import assert from 'node:assert/strict'
import { test } from 'node:test'
import { system } from '#kernel'
import { sql } from '#platform'
import { addSite } from '#site'
import { aWorld } from './a-provider.ts'
import { aClient, begin, follow } from './client.ts'

test('DOM-5 on which site an account is used is noted only where it is known: named, or the only one of the product', async (t) => {
  const world = await aWorld(t)
  const product = await world.product()
  const config = await aClient(world, product)
  const accountId = await world.account()
  const browser = await world.loggedIn(accountId)
  const site = (id: string) =>
    world.database.transaction((tx) =>
      addSite(tx, system, { name: id, host: `${id}.example`, productIds: [product.id] }),
    )
  const visit = async (named?: string) =>
    assert.ok(
      (await follow(world, browser, (await begin(config, named ? { site: named } : {})).url)).searchParams.get('code'),
    )
  const known = async () =>
    (await world.database.durable.all<{ site_id: string }>(sql`select site_id from site_acquaintance order by 1`)).map(
      ({ site_id }) => site_id,
    )
  await visit()
  assert.deepEqual(await known(), [])
  await site('ours')
  await visit()
  assert.deepEqual(await known(), ['ours'])
  await world.database.durable.run(sql`delete from site_acquaintance`)
  await site('theirs')
  await visit()
  await visit('elsewhere.example')
  assert.deepEqual(await known(), [], 'one of two, and nobody knows which')
  await visit('theirs.example')
  assert.deepEqual(await known(), ['theirs'])
  await visit("'; drop table site")
  assert.deepEqual(await known(), ['theirs'])
})
