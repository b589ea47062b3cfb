import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { Refusal } from '#kernel'
import { idFromName, settingsFrom } from './product.ts'
import { mustBeRedirectUris, mustBeServerUrl } from './product-uri.ts'

const wishes = { name: 'Tracker', homeUrl: 'https://tracker.example', redirectUris: ['https://tracker.example/cb'] }

const uris: [uri: string, isPublic: boolean, code: string | undefined][] = [
  ['https://tracker.example/cb', false, undefined],
  ['https://tracker.example/cb?from=umbel', false, undefined],
  ['http://localhost:4500/cb', false, undefined],
  ['http://tracker.localhost:4500/cb', false, undefined],
  ['http://127.0.0.1/cb', false, undefined],
  ['http://[::1]:7000/cb', false, undefined],
  ['http://tracker.example/cb', false, 'product.uri-insecure'],
  ['http://localhost.example/cb', false, 'product.uri-insecure'],
  ['https://tracker.example/cb#here', false, 'product.uri-bad'],
  ['https://*.example/cb', false, 'product.uri-bad'],
  ['https://user:word@tracker.example/cb', false, 'product.uri-bad'],
  ['https://tracker.example/a b', false, 'product.uri-bad'],
  ['https://tracker.example/\u0000', false, 'product.uri-bad'],
  ['/cb', false, 'product.uri-bad'],
  ['com.example.app:/back', true, undefined],
  ['com.example.app:/back', false, 'product.uri-private'],
  ['javascript:alert(1)', true, 'product.uri-bad'],
  ['data:text/html,hello', true, 'product.uri-bad'],
]
for (const [uri, isPublic, code] of uris) {
  test(`a redirect address ${JSON.stringify(uri)} of a ${isPublic ? 'public' : 'secret'} product: ${code ?? 'fine'}`, () => {
    const check = () => mustBeRedirectUris([uri], isPublic)
    if (code === undefined) check()
    else assert.throws(check, { code })
  })
}

test('the same address twice is refused', () => {
  assert.throws(() => mustBeRedirectUris(['https://a.example/', 'https://a.example/'], false), {
    code: 'product.uri-repeated',
  })
})

test('a server behind the product may hear of log-outs over http, if the product keeps a secret', () => {
  assert.equal(mustBeServerUrl('http://tracker:3000/log-out', false), 'http://tracker:3000/log-out')
  assert.throws(() => mustBeServerUrl('http://tracker:3000/log-out', true), { code: 'product.uri-insecure' })
})

test('whatever is given as an address, it is accepted or refused, never an accident', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string({ unit: 'binary' }),
        fc.webUrl(),
        fc.webUrl().map((url) => `${url}#`),
      ),
      (uri) => {
        try {
          mustBeRedirectUris([uri], true)
          assert.ok(URL.canParse(uri) && !uri.includes('#'))
        } catch (error) {
          assert.ok(error instanceof Refusal, String(error))
        }
      },
    ),
  )
})

test('a public product demands PKCE and cannot act for itself', () => {
  assert.equal(settingsFrom({ ...wishes, public: true }).demandsPkce, true)
  assert.equal(settingsFrom(wishes).demandsPkce, false)
  assert.throws(() => settingsFrom({ ...wishes, public: true, grantTypes: ['client_credentials'] }), {
    code: 'product.grant-types-bad',
  })
})

test('a product without a way to log in needs no redirect address; with one it does', () => {
  settingsFrom({ name: 'Robot', homeUrl: 'https://robot.example', grantTypes: ['client_credentials'] })
  assert.throws(() => settingsFrom({ name: 'Tracker', homeUrl: 'https://t.example' }), { code: 'product.uri-missing' })
})

test('resource servers are absolute addresses with scopes of their own', () => {
  const withResource = (identifier: string, scope = 'read write') =>
    settingsFrom({ ...wishes, resources: [{ identifier, scope }] })
  assert.deepEqual(withResource('https://api.example/').resources, [
    { identifier: 'https://api.example/', scope: 'read write' },
  ])
  assert.throws(() => withResource('https://api.example/#x'), { code: 'product.resource-bad' })
  assert.throws(() => withResource('api'), { code: 'product.resource-bad' })
  assert.throws(() => withResource('https://api.example/', 'read openid'), { code: 'product.scope-bad' })
})

test('an id is made from any name', () => {
  assert.equal(idFromName('Issue Tracker'), 'issue-tracker')
  assert.equal(idFromName('Übersicht'), 'ubersicht')
  assert.equal(idFromName('日本'), 'product')
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (name) => {
      assert.match(idFromName(name), /^[a-z0-9][a-z0-9._-]{0,63}$/)
    }),
  )
})
