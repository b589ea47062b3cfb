import { test } from 'node:test'
import { mustBeGoodPages } from '../look/testing/html.ts'
import { aTracker } from './testing/tracker.ts'

test('every page is valid HTML, without inline style or script, under a policy that allows neither', async (t) => {
  const { somebody } = await aTracker(t)
  const mira = await somebody('mira')
  const empty = mira.page
  await mira.post('/issues', { title: 'Prices without tax', description: 'One\nTwo' })
  await mira.post('/issues/1/comments', { said: 'Seen' })
  await mira.post('/issues/1/assignee', { assignee: 'mira' })
  const pages = [
    empty,
    await mira.get('/'),
    await mira.get('/?q=nothing+like+it'),
    await mira.get('/?before=1'),
    await mira.get('/issues/1?done=comment'),
    await mira.get('/issues/new'),
    await mira.get('/issues/1/edit'),
    await mira.post('/issues', { title: '', description: 'x'.repeat(10_001) }),
    await mira.post('/issues/1/edit', { title: 'Stale', description: '', version: '7' }),
    await mira.post('/issues/1/comments', { said: '' }),
    await mira.get('/nowhere'),
    await mira.get('/log-in/callback?state=unknown&code=x'),
  ]
  await mustBeGoodPages(pages)
})
