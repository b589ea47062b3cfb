import assert from 'node:assert/strict'
import { test } from 'node:test'
import { mustBeGoodPages } from '../look/testing/html.ts'
import { aWiki } from './testing/suite.ts'
import { seedPages } from './wiki/store.ts'

test('LOG-1 Wiki: whoever logs in writes a page; another reads it, changes it, and both are in its history', async (t) => {
  const wiki = await aWiki(t)
  const mira = await wiki.somebody('mira', '/pages/new')
  assert.equal(mira.page.url.href, `${wiki.url}/pages/new`)
  const created = await mira.post('/pages', { title: 'On <b>call</b>', text: 'Week 30: Ben\nWeek 31: Mira' })
  assert.equal(created.url.pathname, '/pages/1')
  assert.match(created.text, /role="status">The page is created/)
  assert.match(created.text, /On &lt;b&gt;call&lt;\/b&gt;/)
  const ben = await wiki.somebody('ben', '/pages/1')
  const changed = await ben.post('/pages/1/edit', { title: 'On call', text: 'Week 30: Mira', version: '1' })
  assert.match(changed.text, /Last changed by Ben, /)
  const history = await mira.get('/pages/1/history')
  assert.deepEqual(
    [...history.text.matchAll(/<td class="num muted">(\d)<\/td><td>([^<]+)/g)].map(([, version, title]) => [
      version,
      title,
    ]),
    [
      ['2', 'On call'],
      ['1', 'On &lt;b&gt;call&lt;/b&gt;'],
    ],
  )
})

test('Wiki: what can’t be saved comes back with its words and the reason', async (t) => {
  const { somebody, url } = await aWiki(t)
  const mira = await somebody('mira')
  const refused = await mira.post('/pages', { title: ' ', text: 'kept & safe' })
  assert.equal(refused.status, 400)
  assert.match(refused.text, /aria-invalid="true" aria-describedby="e-title" autofocus/)
  assert.match(refused.text, /kept &amp; safe/)
  await mira.post('/pages', { title: 'First', text: 'a\0b' })
  await mira.post('/pages/1/edit', { title: 'Second', text: '', version: '1' })
  const stale = await mira.post('/pages/1/edit', { title: 'Mine', text: 'my words', version: '1' })
  assert.equal(stale.status, 409)
  assert.match(stale.text, /my words/)
  assert.equal((await mira.post('/pages/1/edit', { title: '', text: '', version: '2' })).status, 400)
  assert.equal((await mira.post('/pages/9/edit', { title: 'x', text: '', version: '2' })).status, 404)
  const foreign = { method: 'POST', body: 'title=x', headers: { origin: 'https://evil.example' } }
  assert.equal((await mira.browser.ask(`${url}/pages`, foreign)).status, 403)
})

test('Wiki: pages are listed by title, searched, and paged by key', async (t) => {
  const { somebody, pool } = await aWiki(t)
  const mira = await somebody('mira')
  await pool.query(
    `insert into wiki.page (title, text) select 'Page ' || lpad(n::text, 2, '0'), '' from generate_series(1, 30) n`,
  )
  const first = await mira.get('/')
  const links = (text: string) => text.match(/class="row-link"/g)?.length ?? 0
  assert.equal(links(first.text), 25)
  const second = await mira.get(/href="([^"]+)">Next/.exec(first.text)![1]!)
  assert.equal(links(second.text), 5)
  assert.match(second.text, /Page 26<.*href="\/">First page/s)
  assert.equal(links((await mira.get('/?q=page+0')).text), 9)
  assert.match((await mira.get('/?q=_')).text, /No page matches/)
  assert.match((await mira.get('/?after=30')).text, /No more pages/)
  assert.equal((await mira.get('/?q=%00&after=99999999999')).status, 200)
})

test('Wiki: every page is valid HTML without inline style or script', async (t) => {
  const { somebody, pool } = await aWiki(t)
  const mira = await somebody('mira')
  const empty = mira.page
  await seedPages(pool)
  await seedPages(pool)
  assert.equal((await pool.query('select from wiki.revision')).rowCount, 3)
  await mira.post('/pages/1/edit', { title: 'Welcome', text: 'Hello', version: '1' })
  await mustBeGoodPages([
    empty,
    await mira.get('/'),
    await mira.get('/?q=nothing+like+it'),
    await mira.get('/pages/1?done=changed'),
    await mira.get('/pages/2'),
    await mira.get('/pages/1/history'),
    await mira.get('/pages/1/edit'),
    await mira.get('/pages/new'),
    await mira.post('/pages', { title: '', text: 'x'.repeat(20_001) }),
    await mira.post('/pages/1/edit', { title: 'Stale', text: '', version: '7' }),
    await mira.get('/nowhere'),
    await mira.get('/log-in/callback?state=unknown&code=x'),
  ])
})
