import assert from 'node:assert/strict'
import { test } from 'node:test'
import { memorySessions } from './memory-sessions.ts'
import { settle } from './options.ts'
import { isFromOwnPage, returnPath } from './return-to.ts'

const origin = 'https://pad.example'

test('LOG-1 a deep link is a path of the product; everything else becomes the home page', () => {
  for (const path of ['/', '/issues/12', '/issues?state=todo&q=a%20b', '/a#b'])
    assert.equal(returnPath(path, origin), path)
  const foreign = [
    'https://evil.example/',
    '//evil.example',
    '/\\evil.example',
    '/\t/evil.example',
    '\\\\evil',
    'issues',
    '',
    '/.//evil.example',
  ]
  for (const path of [...foreign, undefined, `/${'a'.repeat(2_000)}`])
    assert.equal(returnPath(path, origin), '/', String(path))
  assert.equal(returnPath('/log-in/callback?code=1', origin, ['/log-in/callback']), '/')
})

test('only a request from the product’s own page may change something', () => {
  const request = (headers: Record<string, string>) => new Request(`${origin}/log-out`, { method: 'POST', headers })
  assert.equal(isFromOwnPage(request({ origin }), origin), true)
  assert.equal(isFromOwnPage(request({ 'sec-fetch-site': 'same-origin' }), origin), true)
  const foreign: Record<string, string>[] = [
    {},
    { origin: 'https://evil.example' },
    { origin: 'null' },
    { 'sec-fetch-site': 'same-site' },
  ]
  for (const headers of foreign) assert.equal(isFromOwnPage(request(headers), origin), false)
})

test('options that can’t work are refused by name', () => {
  const good = {
    issuer: 'https://id.example',
    clientId: 'pad',
    clientSecret: 's',
    redirectUri: `${origin}/log-in/callback`,
    sessions: memorySessions(),
  }
  assert.equal(settle(good).secureCookies, true)
  assert.equal(settle({ ...good, issuer: 'http://localhost:4400' }).insecure, true)
  assert.throws(() => settle({ ...good, issuer: 'http://id.example' }), /issuer must be https/)
  assert.throws(() => settle({ ...good, redirectUri: 'pad' }), /redirectUri/)
  assert.throws(() => settle({ ...good, clientSecret: '' }), /clientSecret/)
})
