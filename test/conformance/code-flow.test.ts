import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as oidc from 'openid-client'
import { sql } from '#platform'
import { aWorld, callback, openWorld } from './a-provider.ts'
import { aClient, begin, follow, logIn } from './client.ts'

test('DEV-1, DEV-2 code and PKCE: a person who is logged in comes back with a code, tokens and true claims', async (t) => {
  const world = await aWorld(t)
  const config = await aClient(world, await world.product())
  const accountId = await world.account('ana@example.com')
  const browser = await world.loggedIn(accountId, { ago: 100 })
  const { tokens, back } = await logIn(world, config, browser)
  assert.equal(back.searchParams.get('iss'), world.url.origin)
  const claims = tokens.claims()!
  assert.equal(claims.sub, accountId)
  assert.deepEqual(
    [
      claims.name,
      claims.given_name,
      claims.family_name,
      claims.preferred_username,
      claims.email,
      claims.email_verified,
    ],
    ['Ana María Lopez', 'Ana María', 'Lopez', 'ana', 'ana@example.com', true],
  )
  assert.deepEqual([claims.amr, claims.acr, claims.account_kind], [['pwd'], 'urn:umbel:acr:single-factor', 'personal'])
  assert.ok(Math.abs((claims.auth_time as number) - Date.now() / 1000 + 100) < 5)
  assert.equal(typeof claims.sid, 'string')
  const info = await oidc.fetchUserInfo(config, tokens.access_token, accountId)
  assert.deepEqual([info.email, info.email_verified, info.zoneinfo], ['ana@example.com', true, 'Etc/UTC'])
  assert.equal(tokens.expires_in, 3600)
})

test('clients without PKCE and nonce work, with their secret in the header or in the form', async (t) => {
  const world = await aWorld(t)
  const product = await world.product()
  const browser = await world.loggedIn(await world.account())
  for (const authentication of [oidc.ClientSecretBasic(product.secret), oidc.ClientSecretPost(product.secret)]) {
    const config = await aClient(world, product, authentication)
    const url = oidc.buildAuthorizationUrl(config, { redirect_uri: callback, scope: 'openid' })
    const back = await follow(world, browser, url)
    const tokens = await oidc.authorizationCodeGrant(config, back)
    assert.ok(tokens.id_token)
  }
})

test('a wrong secret is refused with 401, an unknown client too', async (t) => {
  const world = await aWorld(t)
  const product = await world.product()
  const post = (id: string, secret: string) =>
    fetch(new URL('/token', world.url), {
      method: 'POST',
      headers: { authorization: `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}` },
      body: new URLSearchParams({ grant_type: 'authorization_code', code: 'x', redirect_uri: callback }),
    })
  for (const [id, secret] of [
    [product.id, 'wrong'],
    ['nobody', product.secret!],
  ] as const) {
    const answer = await post(id, secret)
    assert.equal(answer.status, 401)
    assert.equal(((await answer.json()) as { error: string }).error, 'invalid_client')
  }
})

test('a public product must use PKCE, may use any loopback port, and is told so', async (t) => {
  const world = await aWorld(t)
  const product = await world.product({
    public: true,
    redirectUris: ['http://127.0.0.1/cb', 'com.example.app:/back'],
  })
  const config = await aClient(world, product, oidc.None())
  const browser = await world.loggedIn(await world.account())
  const without = oidc.buildAuthorizationUrl(config, { redirect_uri: 'http://127.0.0.1:5111/cb', scope: 'openid' })
  assert.equal((await follow(world, browser, without)).searchParams.get('error'), 'invalid_request')
  for (const redirect_uri of ['http://127.0.0.1:5111/cb', 'com.example.app:/back']) {
    const { tokens } = await logIn(world, config, browser, { redirect_uri })
    assert.ok(tokens.id_token)
  }
  const plain = {
    code_challenge: 'a'.repeat(43),
    code_challenge_method: 'plain',
    redirect_uri: 'http://127.0.0.1:5111/cb',
  }
  const refused = await follow(world, browser, (await begin(config, plain)).url)
  assert.equal(refused.searchParams.get('error'), 'invalid_request')
})

