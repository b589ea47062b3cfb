import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as oidc from 'openid-client'
import { manage } from '#account'
import { newId, system } from '#kernel'
import { sql, systemClock } from '#platform'
import { aWorld } from './a-provider.ts'
import { aClient, logIn } from './client.ts'

test('DEV-2 ACC-8 a managed account says who manages it; on a site of theirs a product sees what colleagues see', async (t) => {
  const world = await aWorld(t)
  const { database } = world
  const config = await aClient(world, await world.product({ id: 'tracker' }))
  const accountId = await world.account('ana@acme.example')
  const browser = await world.loggedIn(accountId)
  const organization = { id: newId(systemClock.now()), name: 'Acme Inc.', domain: 'acme.example' }
  const domainId = newId(systemClock.now())
  await database.durable.run(sql`
    with made as (insert into organization (id, name, created_at) values (${organization.id}, ${organization.name}, now())),
      proved as (insert into organization_domain (id, organization_id, name, with_subdomains, token, token_made_at,
          token_expires_at, created_at)
        values (${domainId}, ${organization.id}, 'acme.example', false, 'umbel-verify=test', now(), now(), now()))
    insert into site (id, name, host, organization_id, created_at)
    values ('acme', 'Acme', 'acme.umbel.example', ${organization.id}, now())`)
  await database.durable.run(sql`update account set name_seen_by = 'organization' where id = ${accountId}`)
  const by = { organizationId: organization.id, domainId, domain: organization.domain }
  await database.transaction((tx) => manage(tx, system, [accountId], by))
  const claimsOf = async () => {
    const { tokens } = await logIn(world, config, browser)
    const info = await oidc.fetchUserInfo(config, tokens.access_token, accountId)
    const fresh = await oidc.refreshTokenGrant(config, tokens.refresh_token!)
    return [tokens.claims()!, info, fresh.claims()!]
  }
  for (const claims of await claimsOf()) {
    assert.deepEqual([claims.account_kind, claims.organization], ['managed', organization])
    assert.deepEqual([claims.name, claims.given_name], ['ana', undefined])
  }
  await database.durable.run(sql`insert into product_site (product_id, site_id) values ('tracker', 'acme')`)
  for (const claims of await claimsOf()) assert.equal(claims.given_name, 'Ana María')
  const { claims_supported: supported } = config.serverMetadata()
  assert.ok(supported?.includes('organization') && supported.includes('account_kind'))
})

test('MAN-1 the day of a silent log-in and of a refresh is noted, in statements that write anyway', async (t) => {
  const world = await aWorld(t)
  const config = await aClient(world, await world.product())
  const accountId = await world.account()
  const browser = await world.loggedIn(accountId)
  const { durable } = world.database
  const day = async () =>
    (
      await durable.first<{ is: boolean }>(sql`
      select last_active_on = (now() at time zone 'UTC')::date as is from account where id = ${accountId}`)
    )?.is
  const forget = () => durable.run(sql`update account set last_active_on = '2020-01-01' where id = ${accountId}`)
  const { tokens } = await logIn(world, config, browser)
  assert.equal(await day(), true)
  await forget()
  await oidc.refreshTokenGrant(config, tokens.refresh_token!)
  assert.equal(await day(), true)
  await forget()
  const count = world.database.counting()
  await logIn(world, config, browser)
  count.stop()
  assert.equal(count.statements.length, 4)
  assert.equal(await day(), true)
})
