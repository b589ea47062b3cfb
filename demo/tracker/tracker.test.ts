import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Browser } from '../../sdk/testing/browser.ts'
import { seed } from './seed.ts'
import { readSettings } from './settings.ts'
import { aTracker } from './testing/tracker.ts'

test('LOG-1 whoever logs in is on Tracker’s home page, or on the issue they asked for', async (t) => {
  const tracker = await aTracker(t)
  const mira = await tracker.somebody('mira')
  assert.equal(mira.page.url.href, `${tracker.url}/`)
  assert.match(mira.page.text, /No issues yet/)
  await mira.post('/issues', { title: 'A deep link', description: '' })
  const ben = await tracker.somebody('ben', '/issues/1')
  assert.equal(ben.page.url.href, `${tracker.url}/issues/1`)
  assert.match(ben.page.text, /A deep link/)
})

test('every page asks for a log-in, also those that don’t exist', async (t) => {
  const { url } = await aTracker(t)
  for (const path of ['/', '/issues/1', '/issues/new', '/issues/1/edit', '/nowhere', '//evil.example/']) {
    const answer = await new Browser().ask(url + path)
    assert.equal(answer.status, 303, path)
    assert.match(answer.headers.get('location')!, /\/auth\?/, path)
  }
  const form = await new Browser().ask(`${url}/issues`, { method: 'POST', headers: { origin: url } })
  assert.equal(form.status, 401)
})

test('two people work on one issue and see each other’s words', async (t) => {
  const { somebody } = await aTracker(t)
  const mira = await somebody('mira')
  const ben = await somebody('ben')
  const created = await mira.post('/issues', { title: 'Prices <b>without</b> tax', description: 'Line one\nLine two' })
  assert.equal(created.url.pathname, '/issues/1')
  assert.match(created.text, /role="status">The issue is created/)
  assert.match(created.text, /Prices &lt;b&gt;without&lt;\/b&gt; tax/)
  await ben.post('/issues/1/comments', { said: 'I’ll look at it.' })
  await ben.post('/issues/1/state', { state: 'in-progress' })
  await mira.post('/issues/1/assignee', { assignee: 'ben' })
  const seen = await mira.get('/issues/1')
  for (const words of ['I’ll look at it.', 'In progress</span>', 'Ben</span>'])
    assert.ok(seen.text.includes(words), words)
  const list = await ben.get('/?assignee=ben&state=in-progress')
  assert.match(list.text, /href="\/issues\/1"/)
  const edited = await ben.post('/issues/1/edit', { title: 'Prices with tax', description: '', version: '1' })
  assert.match(edited.text, /Prices with tax/)
})

test('what can’t be saved comes back with its words and the reason', async (t) => {
  const { somebody } = await aTracker(t)
  const mira = await somebody('mira')
  const noTitle = await mira.post('/issues', { title: '  ', description: 'kept & safe' })
  assert.equal(noTitle.status, 400)
  assert.match(noTitle.text, /<title>Error: New issue/)
  assert.match(noTitle.text, /aria-invalid="true" aria-describedby="e-title"/)
  assert.match(noTitle.text, /kept &amp; safe/)
  const tooLong = await mira.post('/issues', { title: '😀'.repeat(123), description: '' })
  assert.match(tooLong.text, /3 characters too long/)
  await mira.post('/issues', { title: '😀'.repeat(120), description: 'a\0b' })
  const comment = await mira.post('/issues/1/comments', { said: '' })
  assert.equal(comment.status, 400)
  assert.match(comment.text, /comment is empty/)
  const large = await mira.post('/issues', { title: 'x', description: 'y'.repeat(200_000) })
  assert.equal(large.status, 413)
})

test('an edit made from an older version is not saved over the newer one, nor lost', async (t) => {
  const { somebody } = await aTracker(t)
  const mira = await somebody('mira')
  await mira.post('/issues', { title: 'First', description: '' })
  await mira.post('/issues/1/edit', { title: 'Second', description: '', version: '1' })
  const stale = await mira.post('/issues/1/edit', { title: 'Mine', description: 'my words', version: '1' })
  assert.equal(stale.status, 409)
  assert.match(stale.text, /my words/)
  assert.match(stale.text, /name="version" value="2"/)
  assert.match((await mira.get('/issues/1')).text, /Second/)
})