test('redirect addresses are compared exactly, and a refusal stays on our page', async (t) => {
  const world = await aWorld(t)
  const product = await world.product()
  const browser = await world.loggedIn(await world.account())
  for (const redirect_uri of [
    `${callback}/`,
    `${callback}?x`,
    'https://evil.example/cb',
    'https://tracker.example/CB',
  ]) {
    const query = new URLSearchParams({ client_id: product.id, response_type: 'code', scope: 'openid', redirect_uri })
    const answer = await world.browse(browser, `/authorize?${query}`)
    assert.equal(answer.status, 400)
    assert.equal(answer.headers.get('location'), null)
    assert.match(await answer.text(), /invalid_redirect_uri/)
  }
})

test('a silent log-in takes four statements and writes nothing that says nothing new', async (t) => {
  const world = await aWorld(t)
  const config = await aClient(world, await world.product())
  const browser = await world.loggedIn(await world.account())
  await logIn(world, config, browser)
  const count = world.database.counting()
  await logIn(world, config, browser)
  count.stop()
  assert.equal(count.statements.length, 4, count.statements.join('\n'))
  assert.equal(count.commits, 2)
})

test('the first log-in to a product takes no more: its grant comes with the code', async (t) => {
  const world = await aWorld(t)
  const config = await aClient(world, await world.product())
  await fetch(new URL('/authorize?client_id=tracker', world.url), { redirect: 'manual' })
  const browser = await world.loggedIn(await world.account())
  const count = world.database.counting()
  await logIn(world, config, browser)
  count.stop()
  assert.equal(count.statements.length, 4, count.statements.join('\n'))
  assert.equal((await world.database.durable.all(sql`select from product_grant`)).length, 1)
})

test('LOG-8 products that ask at the same moment share a session, and one product asking twice shares one grant', async (t) => {
  const world = await aWorld(t)
  const products = await Promise.all(['one', 'two', 'three'].map((id) => world.product({ id, name: id })))
  const configs = await Promise.all(products.map((product) => aClient(world, product)))
  const browser = await world.loggedIn(await world.account())
  const all = await Promise.all([...configs, ...configs].map((config) => logIn(world, config, browser)))
  const sids = all.map(({ tokens }) => tokens.claims()?.sid)
  assert.deepEqual(sids.slice(0, 3), sids.slice(3))
  assert.equal(new Set(sids).size, 3)
  assert.equal((await world.database.durable.all(sql`select from product_grant`)).length, 3)
})

test('one code spent on two processes at once is answered once, and what it gave then ends', async (t) => {
  const world = await aWorld(t)
  const other = await openWorld(t, world.database)
  const product = await world.product()
  const config = await aClient(world, product)
  const browser = await world.loggedIn(await world.account())
  for (let round = 0; round < 5; round += 1) {
    const begun = await begin(config)
    const back = await follow(world, browser, begun.url)
    const body = new URLSearchParams({
      grant_type: 'authorization_code',
      code: back.searchParams.get('code')!,
      redirect_uri: callback,
      code_verifier: begun.verifier!,
      client_id: product.id,
      client_secret: product.secret!,
    })
    const answers = await Promise.all(
      [world.url, other.url].map((url) => fetch(new URL('/token', url), { method: 'POST', body })),
    )
    assert.deepEqual(answers.map(({ status }) => status).sort(), [200, 400])
    const [granted, refused] = answers[0]!.status === 200 ? answers : answers.toReversed()
    assert.equal(((await refused!.json()) as { error: string }).error, 'invalid_grant')
    const { access_token } = (await granted!.json()) as { access_token: string }
    const info = await fetch(new URL('/userinfo', world.url), { headers: { authorization: `Bearer ${access_token}` } })
    assert.equal(info.status, 401)
  }
})

test('a code sent again is refused, and ends the tokens it gave (RFC 9700 §4.5)', async (t) => {
  const world = await aWorld(t)
  const config = await aClient(world, await world.product())
  const browser = await world.loggedIn(await world.account())
  const begun = await begin(config)
  const back = await follow(world, browser, begun.url)
  const tokens = await oidc.authorizationCodeGrant(config, back, begun.checks)
  await assert.rejects(oidc.authorizationCodeGrant(config, back, begun.checks), { error: 'invalid_grant' })
  assert.deepEqual(await oidc.tokenIntrospection(config, tokens.access_token), { active: false })
  assert.deepEqual(await oidc.tokenIntrospection(config, tokens.refresh_token!), { active: false })
})

