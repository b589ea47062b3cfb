import assert from 'node:assert/strict'
import { test } from 'node:test'
import { entriesAbout } from '#audit'
import { system } from '#kernel'
import { sql } from '#platform'
import { addSite } from '#site'
import { aWorld } from '../../test/world.ts'
import { connectGoogle, disconnectGoogle } from './connect-google.ts'
import { mustBeHostedDomain, mustBeIssuer } from './google-connection.ts'
import { accountOfIdentity, connectionOf, linkIdentity, settleIdentity } from './index.ts'
import { type Identity, judgeClaims } from './judge-claims.ts'

const domain = 'brightwater.example'
const claims = {
  iss: 'https://accounts.google.com',
  sub: '104213370000000000001',
  email: `Lena@${domain}`,
  email_verified: true,
  hd: domain,
  name: 'Lena Fischer',
}
const lena = judgeClaims(claims, domain)
const newcomer = { locale: 'en', zone: 'UTC' }
const visitor = { kind: 'visitor', network: '203.0.113.7', device: 'Test' } as const
type AWorld = Awaited<ReturnType<typeof aWorld>>
const settle = (world: AWorld, identity: Identity) =>
  world.database.transaction((tx) => settleIdentity(tx, visitor, identity, newcomer))

test('LOG-3 an identity is believed only for a verified address of the connected domain', () => {
  assert.deepEqual(lena, {
    issuer: claims.iss,
    subject: claims.sub,
    email: `Lena@${domain}`,
    emailKey: `lena@${domain}`,
    name: 'Lena Fischer',
  })
  const wrong: readonly (readonly [Record<string, unknown>, string])[] = [
    [{ hd: undefined }, 'domain-wrong'],
    [{ hd: 'other.example' }, 'domain-wrong'],
    [{ hd: [domain] }, 'domain-wrong'],
    [{ hd: `mail.${domain}` }, 'domain-wrong'],
    [{ email: undefined }, 'email-missing'],
    [{ email: '' }, 'email-missing'],
    [{ email: 7 }, 'email-missing'],
    [{ email_verified: undefined }, 'email-unverified'],
    [{ email_verified: 'true' }, 'email-unverified'],
    [{ email_verified: 1 }, 'email-unverified'],
    [{ email: 'lena@other.example' }, 'email-foreign'],
    [{ email: `lena@mail.${domain}` }, 'email-foreign'],
    [{ email: `lena@evil.example@${domain}` }, 'email-foreign'],
    [{ email: `le\0na@${domain}` }, 'email-foreign'],
    [{ email: `\ud800@${domain}` }, 'email-foreign'],
    [{ email: domain }, 'email-foreign'],
    [{ sub: undefined }, 'subject-wrong'],
    [{ sub: '' }, 'subject-wrong'],
    [{ sub: 'x'.repeat(256) }, 'subject-wrong'],
    [{ sub: 'a\0b' }, 'subject-wrong'],
    [{ sub: 1 }, 'subject-wrong'],
  ]
  for (const [change, reason] of wrong)
    assert.throws(
      () => judgeClaims({ ...claims, ...change }, domain),
      { code: `identity-source.${reason}` },
      JSON.stringify(change),
    )
  for (const name of [undefined, 7, 'a\0b', '\udfff'])
    assert.equal(judgeClaims({ ...claims, name }, domain).name, undefined)
})

test('LOG-3 an unknown identity gets an account with its address proved, and opens it from then on', async (t) => {
  const world = await aWorld(t)
  const accountId = await settle(world, lena)
  assert.ok(accountId)
  assert.equal(await settle(world, lena), accountId)
  assert.equal(
    await settle(world, { ...lena, email: `lf@${domain}`, emailKey: `lf@${domain}` }),
    accountId,
    'renamed there',
  )
  const actions = (await entriesAbout(world.on, accountId, { most: 10 })).map(({ action }) => action)
  assert.deepEqual(actions, ['identity-source.linked', 'account.address-proved', 'account.created'])
})

test('LOG-3 names that cannot be become the address’s', async (t) => {
  const world = await aWorld(t)
  const accountId = await settle(world, { ...lena, name: 'visit www.evil.example' })
  const account = await world.on.first<{ name: string }>(sql`select name from account where id = ${accountId}`)
  assert.equal(account?.name, 'Lena')
})

test('LOG-3, ACC-6 somebody’s unproved sign-up does not stand in the way, and goes', async (t) => {
  const world = await aWorld(t)
  const unproved = await world.unproved(lena.email)
  const accountId = await settle(world, lena)
  assert.ok(accountId && accountId !== unproved)
  const left = await world.on.all<{ id: string }>(sql`select id from account`)
  assert.deepEqual(
    left.map(({ id }) => id),
    [accountId],
  )
})

