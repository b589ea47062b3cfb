import assert from 'node:assert/strict'
import { test } from 'node:test'
import { system } from '#kernel'
import { addProduct } from '#product'
import { aWorld } from '../../test/world.ts'
import { addSite, linkProduct, listSites, siteFor } from './index.ts'
import { idFromSiteName, mustBeHost } from './site.ts'

async function aWorldWithProducts(t: Parameters<typeof aWorld>[0]) {
  const world = await aWorld(t)
  const product = (name: string) =>
    world.database.transaction((tx) =>
      addProduct(tx, system, { name, homeUrl: 'https://x.example/', redirectUris: ['https://x.example/back'] }),
    )
  const [wiki, chat] = [(await product('Wiki')).id, (await product('Chat')).id]
  const site = (name: string, host: string, productIds: string[] = []) =>
    world.database.transaction((tx) => addSite(tx, system, { name, host, productIds }))
  return { ...world, wiki, chat, site }
}

test('SIT-1 a log-in is for the site that the product names, else for its only one', async (t) => {
  const { on, wiki, chat, site, database } = await aWorldWithProducts(t)
  assert.equal(await siteFor(on, wiki), undefined)
  const acme = await site('Acme Inc.', 'Acme.umbel.example', [wiki])
  assert.deepEqual(acme, { id: 'acme-inc', name: 'Acme Inc.', host: 'acme.umbel.example' })
  assert.deepEqual(await siteFor(on, wiki), acme)
  assert.deepEqual(await siteFor(on, wiki, 'other.umbel.example'), acme)
  assert.equal(await siteFor(on, chat, acme.id), undefined, 'Chat does not run there')

  const other = await site('Other', 'other.umbel.example', [wiki])
  assert.equal(await siteFor(on, wiki), undefined, 'two are not one')
  assert.deepEqual(await siteFor(on, wiki, 'OTHER.umbel.example'), other)
  assert.deepEqual(await siteFor(on, wiki, acme.id), acme)
  for (const named of ['\0', '\ud800', 'x'.repeat(10_000), ['acme-inc'], {}, 7, '', "' or 1=1"])
    assert.equal(await siteFor(on, wiki, named), undefined)
  await database.transaction((tx) => linkProduct(tx, system, wiki, acme.id))
  assert.deepEqual(
    (await listSites(on)).map(({ id, productIds }) => [id, productIds]),
    [
      ['acme-inc', ['wiki']],
      ['other', ['wiki']],
    ],
  )
})

test('SIT-1 a site that cannot be is refused, and says why', async (t) => {
  const { site } = await aWorldWithProducts(t)
  await site('Acme', 'acme.umbel.example')
  await assert.rejects(site('Acme', 'acme2.umbel.example'), { code: 'site.id-taken' })
  await assert.rejects(site('Acme 2', 'acme.umbel.example'), { code: 'site.host-taken' })
  await assert.rejects(site(' ', 'x.umbel.example'), { code: 'site.name-missing' })
  await assert.rejects(site('x'.repeat(101), 'x.umbel.example'), { code: 'site.name-long' })
  await assert.rejects(site('New', 'new.umbel.example', ['none-such']), { code: 'product.unknown' })
  for (const host of ['', 'localhost', 'https://a.example', 'a.example/x', 'a.example:80', '10.0.0.1', 'a b.example'])
    assert.throws(() => mustBeHost(host), { code: 'site.host-bad' }, host)
  assert.equal(mustBeHost('Bücher.example'), 'xn--bcher-kva.example')
  assert.equal(idFromSiteName('日本'), 'site')
})
