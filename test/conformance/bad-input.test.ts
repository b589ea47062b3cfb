import assert from 'node:assert/strict'
import { request } from 'node:http'
import { test } from 'node:test'
import fc from 'fast-check'
import { aWorld, callback, type World } from './a-provider.ts'
import { aClient, begin, follow } from './client.ts'

/** Values that have broken servers before, beside whatever fast-check thinks of. */
const nasty = fc.oneof(
  fc.constantFrom(
    '',
    '\0',
    'a\0b',
    '\ud800',
    '%00',
    'none login',
    '{}',
    '{"id_token":{"acr":{"values":1,"essential":true}}}',
    '{"userinfo":{"\\u0000":null}}',
    '{"id_token":{"x\\ud800":null}}',
    '{"id_token":null}',
    '[]',
    'null',
    '-1',
    '1e400',
    '99999999999999999999',
    'urn:ietf:params:oauth:request_uri:x',
    'https://api.example/',
    'http://',
    'x'.repeat(4_000),
    '__proto__',
    'a.b.c',
    'eyJhbGciOiJub25lIn0.e30.',
    'é💥',
    '../../etc',
    "';drop table account;--",
  ),
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.json({ maxDepth: 3 }),
)

const authorizeNames = [
  'client_id', 'response_type', 'redirect_uri', 'scope', 'state', 'nonce', 'prompt', 'max_age', 'claims', 'login_hint',
  'id_token_hint', 'acr_values', 'code_challenge', 'code_challenge_method', 'response_mode', 'request', 'request_uri',
  'resource', 'ui_locales', 'dpop_jkt', 'registration', 'authorization_details',
] // biome-ignore format: names in rows

const tokenNames = [
  'grant_type', 'code', 'redirect_uri', 'code_verifier', 'refresh_token', 'scope', 'resource', 'device_code',
  'client_id', 'client_secret', 'token', 'token_type_hint',
] // biome-ignore format: names in rows

/** Some names with values, some of them twice. */
const changes = (names: readonly string[]) =>
  fc.array(fc.tuple(fc.constantFrom(...names), nasty), { minLength: 1, maxLength: 4 })

function noFault(world: World, status: number, what: unknown): void {
  const faults = world.log.filter((line) => line.includes('"level":50'))
  assert.ok(status < 500 && faults.length === 0, `${status} for ${JSON.stringify(what)}\n${faults.join('\n')}`)
}

test('whatever is sent to the authorization endpoint, logged in or not, none is a 500', {
  timeout: 120_000,
}, async (t) => {
  const world = await aWorld(t)
  const product = await world.product({ resources: [{ identifier: 'https://api.example/', scope: 'read' }] })
  const browser = await world.loggedIn(await world.account())
  const good: [string, string][] = [
    ['client_id', product.id],
    ['response_type', 'code'],
    ['redirect_uri', callback],
    ['scope', 'openid'],
  ]
  await fc.assert(
    fc.asyncProperty(changes(authorizeNames), fc.boolean(), fc.boolean(), async (changed, keep, isStranger) => {
      const base = keep ? good : good.filter(([name]) => !changed.some(([other]) => other === name))
      const query = new URLSearchParams([...base, ...changed])
      const answer = await world.browse(isStranger ? { cookie: '' } : browser, `/authorize?${query}`)
      noFault(world, answer.status, { changed, keep, isStranger })
    }),
    { numRuns: 400 },
  )
})

test('whatever is sent to the back-channel endpoints, none is a 500', { timeout: 120_000 }, async (t) => {
  const world = await aWorld(t)
  const product = await world.product({
    resources: [{ identifier: 'https://api.example/', scope: 'read' }],
    grantTypes: [
      'authorization_code',
      'refresh_token',
      'client_credentials',
      'urn:ietf:params:oauth:grant-type:device_code',
    ],
  })
  const authorization = `Basic ${Buffer.from(`${product.id}:${product.secret}`).toString('base64')}`
  const paths = fc.constantFrom('/token', '/introspect', '/revoke', '/par', '/device/authorize', '/userinfo')
  const types = [
    'authorization_code',
    'refresh_token',
    'client_credentials',
    'urn:ietf:params:oauth:grant-type:device_code',
    'implicit',
    '',
  ]
  await fc.assert(
    fc.asyncProperty(
      paths,
      fc.constantFrom(...types),
      changes([...tokenNames, ...authorizeNames]),
      fc.boolean(),
      async (path, type, changed, isAuthenticated) => {
        const body = new URLSearchParams([['grant_type', type], ...changed])
        const headers = isAuthenticated ? { authorization } : undefined
        const answer = await fetch(new URL(path, world.url), { method: 'POST', body, headers, redirect: 'manual' })
        noFault(world, answer.status, { path, type, changed })
      },
    ),
    { numRuns: 500 },
  )
})

