import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as oidc from 'openid-client'
import { sql } from '#platform'
import { aWorld } from './a-provider.ts'
import { aClient, begin, follow, logIn } from './client.ts'

test('a refresh takes two statements, turns the token over, and keeps what the log-in was', async (t) => {
  const world = await aWorld(t)
  const config = await aClient(world, await world.product())
  const browser = await world.loggedIn(await world.account())
  const { tokens } = await logIn(world, config, browser)
  const count = world.database.counting()
  const fresh = await oidc.refreshTokenGrant(config, tokens.refresh_token!)
  count.stop()
  assert.equal(count.statements.length, 2, count.statements.join('\n'))
  assert.equal(count.commits, 1)
  assert.notEqual(fresh.refresh_token, tokens.refresh_token)
  assert.equal(fresh.claims()?.auth_time, tokens.claims()?.auth_time)
  assert.equal(fresh.claims()?.sid, tokens.claims()?.sid)
})

test('a refresh token used twice ends all that came of it (RFC 9700 §4.14.2)', async (t) => {
  const world = await aWorld(t)
  const config = await aClient(world, await world.product())
  const { tokens } = await logIn(world, config, await world.loggedIn(await world.account()))
  const fresh = await oidc.refreshTokenGrant(config, tokens.refresh_token!)
  await assert.rejects(oidc.refreshTokenGrant(config, tokens.refresh_token!), { error: 'invalid_grant' })
  await assert.rejects(oidc.refreshTokenGrant(config, fresh.refresh_token!), { error: 'invalid_grant' })
  assert.deepEqual(await oidc.tokenIntrospection(config, fresh.access_token), { active: false })
})

test('a refresh token used twice at once is answered once', async (t) => {
  const world = await aWorld(t)
  const config = await aClient(world, await world.product())
  const { tokens } = await logIn(world, config, await world.loggedIn(await world.account()))
  const both = await Promise.allSettled([1, 2].map(() => oidc.refreshTokenGrant(config, tokens.refresh_token!)))
  assert.deepEqual(both.map(({ status }) => status).sort(), ['fulfilled', 'rejected'])
})

test('a refresh token ends with its session; with offline access it outlives its expiry', async (t) => {
  const world = await aWorld(t)
  const config = await aClient(world, await world.product())
  const browser = await world.loggedIn(await world.account(), { lasts: 500 })
  const { tokens } = await logIn(world, config, browser)
  const offline = await logIn(world, config, browser, { scope: 'openid offline_access' })
  assert.match(offline.tokens.scope ?? '', /offline_access/)
  const rows = await world.database.durable.all<{ scope: string; seconds: number }>(
    sql`select scope, extract(epoch from expires_at - now())::int as seconds from refresh_token order by seconds`,
  )
  assert.ok(rows[0]!.seconds <= 500 && rows[1]!.seconds > 29 * 86_400, JSON.stringify(rows))
  await world.database.durable.run(sql`delete from session`)
  await assert.rejects(oidc.refreshTokenGrant(config, tokens.refresh_token!), { error: 'invalid_grant' })
  assert.ok((await oidc.refreshTokenGrant(config, offline.tokens.refresh_token!)).access_token)
})

test('userinfo and introspection take one statement each', async (t) => {
  const world = await aWorld(t)
  const config = await aClient(world, await world.product())
  const { tokens } = await logIn(world, config, await world.loggedIn(await world.account()))
  const count = world.database.counting()
  await oidc.fetchUserInfo(config, tokens.access_token, tokens.claims()!.sub)
  assert.equal(count.statements.length, 1, count.statements.join('\n'))
  const about = await oidc.tokenIntrospection(config, tokens.access_token)
  assert.equal(count.statements.length, 2, count.statements.join('\n'))
  assert.equal(about.active, true)
  assert.equal(about.sub, tokens.claims()!.sub)
  await oidc.tokenIntrospection(config, tokens.refresh_token!)
  assert.equal(count.statements.length, 3)
  await oidc.tokenIntrospection(config, 'never-issued')
  assert.equal(count.statements.length, 3)
  count.stop()
})

test('a product learns nothing of the tokens of another', async (t) => {
  const world = await aWorld(t)
  const config = await aClient(world, await world.product())
  const other = await aClient(world, await world.product({ id: 'other' }))
  const { tokens } = await logIn(world, config, await world.loggedIn(await world.account()))
  assert.deepEqual(await oidc.tokenIntrospection(other, tokens.access_token), { active: false })
  await assert.rejects(oidc.tokenRevocation(other, tokens.access_token))
  assert.equal((await oidc.tokenIntrospection(config, tokens.access_token)).active, true)
})

test('a revoked token ends, and a revoked refresh token takes the others with it (RFC 7009)', async (t) => {
  const world = await aWorld(t)
  const config = await aClient(world, await world.product())
  const browser = await world.loggedIn(await world.account())
  const { tokens } = await logIn(world, config, browser)
  await oidc.tokenRevocation(config, tokens.refresh_token!)
  assert.deepEqual(await oidc.tokenIntrospection(config, tokens.access_token), { active: false })
  await assert.rejects(oidc.refreshTokenGrant(config, tokens.refresh_token!), { error: 'invalid_grant' })
  const again = await logIn(world, config, browser)
  assert.equal(again.tokens.claims()?.sid, tokens.claims()?.sid)
  await oidc.tokenRevocation(config, again.tokens.access_token)
  assert.deepEqual(await oidc.tokenIntrospection(config, again.tokens.access_token), { active: false })
})

