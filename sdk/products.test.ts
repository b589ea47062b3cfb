import assert from 'node:assert/strict'
import { test } from 'node:test'
import { memorySessions } from './memory-sessions.ts'
import { connectToUmbel } from './umbel.ts'

const self = { id: 'pad', name: 'Pad', homeUrl: 'http://pad.localhost:9', isCurrent: true }

/** A product whose Umbel answers questions for its products like this, in turn; the last answer stays. */
function asking(...answers: (() => Response | Promise<Response>)[]) {
  const asked: string[] = []
  const umbel = connectToUmbel({
    issuer: 'http://localhost:9',
    clientId: 'pad',
    clientSecret: 'a secret of at least 32 characters',
    name: 'Pad',
    redirectUri: 'http://pad.localhost:9/log-in/callback',
    sessions: memorySessions(),
    fetch: (async (address: string | URL) => {
      asked.push(String(address))
      return (answers.length > 1 ? answers.shift()! : answers[0]!)()
    }) as typeof fetch,
  })
  return { products: umbel.products, asked }
}

const listing = (...list: unknown[]) => Response.json(list)
const wiki = { id: 'wiki', name: 'Wiki', homeUrl: 'https://wiki.example/' }

test('the suite is asked for once in five minutes, and the product knows which of them it is', async (t) => {
  let now = 0
  t.mock.method(performance, 'now', () => now)
  const { products, asked } = asking(
    () => listing({ id: 'pad', name: 'Writing pad', homeUrl: 'https://pad.example/' }, wiki),
    () => listing(wiki),
  )
  const first = await products()
  assert.deepEqual(
    first.map(({ id, isCurrent }) => [id, isCurrent]),
    [
      ['pad', true],
      ['wiki', false],
    ],
  )
  now = 299_000
  await products()
  assert.deepEqual(asked, ['http://localhost:9/api/products'])
  now = 301_000
  assert.equal((await products())[0]?.name, 'Writing pad', 'the older list serves while the new one is fetched')
  await new Promise(setImmediate)
  assert.deepEqual(
    (await products()).map(({ name }) => name),
    ['Pad', 'Wiki'],
    'a product that is not listed still knows itself',
  )
  assert.equal(asked.length, 2)
})

test('without a list, or with nonsense for one, the product is alone, and Umbel is not asked by every page', async () => {
  for (const answer of [
    () => Promise.reject(new TypeError('fetch failed')),
    () => new Response(null, { status: 404 }),
    () => new Response('<!doctype html>'),
    () => Response.json({ products: [] }),
    () => listing(null, 3, { id: 'x' }, { ...wiki, homeUrl: 'javascript:alert(1)' }, { ...wiki, homeUrl: '/wiki' }),
  ]) {
    const { products, asked } = asking(answer)
    assert.deepEqual(await products(), [{ ...self, homeUrl: `${self.homeUrl}/` }])
    await products()
    assert.equal(asked.length, 1)
  }
})

test('a slow Umbel holds up one page for a second at most, and none after it', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] })
  const { products } = asking(() => new Promise<Response>(() => {}))
  const first = products()
  t.mock.timers.tick(1_000)
  assert.equal((await first).length, 1)
  assert.equal((await products()).length, 1)
})
