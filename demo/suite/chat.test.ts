import assert from 'node:assert/strict'
import { test } from 'node:test'
import { mustBeGoodPages } from '../look/testing/html.ts'
import { seedRooms } from './chat/store.ts'
import { aChat } from './testing/suite.ts'

test('Chat: two people talk in a room; the newest is last', async (t) => {
  const { somebody } = await aChat(t)
  const mira = await somebody('mira')
  const ben = await somebody('ben')
  assert.match(mira.page.text, /No rooms yet/)
  assert.equal((await mira.post('/rooms', { name: 'General' })).url.pathname, '/rooms/1')
  await ben.post('/rooms/1/messages', { said: 'Lunch <at> one?' })
  const answered = await mira.post('/rooms/1/messages', { said: 'Yes.\nThe usual place.' })
  assert.equal(answered.url.pathname, '/rooms/1')
  assert.match(answered.text, /<b>Ben<\/b>.*Lunch &lt;at&gt; one\?.*<b>Mira<\/b>.*Yes\.\nThe usual place/s)
  assert.match((await ben.get('/')).text, /General<\/a>.*Mira, <time/s)
})

test('Chat: older messages are paged upwards by key', async (t) => {
  const { somebody, pool } = await aChat(t)
  const mira = await somebody('mira')
  await seedRooms(pool)
  await seedRooms(pool)
  await pool.query(
    `insert into chat.message (room, author, said) select 1, 'mira', 'Message ' || n from generate_series(1, 120) n`,
  )
  const said = (text: string) =>
    [...text.matchAll(/<div class="prose">Message (\d+)</g)].map(([, number]) => Number(number))
  const newest = await mira.get('/rooms/1')
  assert.deepEqual([said(newest.text)[0], said(newest.text).at(-1)], [71, 120])
  const older = await mira.get(/href="([^"]+)">Older/.exec(newest.text)![1]!)
  assert.deepEqual([said(older.text)[0], said(older.text).at(-1)], [21, 70])
  assert.match(older.text, /href="\/rooms\/1">Newest messages/)
  const oldest = await mira.get(/href="([^"]+)">Older/.exec(older.text)![1]!)
  assert.deepEqual([said(oldest.text).length, oldest.text.includes('Older')], [20, false])
  assert.match((await mira.get('/rooms/1?before=1')).text, /Nothing was said before/)
})

test('Chat: what can’t be sent comes back with its words and the reason', async (t) => {
  const { somebody, url } = await aChat(t)
  const mira = await somebody('mira')
  await mira.post('/rooms', { name: 'General' })
  const twice = await mira.post('/rooms', { name: ' GENERAL ' })
  assert.equal(twice.status, 400)
  assert.match(twice.text, /value="GENERAL" aria-invalid="true".*a room of this name already/s)
  assert.match((await mira.post('/rooms', { name: '' })).text, /no name yet/)
  const empty = await mira.post('/rooms/1/messages', { said: ' ' })
  assert.equal(empty.status, 400)
  const long = await mira.post('/rooms/1/messages', { said: `kept${'x'.repeat(4_000)}` })
  assert.match(long.text, /kept.*4 characters too long/s)
  assert.equal((await mira.post('/rooms/7/messages', { said: 'x' })).status, 404)
  assert.equal((await mira.get('/rooms/0')).status, 404)
  const foreign = { method: 'POST', body: 'said=x', headers: { origin: 'null' } }
  assert.equal((await mira.browser.ask(`${url}/rooms/1/messages`, foreign)).status, 403)
})

test('Chat: every page is valid HTML without inline style or script', async (t) => {
  const { somebody } = await aChat(t)
  const mira = await somebody('mira')
  await mustBeGoodPages([
    mira.page,
    await mira.get('/rooms/new'),
    await mira.post('/rooms', { name: '' }),
    await mira.post('/rooms', { name: 'General' }),
    await mira.post('/rooms/1/messages', { said: 'Hello' }),
    await mira.post('/rooms/1/messages', { said: '' }),
    await mira.get('/rooms/1?before=1'),
    await mira.get('/'),
  ])
})