test('LOG-3, ACC-7 an address that an account may go back to opens nothing, and makes no account', async (t) => {
  const world = await aWorld(t)
  const former = await world.account(`former@${domain}`)
  await world.on.run(sql`
    insert into address_undo (account_id, email, email_key, changed_to, at, expires_at)
    values (${former}, ${lena.email}, ${lena.emailKey}, 'x', ${world.clock.now()}, ${world.clock.now().add({ hours: 1 })})`)
  await assert.rejects(settle(world, lena), { code: 'identity-source.address-kept', status: 403 })
  assert.equal((await world.on.all(sql`select id from account`)).length, 1)
  world.clock.move({ hours: 1 })
  assert.ok(await settle(world, lena))
})

test('LOG-3 an account that holds the address has to be proved first; no identity is moved', async (t) => {
  const world = await aWorld(t)
  const holder = await world.account(lena.email)
  assert.equal(await settle(world, lena), undefined)
  assert.equal(await accountOfIdentity(world.on, lena.issuer, lena.subject), undefined)

  const link = (accountId: string) => world.database.transaction((tx) => linkIdentity(tx, visitor, accountId, lena))
  await link(holder)
  await link(holder)
  assert.equal(await settle(world, lena), holder)
  const bo = await world.account(`bo@${domain}`)
  await assert.rejects(link(bo), { code: 'identity-source.identity-elsewhere' })
  await assert.rejects(settle(world, { ...lena, email: `bo@${domain}`, emailKey: `bo@${domain}` }), {
    code: 'identity-source.subject-swapped',
  })
  assert.equal(await accountOfIdentity(world.on, lena.issuer, lena.subject), holder)
})

test('LOG-3 the same subject of another provider is somebody else', async (t) => {
  const world = await aWorld(t)
  const accountId = await settle(world, lena)
  const other = { ...lena, issuer: 'https://id.other.example' }
  assert.equal(await settle(world, other), undefined, 'the account that holds the address comes first')
  assert.equal(await settle(world, lena), accountId)
})

test('LOG-3 several tabs at once make one account', async (t) => {
  const world = await aWorld(t)
  const settled = await Promise.all(Array.from({ length: 5 }, () => settle(world, lena)))
  assert.equal(new Set(settled).size, 1)
  assert.ok(settled[0])
  const count = await world.on.first<{ count: number }>(sql`select count(*) as count from account`)
  assert.equal(count?.count, 1)
})

test('LOG-3 a site is connected and disconnected; the secret is kept sealed, and links stay', async (t) => {
  const world = await aWorld(t)
  const { database, secretKey, on } = world
  const wishes = {
    domain: 'Brightwater.example',
    clientId: 'umbel',
    clientSecret: 'a secret of Google’s'.replace('’', "'"),
  }
  const connect = (change: Partial<Parameters<typeof connectGoogle>[4]> = {}, site = 'brightwater') =>
    database.transaction((tx) => connectGoogle(tx, system, secretKey, site, { ...wishes, ...change }))
  await assert.rejects(connect(), { code: 'site.unknown' })
  await database.transaction((tx) => addSite(tx, system, { name: 'Brightwater', host: 'b.umbel.example' }))
  await connect()
  const made = await connectionOf(on, 'brightwater')
  assert.deepEqual([made?.hostedDomain, made?.issuer, made?.skipPage], [domain, 'https://accounts.google.com', false])
  assert.ok(!made?.sealedClientSecret.includes('secret'))
  await connect({ issuer: 'http://localhost:4490', skipPage: true })
  assert.deepEqual((await connectionOf(on, 'brightwater'))?.issuer, 'http://localhost:4490')

  await assert.rejects(connect({ clientId: '' }), { code: 'identity-source.client-missing' })
  await assert.rejects(connect({ clientSecret: '' }), { code: 'identity-source.client-missing' })
  await database.transaction((tx) => disconnectGoogle(tx, system, 'brightwater'))
  assert.equal(await connectionOf(on, 'brightwater'), undefined)
  await assert.rejects(
    database.transaction((tx) => disconnectGoogle(tx, system, 'brightwater')),
    { code: 'identity-source.not-connected' },
  )
})

test('issuers are https, but for this computer, and domains are domains', () => {
  for (const issuer of [
    'https://accounts.google.com',
    'https://a.example/x/',
    'http://localhost:4490',
    'http://127.0.0.1:1',
  ])
    assert.equal(mustBeIssuer(issuer), issuer)
  for (const issuer of [
    '',
    'http://a.example',
    'https://a.example/?x',
    'https://a:b@a.example',
    'ftp://localhost',
    'x',
  ])
    assert.throws(() => mustBeIssuer(issuer), { code: 'identity-source.issuer-bad' }, issuer)
  assert.equal(mustBeHostedDomain('Bücher.example'), 'xn--bcher-kva.example')
  for (const text of ['', 'localhost', 'a@b.example', 'https://a.example', 'a.example/x', '10.0.0.1', 'a b.example'])
    assert.throws(() => mustBeHostedDomain(text), { code: 'identity-source.domain-bad' }, text)
})
