import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readAllSettings } from '../src/all-settings.ts'
import { aFolder, aFreePort } from '../test/folder.ts'
import { demoProducts } from './products.ts'
import { startGoogle } from './start-google.ts'

test('LOG-3 the stand-in for Google starts beside Umbel, with a secret that stays, and stops', async (t) => {
  const settings = readAllSettings({ UMBEL_GOOGLE_PORT: String(await aFreePort()) })
  const said: string[] = []
  const options = {
    settings,
    data: aFolder(t),
    redirectUris: ['http://localhost:9/back'],
    say: (line: string) => void said.push(line),
  }
  const google = await startGoogle(options)
  t.after(() => google.child.stop())
  const discovery = await fetch(`${google.issuer}/.well-known/openid-configuration`)
  assert.equal(((await discovery.json()) as { issuer: string }).issuer, google.issuer)
  assert.match(said.join('\n'), new RegExp(`google: The stand-in for Google is at ${google.issuer}`))
  await google.child.stop()
  await assert.rejects(fetch(google.issuer))
  const again = await startGoogle(options)
  t.after(() => again.child.stop())
  assert.equal(again.clientSecret, google.clientSecret)
})

test('LOG-2 the suite has its ports beside Tracker’s, and Code asks for address and password on one page', () => {
  const products = demoProducts(readAllSettings({ UMBEL_TRACKER_PORT: '5500', UMBEL_CHAT_PORT: '6000' }))
  assert.deepEqual(
    products.map(({ url, form }) => [url, form]),
    [
      ['http://tracker.localhost:5500', 'identifier-first'],
      ['http://wiki.localhost:5503', 'identifier-first'],
      ['http://chat.localhost:6000', 'identifier-first'],
      ['http://code.localhost:5505', 'combined'],
    ],
  )
})
