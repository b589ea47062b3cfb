import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as oidc from 'openid-client'
import { aWorld, callback } from './a-provider.ts'
import { aClient, begin, follow, logIn } from './client.ts'

test('DEV-1, DEV-2 code and PKCE: a person who is logged in comes back with a code, tokens and true claims', async (t) => {
  const world = await aWorld(t)
  const client = await world.product()
  const config = await aClient(world, client)
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
