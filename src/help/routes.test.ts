import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { test } from 'node:test'
import { openApp, openDatabase, openLanguages, openLog, systemClock, trustedProxies } from '#platform'
import { lastPages } from '#platform/page'
import { openCookieJar, speakAsHolder } from '#sign-in'
import { helpRoutes } from './routes.ts'

test('ACC-12 OPS-3 help can be read while PostgreSQL is away, with the cookies of a log-in, too', async (t) => {
  const url = new URL('http://localhost:4400')
  const database = openDatabase({ url: 'postgres://umbel@127.0.0.1:1/umbel', clock: systemClock })
  t.after(() => database.close())
  const context = { database, jar: openCookieJar(url), secretKey: randomBytes(32), sender: 'hello@umbel.example' }
  const app = openApp({
    url,
    zone: 'UTC',
    log: openLog('silent'),
    trusted: trustedProxies([]),
    pages: lastPages,
    uploads: [],
  })
  app.use('/help/*', speakAsHolder(context, openLanguages(url)))
  app.route('/', helpRoutes({ ...context, contact: 'help@umbel.example' }))
  const get = async (path: string) => {
    const incoming = { socket: { remoteAddress: '203.0.113.1' }, headers: {} }
    const headers = { cookie: `umbel=${'A'.repeat(43)}` }
    return (await app.request(path, { headers }, { incoming })).status
  }
  for (const path of ['/help', '/help?q=password', '/help/passkeys', '/help/contact/sent', '/privacy', '/terms']) {
    assert.equal(await get(path), 200, path)
  }
  assert.equal(await get(`/help/feedback?key=${'A'.repeat(43)}`), 503)
})
