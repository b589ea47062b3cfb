import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { after, before, test } from 'node:test'
import { holderOf, insertOperator } from '#account'
import { everyKind } from '#admin-console'
import { sayIn, sql } from '#platform'
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

test('ORG-1 an operator makes an organization; who types something wrong gets the form back', async () => {
  const wrong = await boss.post('/operator/organizations/new', { name: 'Acme', email: 'no address' })
  assert.equal(wrong.status, 422)
  assert.match(wrong.body, /id="email-error"/)
  const made = await boss.post('/operator/organizations/new', { name: 'Acme', email: 'jonas@acme.example' })
  assert.match(String(made.headers.location), /^\/operator\/organizations\/[0-9a-f-]{36}\?status=organization-made$/)
  const page = await boss.get(String(made.headers.location))
  assert.match(page.body, /invitation is on its way.*Nobody can run this organization/s)
  await umbel.mailTo('jonas@acme.example', 0, 'Acme')
  assert.match((await boss.get('/operator/organizations?q=ac')).body, /Acme<\/bdi><\/a> <span class="pill warn">/)
  assert.match((await boss.get('/operator/organizations?q=zz')).body, /No name begins like that/)
  assert.equal((await boss.get('/operator/organizations/0199f0aa-0000-7000-8000-000000000000')).status, 404)
  const again = await boss.post(`${String(made.headers.location).split('?')[0]}/invite`, {
    email: 'jonas@acme.example',
  })
  assert.match(String(again.headers.location), /status=admin-invited$/)
})

test('LOG-10 making an organization takes a recent log-in', async () => {
  const late = await umbel.holder('late@example.com', password)
  const id = (await holderOf(umbel.database.durable, 'late@example.com'))?.id ?? ''
  await insertOperator(umbel.database.durable, id)
  await umbel.database.durable.run(
    sql`update session set authenticated_at = now() - interval '1 hour' where account_id = ${id}`,
  )
  const answer = await late.post('/operator/organizations/new', { name: 'Acme', email: 'x@acme.example' })
  assert.match(String(answer.headers.location), /^\/sign-in\/(password|passkey)\?attempt=/)
  assert.equal((await late.get('/operator/organizations/new')).status, 200)
})

test('OPS-1 the log of the whole installation is filtered, opened and taken along by operators', async () => {
  const log = await boss.get('/operator/audit?kind=sign-in')
  assert.equal(log.status, 200)
  assert.match(log.body, /<option value="sign-in" selected>/)
  assert.doesNotMatch(log.body.replaceAll(/<div class="menu-panel">.*?<\/details>/gs, ''), /@example\.com/)
  const [, entry = ''] = /href="audit\/(\d+)"/.exec((await boss.get('/operator/audit')).body) ?? []
  assert.match((await boss.get(`/operator/audit/${entry}`)).body, /class="kv card-body log"/)
  assert.equal((await boss.get('/operator/audit/999999999')).status, 404)
  const taken = await boss.post('/operator/audit/export', { format: 'csv' })
  assert.match(String(taken.headers['content-disposition']), /^attachment; filename="umbel-audit-/)
  assert.match(taken.body, /organization\.created/)
})

test('OPS-1 in the log of the installation nothing that Umbel does is without words', () => {
  const folder = new URL('../', import.meta.url)
  const code = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts') && !path.endsWith('.test.ts'))
    .map((path) => readFileSync(new URL(path, folder), 'utf8'))
    .join('\n')
  const actions = [...code.matchAll(/\brecord(?:Each)?\(\s*tx,[^,]+,\s*'([^']+)'/g)].map(([, action = '']) => action)
  assert.ok(actions.length > 60)
  for (const locale of ['en', 'de']) {
    const say = sayIn(locale, 'UTC')
    assert.deepEqual(
      [...new Set(actions)].filter((action) => !say.has(`admin-console.audit.${action}`)),
      [],
    )
    assert.deepEqual(
      [...new Set(actions)].filter((action) => !everyKind.some((kind) => action.startsWith(`${kind}.`))),
      [],
    )
    assert.ok(everyKind.every((kind) => say.has(`admin-console.kind.${kind}`)))
  }
})
