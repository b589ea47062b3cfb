import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as oidc from 'openid-client'
import { newSecret } from '#kernel'
import { sql } from '#platform'
import { aWorld } from './a-provider.ts'
import { aClient, logIn } from './client.ts'

test('ACC-8, DEV-2 products get a picture, a public name, and nothing that its holder hides; discovery lists the claims', async (t) => {
  const world = await aWorld(t)
  const config = await aClient(world, await world.product())
  const accountId = await world.account('ana@example.com')
  const pictureId = newSecret()
  const { durable } = world.database
  await durable.run(sql`
    insert into account_picture (id, account_id, large, small, made_at) values (${pictureId}, ${accountId}, '', '', now())`)
  await durable.run(sql`
    update account set public_name = 'ana m', picture_id = ${pictureId}, name_seen_by = 'organization',
      zone_seen_by = 'me' where id = ${accountId}`)
  const { tokens } = await logIn(world, config, await world.loggedIn(accountId))
  const info = await oidc.fetchUserInfo(config, tokens.access_token, accountId)
  for (const given of [tokens.claims()!, info]) {
    const { name, given_name, family_name, nickname, picture, locale, zoneinfo } = given
    assert.deepEqual(
      { name, given_name, family_name, nickname, picture, locale, zoneinfo },
      {
        name: 'ana m',
        given_name: undefined,
        family_name: undefined,
        nickname: 'ana m',
        picture: `${world.url.origin}/pictures/${pictureId}`,
        locale: 'en-US',
        zoneinfo: undefined,
      },
    )
  }
  await durable.run(sql`update account set picture_seen_by = 'me' where id = ${accountId}`)
  assert.equal((await oidc.fetchUserInfo(config, tokens.access_token, accountId)).picture, undefined)
  const { claims_supported: listed } = config.serverMetadata()
  for (const claim of ['nickname', 'picture', 'locale', 'zoneinfo']) assert.ok(listed?.includes(claim), claim)
})