test('lists are filtered, searched and paged by key, in two statements however long they are', async (t) => {
  const { somebody, pool, statements } = await aTracker(t)
  const mira = await somebody('mira')
  await pool.query(`insert into tracker.issue (title, state, author, assignee)
    select '100% of number ' || n, case when n % 2 = 0 then 'done' else 'todo' end, 'mira', 'mira'
    from generate_series(1, 60) as n`)
  const before = statements()
  const first = await mira.get('/')
  assert.equal(statements() - before, 3, 'session, list, people')
  assert.equal(first.text.match(/class="issue-link"/g)?.length, 25)
  assert.equal(first.text.includes('>Newer<'), false)
  const older = /href="([^"]+)">Older/.exec(first.text)![1]!
  const second = await mira.get(older)
  assert.match(second.text, /#35</)
  const third = await mira.get(/href="([^"]+)">Older/.exec(second.text)![1]!)
  assert.equal(third.text.match(/class="issue-link"/g)?.length, 10)
  assert.equal(third.text.includes('>Older<'), false)
  const back = await mira.get(/href="([^"]+)">Newer/.exec(third.text)![1]!)
  assert.equal(back.text.match(/class="issue-link"/g)?.length, 25)
  assert.match(back.text, /#11</)
  const links = (text: string) => text.match(/class="issue-link"/g)?.length ?? 0
  assert.equal(links((await mira.get('/?q=100%25')).text), 25)
  assert.equal(links((await mira.get('/?q=_00')).text), 0)
  assert.equal(links((await mira.get('/?q=%2342')).text), 1)
  assert.equal(links((await mira.get('/?state=done&before=9')).text), 4)
  assert.match((await mira.get('/?assignee=nobody')).text, /No issue matches/)
  assert.equal((await mira.get('/?before=99999999999&state=%00&assignee=%00&q=%00')).status, 200)
})

test('another site’s page changes nothing', async (t) => {
  const { url, somebody } = await aTracker(t)
  const { browser } = await somebody('mira')
  for (const origin of ['https://evil.example', 'null']) {
    const answer = await browser.ask(`${url}/issues`, { method: 'POST', body: 'title=x', headers: { origin } })
    assert.equal(answer.status, 403)
  }
})

test('pages that aren’t there are 404, faults are 500 without details', async (t) => {
  const { somebody, pool } = await aTracker(t)
  const mira = await somebody('mira')
  for (const path of ['/issues/7', '/issues/0', '/issues/999999999', '/issues/99999999999', '/x']) {
    assert.equal((await mira.get(path)).status, 404, path)
  }
  assert.equal((await mira.post('/issues/7/state', { state: 'done' })).status, 404)
  await pool.query('drop table tracker.issue cascade')
  const logged = t.mock.method(console, 'error', () => {})
  const broken = await mira.get('/')
  assert.equal(broken.status, 500)
  assert.equal(broken.text.includes('relation'), false)
  assert.match(String(logged.mock.calls[0]?.arguments[0]), /relation/)
})

test('Umbel down: logged-in people go on working, others are told', async (t) => {
  const { url, provider, somebody } = await aTracker(t)
  const mira = await somebody('mira')
  await provider.stop()
  assert.equal((await mira.post('/issues', { title: 'Still here', description: '' })).status, 200)
  assert.equal((await fetch(`${url}/health/ready`)).status, 200)
  await provider.start()
})

test('LOG-8 Log out and a log-out by Umbel both end the session', async (t) => {
  const { url, provider, somebody } = await aTracker(t)
  const mira = await somebody('mira')
  const question = await mira.post('/log-out', {})
  assert.equal(question.url.pathname, '/session/end')
  assert.equal((await mira.browser.ask(`${url}/`)).status, 303)
  const ben = await somebody('ben')
  await ben.browser.submit(await ben.browser.open(`${provider.issuer}/session/end`), { logout: 'yes' })
  assert.equal((await ben.browser.ask(`${url}/`)).status, 303)
})

test('settings that are missing are all named', () => {
  assert.throws(
    () => readSettings({ TRACKER_PORT: 'x', TRACKER_CLIENT_ID: 'tracker' }),
    /TRACKER_PORT.*TRACKER_CLIENT_SECRET is missing.*TRACKER_DATABASE_URL is missing/s,
  )
  const good = { TRACKER_CLIENT_ID: 'a', TRACKER_CLIENT_SECRET: 'b', TRACKER_DATABASE_URL: 'postgres://x' }
  assert.equal(readSettings(good).url, 'http://tracker.localhost:4500')
})

test('seeds go in once', async (t) => {
  const { pool } = await aTracker(t)
  assert.equal(await seed(pool), 7)
  assert.equal(await seed(pool), 0)
})