test('a product acts for itself with client credentials, in two statements with its secret fresh, one after', async (t) => {
  const world = await aWorld(t)
  const product = await world.product({ grantTypes: ['client_credentials'], redirectUris: [] })
  const config = await aClient(world, product)
  await oidc.clientCredentialsGrant(config)
  const count = world.database.counting()
  const tokens = await oidc.clientCredentialsGrant(config)
  count.stop()
  assert.equal(count.statements.length, 1, count.statements.join('\n'))
  const about = await oidc.tokenIntrospection(config, tokens.access_token)
  assert.deepEqual([about.active, about.client_id, about.sub], [true, product.id, undefined])
})

test('JWT access tokens for a registered resource server, spent like any other; unknown ones are refused (RFC 8707)', async (t) => {
  const world = await aWorld(t)
  const resource = 'https://api.tracker.example/'
  const product = await world.product({
    resources: [{ identifier: resource, scope: 'issues.read issues.write' }],
    grantTypes: ['authorization_code', 'refresh_token', 'client_credentials'],
  })
  const config = await aClient(world, product)
  const browser = await world.loggedIn(await world.account())
  const asked = { resource, scope: 'openid issues.read' }
  const begun = await begin(config, asked)
  const back = await follow(world, browser, begun.url)
  const tokens = await oidc.authorizationCodeGrant(config, back, begun.checks, { resource })
  const [header, payload] = tokens.access_token
    .split('.')
    .slice(0, 2)
    .map((part) => JSON.parse(Buffer.from(part, 'base64url').toString()))
  assert.deepEqual([header.alg, header.typ], ['ES256', 'at+jwt'])
  assert.deepEqual([payload.aud, payload.scope, payload.client_id], [resource, 'issues.read', product.id])
  await assert.rejects(oidc.authorizationCodeGrant(config, back, begun.checks, { resource }), {
    error: 'invalid_grant',
  })
  await assert.rejects(oidc.refreshTokenGrant(config, tokens.refresh_token!, { resource }), { error: 'invalid_grant' })
  const own = await oidc.clientCredentialsGrant(config, { resource, scope: 'issues.write' })
  assert.equal(own.access_token.split('.').length, 3)
  await assert.rejects(oidc.clientCredentialsGrant(config, { resource: 'https://nobody.example/' }), {
    error: 'invalid_target',
  })
  const refused = await world.browse(
    browser,
    `/authorize?client_id=${product.id}&response_type=code&scope=openid&resource=https://x.example/`,
  )
  assert.match(refused.headers.get('location') ?? '', /error=invalid_target/)
})

test('PAR: a pushed request is used once (RFC 9126)', async (t) => {
  const world = await aWorld(t)
  const config = await aClient(world, await world.product())
  const browser = await world.loggedIn(await world.account())
  const verifier = oidc.randomPKCECodeVerifier()
  const url = await oidc.buildAuthorizationUrlWithPAR(config, {
    redirect_uri: 'https://tracker.example/cb',
    scope: 'openid offline_access',
    code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
  })
  const first = await world.browse(browser, url)
  const back = new URL(first.headers.get('location')!)
  const tokens = await oidc.authorizationCodeGrant(config, back, { pkceCodeVerifier: verifier })
  assert.match(tokens.scope ?? '', /offline_access/)
  const second = await world.browse(browser, url)
  assert.match(second.headers.get('location') ?? (await second.text()), /invalid_request_uri/)
})

test('DPoP: tokens are bound to a key, and a proof is accepted once (RFC 9449)', async (t) => {
  const world = await aWorld(t)
  const config = await aClient(world, await world.product())
  const browser = await world.loggedIn(await world.account())
  const keys = await oidc.randomDPoPKeyPair('ES256')
  const DPoP = oidc.getDPoPHandle(config, keys)
  const begun = await begin(config)
  const back = await follow(world, browser, begun.url)
  const tokens = await oidc.authorizationCodeGrant(config, back, begun.checks, undefined, { DPoP })
  assert.equal(tokens.token_type, 'dpop')
  const info = await oidc.fetchUserInfo(config, tokens.access_token, tokens.claims()!.sub, { DPoP })
  assert.ok(info.email)
  const bearer = await fetch(new URL('/userinfo', world.url), {
    headers: { authorization: `Bearer ${tokens.access_token}` },
  })
  assert.equal(bearer.status, 401)
  let proof: string | undefined
  const spying = await aClient(world, { id: config.clientMetadata().client_id, secret: 'unused' })
  spying[oidc.customFetch] = async (url, options) => {
    proof = new Headers(options.headers as Record<string, string>).get('dpop') ?? undefined
    return fetch(url, options as RequestInit)
  }
  await oidc.fetchUserInfo(spying, tokens.access_token, tokens.claims()!.sub, {
    DPoP: oidc.getDPoPHandle(spying, keys),
  })
  const replayed = await fetch(new URL('/userinfo', world.url), {
    headers: { authorization: `DPoP ${tokens.access_token}`, dpop: proof! },
  })
  assert.equal(replayed.status, 401)
})
