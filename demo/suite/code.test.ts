import assert from 'node:assert/strict'
import { test } from 'node:test'
import { mustBeGoodPages } from '../look/testing/html.ts'
import { readSettings } from './settings.ts'
import { aCode } from './testing/suite.ts'

test('Code: whoever creates a repository owns it, and its name is taken', async (t) => {
  const { somebody, url } = await aCode(t)
  const mira = await somebody('mira')
  assert.match(mira.page.text, /No repositories yet/)
  const created = await mira.post('/repositories', { name: 'price-list', description: 'What things <cost>' })
  assert.match(created.text, /you own it.*price-list.*What things &lt;cost&gt;.*Mira/s)
  const ben = await somebody('ben')
  const taken = await ben.post('/repositories', { name: 'price-list', description: 'mine' })
  assert.equal(taken.status, 400)
  assert.match(taken.text, /value="price-list" aria-invalid="true".*Another repository has this name.*value="mine"/s)
  for (const name of ['', 'Price', '-x', 'a b', 'x'.repeat(64), '../x']) {
    assert.equal((await ben.post('/repositories', { name, description: '' })).status, 400, name)
  }
  const foreign = { method: 'POST', body: 'name=x', headers: { origin: 'https://evil.example' } }
  assert.equal((await ben.browser.ask(`${url}/repositories`, foreign)).status, 403)
})

test('Code: repositories are listed by name and paged by key', async (t) => {
  const { somebody, pool } = await aCode(t)
  const mira = await somebody('mira')
  await pool.query(
    `insert into code.repository (name, owner) select 'r' || lpad(n::text, 2, '0'), 'mira' from generate_series(1, 30) n`,
  )
  const first = await mira.get('/')
  const names = (text: string) => [...text.matchAll(/<b class="mono">(\w+)/g)].map(([, name]) => name)
  assert.deepEqual([names(first.text).length, names(first.text)[0]], [25, 'r01'])
  const second = await mira.get(/href="([^"]+)">Next/.exec(first.text)![1]!)
  assert.deepEqual([names(second.text).length, names(second.text)[0]], [5, 'r26'])
  assert.match((await mira.get('/?after=zz')).text, /No more repositories/)
})

test('Code: every page is valid HTML without inline style or script', async (t) => {
  const { somebody } = await aCode(t)
  const mira = await somebody('mira')
  await mustBeGoodPages([
    mira.page,
    await mira.get('/repositories/new'),
    await mira.post('/repositories', { name: '', description: 'x'.repeat(201) }),
    await mira.post('/repositories', { name: 'price-list', description: '' }),
    await mira.get('/?after=zz'),
  ])
})

test('LOG-8 Log out and a log-out by Umbel both end a session of the suite', async (t) => {
  const { url, provider, somebody } = await aCode(t)
  const mira = await somebody('mira')
  const question = await mira.post('/log-out', {})
  assert.equal(question.url.pathname, '/session/end')
  assert.equal((await mira.browser.ask(`${url}/`)).status, 303)
  const ben = await somebody('ben')
  await ben.browser.submit(await ben.browser.open(`${provider.issuer}/session/end`), { logout: 'yes' })
  assert.equal((await ben.browser.ask(`${url}/`)).status, 303)
})

test('“Use another account” asks for the chooser', async (t) => {
  const { url, somebody } = await aCode(t)
  const { browser } = await somebody('mira')
  const asked = await browser.ask(`${url}/log-in/another-account`)
  assert.equal(new URL(asked.headers.get('location')!).searchParams.get('prompt'), 'select_account')
})

test('settings of the suite that are missing are all named', () => {
  assert.throws(
    () => readSettings({ CHAT_PORT: 'x' }),
    /WIKI_CLIENT_ID.*CHAT_PORT.*CODE_CLIENT_SECRET.*SUITE_DATABASE_URL/s,
  )
  const secrets = ['WIKI', 'CHAT', 'CODE'].flatMap((name) => [
    [`${name}_CLIENT_ID`, name.toLowerCase()],
    [`${name}_CLIENT_SECRET`, 'secret'],
  ])
  const settings = readSettings({ ...Object.fromEntries(secrets), SUITE_DATABASE_URL: 'postgres://x' })
  assert.equal(settings.chat.url, 'http://chat.localhost:4504')
})
