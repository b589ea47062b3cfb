import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as oidc from 'openid-client'
import { system } from '#kernel'
import { rotateSigningKeys } from '#openid'
import { sql } from '#platform'
import { aWorld, openWorld } from './a-provider.ts'
import { aClient, begin, follow, logIn } from './client.ts'

const kidOf = (jwt: string) =>
  (JSON.parse(Buffer.from(jwt.split('.')[0]!, 'base64url').toString()) as { kid: string }).kid

test('OPS-4 keys turn in a running process; ID tokens of the old key are known on; a second process follows', async (t) => {
  const world = await aWorld(t)
  const second = await openWorld(t, world.database)
  const config = await aClient(world, await world.product())
  const browser = await world.loggedIn(await world.account())
  const { tokens } = await logIn(world, config, browser)
  await world.database.durable.run(sql`update signing_key set created_at = created_at - interval '2 days'`)
  await world.database.transaction((tx) => rotateSigningKeys(tx, system, world.provider.keyPlan))
  await Promise.all([world.provider.refreshKeys(), second.provider.refreshKeys()])
  const fresh = await logIn(world, config, browser)
  assert.notEqual(kidOf(fresh.tokens.id_token!), kidOf(tokens.id_token!))
  const hinted = await begin(config, { id_token_hint: tokens.id_token!, prompt: 'none' })
  assert.ok((await follow(world, browser, hinted.url)).searchParams.get('code'))
  const [one, two] = await Promise.all(
    [world, second].map(async ({ url }) => (await fetch(new URL('/jwks', url))).text()),
  )
  assert.equal(one, two)
  assert.ok(one!.includes(kidOf(tokens.id_token!)) && one!.includes(kidOf(fresh.tokens.id_token!)))
})

test('the daily and hourly jobs leave what is alive alone', async (t) => {
  const world = await aWorld(t)
  const config = await aClient(world, await world.product())
  const { tokens } = await logIn(world, config, await world.loggedIn(await world.account()))
  await world.database.durable.run(sql`update product_grant set created_at = created_at - interval '9 days'`)
  for (const name of ['openid.turn-partitions', 'openid.turn-signing-keys']) {
    await world.provider.tasks[name]!(undefined as never, { attempts: 1, maxAttempts: 1 })
  }
  assert.equal((await oidc.tokenIntrospection(config, tokens.access_token)).active, true)
  await world.database.durable.run(sql`delete from session`)
  await world.database.durable.run(sql`delete from refresh_token`)
  await world.provider.tasks['openid.turn-signing-keys']!(undefined as never, { attempts: 1, maxAttempts: 1 })
  assert.equal((await world.database.durable.all(sql`select from product_grant`)).length, 0)
})