test('a code belongs to its product, its address and its verifier', async (t) => {
  const world = await aWorld(t)
  const config = await aClient(world, await world.product())
  const other = await aClient(world, await world.product({ id: 'other' }))
  const browser = await world.loggedIn(await world.account())
  const begun = await begin(config)
  const back = await follow(world, browser, begun.url)
  await assert.rejects(oidc.authorizationCodeGrant(other, back, begun.checks), { error: 'invalid_grant' })
  const wrong = { ...begun.checks, pkceCodeVerifier: oidc.randomPKCECodeVerifier() }
  await assert.rejects(oidc.authorizationCodeGrant(config, back, wrong), { error: 'invalid_grant' })
  const tokens = await oidc.authorizationCodeGrant(config, back, begun.checks)
  assert.ok(tokens.access_token)
})

test('a request by POST is sent on by GET, where the browser shows who it is', async (t) => {
  const world = await aWorld(t)
  const config = await aClient(world, await world.product())
  const browser = await world.loggedIn(await world.account())
  const begun = await begin(config)
  const answer = await world.browse({ cookie: '' }, '/authorize', { method: 'POST', body: begun.url.searchParams })
  assert.equal(answer.status, 303)
  const back = await follow(world, browser, new URL(answer.headers.get('location')!, world.url))
  assert.ok((await oidc.authorizationCodeGrant(config, back, begun.checks)).id_token)
  const long = await world.browse(browser, '/authorize', {
    method: 'POST',
    body: new URLSearchParams([...begun.url.searchParams, ['ui_locales', 'x'.repeat(10_000)]]),
  })
  assert.match(long.headers.get('location') ?? '', /^https:\/\/tracker\.example\/cb\?code=/)
  const huge = new URLSearchParams({ client_id: 'x'.repeat(100_000) })
  const tooLong = await world.browse(browser, '/authorize', { method: 'POST', body: huge })
  assert.equal(tooLong.status, 413)
})

test('a forged Host or X-Forwarded header changes no address', async (t) => {
  const world = await aWorld(t)
  const product = await world.product({
    grantTypes: ['urn:ietf:params:oauth:grant-type:device_code'],
    redirectUris: [],
  })
  const { request } = await import('node:http')
  const answer = await new Promise<string>((resolve, reject) => {
    const sent = request(
      new URL('/device/authorize', world.url),
      {
        method: 'POST',
        headers: {
          host: 'evil.example',
          'x-forwarded-host': 'evil.example',
          'x-forwarded-proto': 'https',
          'content-type': 'application/x-www-form-urlencoded',
          authorization: `Basic ${Buffer.from(`${product.id}:${product.secret}`).toString('base64')}`,
        },
      },
      async (response) => resolve((await response.toArray()).join('')),
    )
    sent.on('error', reject).end('scope=openid')
  })
  assert.equal((JSON.parse(answer) as { verification_uri: string }).verification_uri, `${world.url.origin}/device`)
})

test('discovery and keys are the same bytes for all, with an ETag', async (t) => {
  const world = await aWorld(t)
  for (const path of ['/.well-known/openid-configuration', '/.well-known/oauth-authorization-server', '/jwks']) {
    const first = await fetch(new URL(path, world.url))
    assert.equal(first.headers.get('access-control-allow-origin'), '*')
    const etag = first.headers.get('etag')!
    assert.ok(etag)
    const again = await fetch(new URL(path, world.url), { headers: { 'if-none-match': etag } })
    assert.equal(again.status, 304)
    const document = (await first.json()) as Record<string, unknown>
    if (path !== '/jwks') assert.equal(document.issuer, world.url.origin)
    else
      assert.deepEqual(
        (document.keys as { alg: string; d?: string }[]).map(({ alg, d }) => [alg, d]),
        [
          ['RS256', undefined],
          ['RS256', undefined],
          ['ES256', undefined],
          ['ES256', undefined],
        ],
      )
  }
})

test('no answer sets a cookie of the library', async (t) => {
  const world = await aWorld(t)
  const config = await aClient(world, await world.product())
  const browser = await world.loggedIn(await world.account())
  const silent = await world.browse(browser, (await begin(config)).url)
  assert.deepEqual(silent.headers.getSetCookie(), [])
  const stranger = await world.browse({ cookie: '' }, (await begin(config)).url)
  assert.deepEqual(
    stranger.headers.getSetCookie().map((line) => line.split('=')[0]),
    ['umbel'],
  )
})