test('a real code survives all wrong ways to spend it, and then works', { timeout: 60_000 }, async (t) => {
  const world = await aWorld(t)
  const product = await world.product()
  const config = await aClient(world, product)
  const begun = await begin(config)
  const back = await follow(world, await world.loggedIn(await world.account()), begun.url)
  const good = {
    grant_type: 'authorization_code',
    code: back.searchParams.get('code')!,
    redirect_uri: callback,
    code_verifier: begun.verifier!,
    client_id: product.id,
    client_secret: product.secret!,
  }
  const send = async (body: URLSearchParams) => fetch(new URL('/token', world.url), { method: 'POST', body })
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...Object.keys(good)), nasty, async (name, value) => {
      // The only registered address may be left out (RFC 6749 §3.1.2.3).
      fc.pre(name !== 'redirect_uri' || value !== '')
      const answer = await send(new URLSearchParams({ ...good, [name]: value }))
      noFault(world, answer.status, { name, value })
      assert.notEqual(answer.status, 200)
    }),
    { numRuns: 60 },
  )
  assert.equal((await send(new URLSearchParams(good))).status, 200)
})

test('odd requests are answered: methods, types, bodies, absolute targets, log-out and device parameters', async (t) => {
  const world = await aWorld(t)
  await world.product()
  const browser = await world.loggedIn(await world.account())
  const tries: [string, RequestInit][] = [
    ['/token', { method: 'GET' }],
    ['/token', { method: 'POST', body: '{}', headers: { 'content-type': 'application/json' } }],
    [
      '/token',
      { method: 'POST', body: 'x'.repeat(1_000_000), headers: { 'content-type': 'application/x-www-form-urlencoded' } },
    ],
    ['/token', { method: 'POST', body: '%', headers: { 'content-type': 'application/x-www-form-urlencoded' } }],
    ['/token', { method: 'POST', headers: { authorization: 'Basic %%%' } }],
    ['/authorize', { method: 'DELETE' }],
    ['/authorize', { method: 'POST', body: '{}', headers: { 'content-type': 'application/json' } }],
    [
      '/authorize',
      { method: 'POST', body: 'a=%zz&b=%00', headers: { 'content-type': 'application/x-www-form-urlencoded' } },
    ],
    ['/authorize/', {}],
    [`/authorize/${'x'.repeat(5_000)}`, {}],
    ['/session/end?id_token_hint=x.y.z', {}],
    ['/session/end?id_token_hint=eyJhbGciOiJub25lIn0.e30.', {}],
    ['/session/end?client_id=tracker&client_id=tracker', {}],
    ['/session/end?client_id=%00&post_logout_redirect_uri=%00', {}],
    ['/session/end/confirm', { method: 'POST', headers: { origin: world.url.origin } }],
    [
      '/session/end/confirm?form=%00',
      { method: 'POST', body: new URLSearchParams({ xsrf: 'x' }), headers: { origin: world.url.origin } },
    ],
    ['/session/end/success?client_id=%00', {}],
    ['/device?user_code=%00&user_code=x', {}],
    ['/device?user_code=%00', {}],
    [
      '/device',
      { method: 'POST', body: new URLSearchParams({ user_code: '\0' }), headers: { origin: world.url.origin } },
    ],
    ['/device/authorize', { method: 'GET' }],
    ['/userinfo', { headers: { authorization: 'Bearer \u00ff' } }],
    ['/userinfo?access_token=x', {}],
    ['/jwks', { method: 'POST' }],
  ]
  for (const [path, init] of tries) {
    const answer = await world.browse(browser, path, init)
    noFault(world, answer.status, { path, init })
  }
  const absolute = await new Promise<number>((resolve, reject) => {
    const { hostname, port } = world.url
    request({ hostname, port, path: 'http://evil.example/authorize?client_id=tracker' }, (res) => {
      res.resume()
      resolve(res.statusCode ?? 0)
    })
      .on('error', reject)
      .end()
  })
  assert.ok(absolute < 500)
})
