import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { holderOf, insertOperator } from '#account'
import { sql } from '#platform'
import { anUmbel, type Browser, type OpenUmbel } from '../../test/an-umbel.ts'

const password = 'umbels grow in spring'
let umbel: OpenUmbel
let boss: Browser
const ends: (() => unknown)[] = []
before(async () => {
  umbel = await anUmbel({ after: (end) => void ends.push(end as () => unknown) })
  boss = await umbel.holder('boss@example.com', password)
  const account = await holderOf(umbel.database.durable, 'boss@example.com')
  await insertOperator(umbel.database.durable, account?.id ?? '')
})
after(async () => {
  for (const end of ends) await end()
})

const routes = () =>
  umbel.umbel.routes
    .filter(({ path }) => path.startsWith('/operator'))
    .map(({ method, path }) => ({ method, path: path.replaceAll(/:[a-z]+/g, '0199f0aa-0000-7000-8000-000000000000') }))

test('OPS-1 to anybody but operators every address of theirs is like one where nothing is', async () => {
  const ana = await umbel.holder('ana@example.com', password)
  const nowhere = (await ana.get('/operator/none-such')).body
  assert.ok(routes().length > 0)
  for (const { method, path } of routes()) {
    const answer = method === 'GET' ? await ana.get(path) : await ana.post(path, {})
    assert.equal(answer.status, 404, `${method} ${path}`)
    assert.equal(answer.body, nowhere, `${method} ${path}`)
  }
  assert.doesNotMatch((await ana.get('/profile')).body, /href="\/operator/)
})

test('LOG-1 whoever is logged out logs in first and comes back, whatever they are', async () => {
  for (const { method, path } of routes()) {
    const browser = umbel.browser()
    const answer = method === 'GET' ? await browser.get(path) : await browser.post(path, {})
    assert.equal(answer.status, 303, `${method} ${path}`)
    assert.match(String(answer.headers.location), /^\/sign-in\?attempt=/, `${method} ${path}`)
  }
})

test('OPS-1 the menu of operators leads to their pages', async () => {
  assert.match((await boss.get('/profile')).body, /href="\/operator"/)
  assert.equal((await boss.get('/operator')).status, 200)
})

test('OPS-1 who is an operator no longer finds nothing there', async () => {
  const bo = await umbel.holder('bo@example.com', password)
  const id = (await holderOf(umbel.database.durable, 'bo@example.com'))?.id ?? ''
  await insertOperator(umbel.database.durable, id)
  assert.equal((await bo.get('/operator')).status, 200)
  await umbel.database.durable.run(sql`delete from operator where account_id = ${id}`)
  assert.equal((await bo.get('/operator')).status, 404)
})
