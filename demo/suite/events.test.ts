import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import type { TestDemoProduct } from '../look/testing/product.ts'
import { aTracker } from '../tracker/testing/tracker.ts'
import { aChat, aCode, aWiki } from './testing/suite.ts'

/** The provider says what became of an account; gives the status of the product's answer. */
async function told(
  { url, provider }: TestDemoProduct,
  aud: string,
  sub: string,
  what: 'purged' | 'disabled' | 'enabled',
): Promise<number> {
  const type = `https://schemas.openid.net/secevent/risc/event-type/account-${what}`
  const iat = Math.floor(Date.now() / 1_000)
  const subject = { format: 'iss_sub', iss: provider.issuer, sub }
  const claims = { iss: provider.issuer, aud, iat, jti: crypto.randomUUID(), sub_id: subject, events: { [type]: {} } }
  const body = await provider.sign(claims as never, { typ: 'secevent+jwt' })
  const headers = { 'content-type': 'application/secevent+jwt' }
  return (await fetch(`${url}/umbel/events`, { method: 'POST', headers, body })).status
}

/** Everything a product keeps, as text. */
async function kept({ pool }: TestDemoProduct, schema: string): Promise<string> {
  const { rows: tables } = await pool.query<{ name: string }>(
    `select table_name as name from information_schema.tables where table_schema = $1`,
    [schema],
  )
  const all = await Promise.all(tables.map(({ name }) => pool.query(`select t::text from ${schema}.${name} t`)))
  return JSON.stringify(all.map(({ rows }) => rows))
}

type Person = Awaited<ReturnType<TestDemoProduct['somebody']>>
const products: Record<
  string,
  { open(t: TestContext): Promise<TestDemoProduct>; write(person: Person): Promise<unknown>; reads: string }
> = {
  tracker: {
    open: aTracker,
    async write(person) {
      await person.post('/issues', { title: 'Prices without tax', description: 'All of them' })
      await person.post('/issues/1/assignee', { assignee: 'zenobia' })
      await person.post('/issues/1/comments', { said: 'I will look at it' })
    },
    reads: '/issues/1',
  },
  wiki: {
    open: aWiki,
    async write(person) {
      await person.post('/pages', { title: 'On call', text: 'Week 30' })
      await person.post('/pages/1/edit', { title: 'On call', text: 'Week 31', version: '1' })
    },
    reads: '/pages/1/history',
  },
  chat: {
    open: aChat,
    async write(person) {
      await person.post('/rooms', { name: 'General' })
      await person.post('/rooms/1/messages', { said: 'Lunch at noon' })
    },
    reads: '/rooms/1',
  },
  code: {
    open: aCode,
    write: (person) => person.post('/repositories', { name: 'prices', description: 'With tax' }),
    reads: '/',
  },
}

for (const [id, { open, write, reads }] of Object.entries(products)) {
  test(`ACC-9 ${id} forgets an erased account: its session and its record; what it wrote stays, as nobody’s`, async (t) => {
    const product = await open(t)
    const zenobia = await product.somebody('zenobia')
    await write(zenobia)
    const ben = await product.somebody('ben')
    assert.match((await ben.get(reads)).text, /Zenobia/)
    assert.equal(await told(product, id, 'zenobia', 'purged'), 202)
    assert.equal((await zenobia.browser.ask(`${product.url}/`)).status, 303)
    const page = await ben.get(reads)
    assert.equal(page.status, 200)
    assert.match(page.text, /Former member/)
    assert.doesNotMatch(await kept(product, id), /zenobia/i)
    assert.equal(await told(product, id, 'zenobia', 'purged'), 202, 'told again, it is done already')
    assert.equal((await product.pool.query(`select from ${id}.person where account_id like 'former-%'`)).rowCount, 1)
    assert.equal(await told(product, id, 'ben', 'purged'), 202)
    assert.equal((await product.pool.query(`select from ${id}.person`)).rowCount, 1, 'who wrote nothing leaves nothing')
  })

  test(`MAN-2 ${id} says after a name that the account is deactivated, until it is on again`, async (t) => {
    const product = await open(t)
    const zenobia = await product.somebody('zenobia')
    await write(zenobia)
    const ben = await product.somebody('ben')
    const marks = async () => (await ben.get(reads)).text.match(/Zenobia[^<]*?\(deactivated\)/g) ?? []
    assert.deepEqual(await marks(), [])
    assert.equal(await told(product, id, 'zenobia', 'disabled'), 202)
    assert.equal((await zenobia.browser.ask(`${product.url}/`)).status, 303)
    assert.ok((await marks()).length > 0)
    assert.equal(await told(product, id, 'zenobia', 'disabled'), 202)
    assert.doesNotMatch(
      (await ben.get(reads)).text,
      /\(deactivated\) \(deactivated\)/,
      'told again, it is done already',
    )
    assert.equal(await told(product, id, 'zenobia', 'enabled'), 202)
    assert.deepEqual(await marks(), [])
    assert.match((await ben.get(reads)).text, /Zenobia/)
  })
}
