import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { accountById } from '#account'
import { reactWith } from '#events'
import type { AdminActor } from '#organization'
import { sql } from '#platform'
import { aWorld, type World } from '../../../test/world.ts'
import { reactions } from '../../reactions.ts'
import { removeDomain } from '../remove-domain.ts'
import { domainById } from '../store.ts'
import { acceptClaim } from './accept-claim.ts'
import { cancelClaim, stopClaim } from './cancel-claim.ts'
import { loseClaims } from './lose-domain.ts'
import { startClaim } from './start-claim.ts'
import { claimById, claimsWithWork } from './store.ts'
import { startUnclaim, unclaimOne, workUnclaim } from './unclaim.ts'
import { unclaimsOf } from './unclaim-store.ts'
import { stepClaim, workClaim } from './work-claim.ts'

async function aClaimWorld(t: TestContext, ...people: string[]) {
  reactWith(reactions)
  const world = await aWorld(t)
  const acme = await world.organization('Acme', 'jonas@else.example', 'acme.example')
  const domainId = acme.domainIds['acme.example'] ?? ''
  const ids: Record<string, string> = {}
  for (const email of people) ids[email] = await world.account(email)
  return { world, acme, domainId, ids, admin: acme.admin }
}

const zone = 'Europe/Berlin'
const day = (world: World, days: number) => world.clock.now().toZonedDateTimeISO(zone).toPlainDate().add({ days })
function start(world: World, admin: AdminActor, domainId: string, days = 14, more: object = {}) {
  const wish = { mode: 'all', on: day(world, days), zone, isAllowed: true, ...more }
  return world.database.transaction((tx) => startClaim(tx, admin, domainId, wish))
}
const states = async (world: World, claimId: string) =>
  Object.fromEntries(
    (
      await world.on.all<{ email: string; state: string }>(sql`
        select a.email, coalesce(p.left_out_why, p.state) as state from claim_person p join account a on a.id = p.account_id
        where claim_id = ${claimId} order by 1`)
    ).map(({ email, state }) => [email, state]),
  )
const mails = async (world: World, task: string) =>
  (await world.on.all(sql`select from graphile_worker.jobs where task_identifier = ${task}`)).length
const managers = async (world: World) =>
  (await world.on.all<{ email: string }>(sql`select email from account where managed_by is not null order by 1`)).map(
    ({ email }) => email,
  )

test('DOM-6 DOM-7 a claim finds and tells everybody at its domain, and takes effect on its day', async (t) => {
  const { world, acme, domainId, admin } = await aClaimWorld(
    t,
    'ana@acme.example',
    'bo@acme.example',
    'cy@sub.acme.example',
  )
  await world.unproved('new@acme.example')
  const claimId = await start(world, admin, domainId)
  await workClaim(world, { claimId })
  assert.equal((await claimById(world.on, claimId))?.state, 'told')
  assert.deepEqual(await states(world, claimId), { 'ana@acme.example': 'told', 'bo@acme.example': 'told' })
  assert.equal(await mails(world, 'domain-claim.mail-claim'), 2)
  assert.deepEqual(await managers(world), [])
  assert.deepEqual(await claimsWithWork(world.on), [])
  world.clock.move({ hours: 15 * 24 })
  assert.deepEqual(await claimsWithWork(world.on), [claimId])
  await workClaim(world, { claimId })
  assert.equal((await claimById(world.on, claimId))?.state, 'standing')
  assert.deepEqual(await managers(world), ['ana@acme.example', 'bo@acme.example'])
  const late = await world.account('late@acme.example')
  assert.equal((await accountById(world.on, late))?.managedBy?.organizationId, acme.id)
})

test('DOM-6 only those used in the organization’s own sites, though others share a product with them', async (t) => {
  const { world, acme, domainId, admin, ids } = await aClaimWorld(
    t,
    'ana@acme.example',
    'bo@acme.example',
    'cy@acme.example',
  )
  const now = world.clock.now()
  await world.on.run(sql`
    insert into site (id, name, host, created_at, organization_id)
    values ('ours', 'Ours', 'ours.example', ${now}, ${acme.id}), ('theirs', 'Theirs', 'theirs.example', ${now}, null)`)
  await world.on.run(sql`
    insert into site_acquaintance (account_id, site_id, first_at, last_at)
    values (${ids['ana@acme.example']}, 'ours', ${now}, ${now}), (${ids['bo@acme.example']}, 'theirs', ${now}, ${now})`)
  const claimId = await start(world, admin, domainId, 0, { mode: 'in-sites' })
  await workClaim(world, { claimId })
  assert.deepEqual(await states(world, claimId), { 'ana@acme.example': 'managed' })
  assert.equal((await claimById(world.on, claimId))?.state, 'done')
})

test('DOM-6 a single account is claimed, and nobody else', async (t) => {
  const { world, domainId, admin, ids } = await aClaimWorld(t, 'ana@acme.example', 'bo@acme.example', 'cy@else.example')
  const claimId = await start(world, admin, domainId, 3, { mode: 'single', accountId: ids['ana@acme.example'] })
  await workClaim(world, { claimId })
  assert.deepEqual(await states(world, claimId), { 'ana@acme.example': 'told' })
  for (const who of ['cy@else.example', 'ana@acme.example'])
    await assert.rejects(start(world, admin, domainId, 3, { mode: 'single', accountId: ids[who] }), {
      code: 'domain-claim.claimable-nobody',
    })
})

test('DOM-7 the day is from today to 60 days ahead, and whoever claims says that they may', async (t) => {
  const { world, domainId, admin } = await aClaimWorld(t)
  for (const days of [-1, 61]) {
    await assert.rejects(start(world, admin, domainId, days), { code: 'domain-claim.date-out', status: 422 })
  }
  await assert.rejects(start(world, admin, domainId, 60, { isAllowed: false }), { code: 'domain-claim.right-missing' })
  const claim = await claimById(world.on, await start(world, admin, domainId, 60))
  assert.equal(claim?.takesEffectAt.toZonedDateTimeISO(zone).toPlainTime().toString(), '09:00:00')
  await assert.rejects(start(world, admin, domainId), { code: 'domain-claim.claimed-already', status: 409 })
})

test('DOM-1 DOM-3 DOM-4 only a proved domain is claimed, by whoever may do everything in its organization', async (t) => {
  const { world, domainId, admin, acme } = await aClaimWorld(t)
  await world.on.run(sql`update organization_domain set failing_since = ${world.clock.now()} where id = ${domainId}`)
  await assert.rejects(start(world, admin, domainId), { code: 'domain-claim.proof-missing', status: 409 })
  await world.on.run(
    sql`update organization_domain set failing_since = null, verified_at = null where id = ${domainId}`,
  )
  await assert.rejects(start(world, admin, domainId), { code: 'domain-claim.not-verified', status: 409 })
  const rival = await world.organization('Rival', 'eva@else.example')
  await assert.rejects(start(world, rival.admin, domainId), { code: 'domain-claim.unknown', status: 404 })
  await world.on.run(sql`update organization_admin set role = 'user-admin' where organization_id = ${acme.id}`)
  await assert.rejects(start(world, admin, domainId), { status: 403 })
})

test('DOM-11 a batch that crashed is done again by whoever comes next, and two workers do nothing twice', async (t) => {
  const { world, domainId, admin } = await aClaimWorld(t, 'ana@acme.example', 'bo@acme.example')
  const claimId = await start(world, admin, domainId, 0)
  await assert.rejects(
    world.database.transaction(async (tx) => {
      await stepClaim(tx, claimId)
      throw new Error('the process ends')
    }),
  )
  assert.deepEqual(await states(world, claimId), {})
  await Promise.all([workClaim(world, { claimId }), workClaim(world, { claimId })])
  await workClaim(world, { claimId })
  assert.deepEqual(await managers(world), ['ana@acme.example', 'bo@acme.example'])
  const entries = await world.on.all(sql`select from audit_entry where action = 'account.managed'`)
  assert.equal(entries.length, 2)
  assert.equal(await mails(world, 'domain-claim.mail-claim'), 2)
})

test('DOM-6 two organizations never ask one person at once', async (t) => {
  const { world, domainId, admin, ids } = await aClaimWorld(t, 'ana@acme.example', 'bo@acme.example')
  const rival = await world.organization('Rival', 'eva@else.example')
  const below = await world.verifiedDomain(rival.id, 'rival.example')
  const one = await start(world, admin, domainId)
  await workClaim(world, { claimId: one })
  await world.on.run(sql`
    update account set email = 'ana@rival.example', email_key = 'ana@rival.example' where id = ${ids['ana@acme.example']}`)
  const two = await start(world, rival.admin, below)
  await workClaim(world, { claimId: two })
  assert.deepEqual(await states(world, two), { 'ana@rival.example': 'claimed-elsewhere' })
})

test('DOM-6 canceling leaves nothing: who was told hears that it is off, who had agreed is personal again', async (t) => {
  const { world, domainId, admin, ids } = await aClaimWorld(t, 'ana@acme.example', 'bo@acme.example')
  const claimId = await start(world, admin, domainId)
  await workClaim(world, { claimId })
  const ana = ids['ana@acme.example'] ?? ''
  await world.database.transaction((tx) => acceptClaim(tx, { kind: 'holder', accountId: ana }, ana))
  await world.database.transaction((tx) => cancelClaim(tx, admin, claimId))
  assert.deepEqual(await managers(world), [])
  assert.deepEqual(await states(world, claimId), { 'ana@acme.example': 'canceled', 'bo@acme.example': 'canceled' })
  assert.equal(await mails(world, 'domain-claim.mail-holder'), 2)
  // And another one can begin at once, and removal is free.
  const again = await start(world, admin, domainId, 0)
  await workClaim(world, { claimId: again })
  assert.deepEqual(await managers(world), ['ana@acme.example', 'bo@acme.example'])
  await assert.rejects(
    world.database.transaction((tx) => cancelClaim(tx, admin, again)),
    { code: 'domain-claim.claim-in-force', status: 409 },
  )
})

test('DOM-6 canceling while persons are still being found', async (t) => {
  const { world, domainId, admin } = await aClaimWorld(t, 'ana@acme.example')
  const claimId = await start(world, admin, domainId)
  assert.equal(await world.database.transaction((tx) => stepClaim(tx, claimId)), true)
  await world.database.transaction((tx) => cancelClaim(tx, admin, claimId))
  await workClaim(world, { claimId })
  assert.deepEqual(await states(world, claimId), { 'ana@acme.example': 'canceled' })
  assert.equal(await mails(world, 'domain-claim.mail-claim'), 0)
  assert.equal(await mails(world, 'domain-claim.mail-holder'), 0)
})

test('DOM-11 people who are erased or move while a claim runs are no part of it', async (t) => {
  const { world, domainId, admin, ids } = await aClaimWorld(t, 'ana@acme.example', 'bo@acme.example', 'cy@acme.example')
  const claimId = await start(world, admin, domainId, 0)
  await world.database.transaction((tx) => stepClaim(tx, claimId))
  await world.on.run(sql`delete from account where id = ${ids['ana@acme.example']}`)
  await world.on.run(sql`
    update account set email = 'bo@home.example', email_key = 'bo@home.example' where id = ${ids['bo@acme.example']}`)
  await workClaim(world, { claimId })
  assert.deepEqual(await states(world, claimId), { 'bo@home.example': 'left', 'cy@acme.example': 'managed' })
})

test('DOM-9 who is in dispute is passed over when the claim takes effect', async (t) => {
  const { world, domainId, admin } = await aClaimWorld(t, 'ana@acme.example', 'bo@acme.example')
  const claimId = await start(world, admin, domainId, 1)
  await workClaim(world, { claimId })
  await world.on.run(sql`
    update claim_person set state = 'disputed' where account_id in (select id from account where email like 'ana%')`)
  world.clock.move({ hours: 48 })
  await workClaim(world, { claimId })
  assert.deepEqual(await managers(world), ['bo@acme.example'])
  assert.equal((await claimById(world.on, claimId))?.state, 'standing')
})

test('DOM-3 DOM-4 nothing takes effect while the domain is frozen; it goes on afterwards', async (t) => {
  const { world, domainId, admin } = await aClaimWorld(t, 'ana@acme.example')
  const claimId = await start(world, admin, domainId, 1)
  await workClaim(world, { claimId })
  const failing = (since: Temporal.Instant | null) =>
    world.on.run(sql`update organization_domain set failing_since = ${since} where id = ${domainId}`)
  await failing(world.clock.now().subtract({ hours: 24 * 14 }))
  world.clock.move({ hours: 48 })
  await workClaim(world, { claimId })
  assert.deepEqual(await managers(world), [])
  await failing(null)
  await workClaim(world, { claimId })
  assert.deepEqual(await managers(world), ['ana@acme.example'])
})

test('DOM-10 unclaiming one, a whole claim, and all of a domain; automatic claiming goes on unless it is stopped', async (t) => {
  const { world, acme, domainId, admin, ids } = await aClaimWorld(t, 'ana@acme.example', 'bo@acme.example')
  const claimId = await start(world, admin, domainId, 0)
  await workClaim(world, { claimId })
  await world.database.transaction((tx) => unclaimOne(tx, admin, ids['ana@acme.example'] ?? ''))
  assert.deepEqual(await managers(world), ['bo@acme.example'])
  const cy = await world.account('cy@acme.example')
  assert.equal((await accountById(world.on, cy))?.managedBy?.organizationId, acme.id)
  await world.database.transaction((tx) => startUnclaim(tx, admin, { claimId }))
  const [unclaim] = await unclaimsOf(world.on, domainId, 1)
  await workUnclaim(world, { unclaimId: unclaim?.id ?? '' })
  assert.deepEqual(await managers(world), [])
  assert.deepEqual(Object.values(await states(world, claimId)), ['unclaimed', 'unclaimed', 'unclaimed'])
  assert.equal((await unclaimsOf(world.on, domainId, 1))[0]?.freed, 2)
  assert.equal(await mails(world, 'domain-claim.mail-holder'), 3)
  await world.account('di@acme.example')
  assert.deepEqual(await managers(world), ['di@acme.example'])
  await assert.rejects(
    world.database.transaction((tx) => removeDomain(tx, admin, domainId)),
    { code: 'domain-claim.claims-stand', status: 409 },
  )
  await world.database.transaction((tx) => stopClaim(tx, admin, claimId))
  await world.account('eve@acme.example')
  assert.deepEqual(await managers(world), ['di@acme.example'])
  await assert.rejects(
    world.database.transaction((tx) => removeDomain(tx, admin, domainId)),
    { code: 'domain-claim.claims-stand' },
  )
  await world.database.transaction((tx) => startUnclaim(tx, admin, { domainId }))
  for (const { id } of await unclaimsOf(world.on, domainId, 9)) await workUnclaim(world, { unclaimId: id })
  assert.deepEqual(await managers(world), [])
  await world.database.transaction((tx) => removeDomain(tx, admin, domainId))
  assert.equal(await claimById(world.on, claimId), undefined)
})

test('DOM-1 a domain is not removed under a claim that begins at the same moment', async (t) => {
  const { world, domainId, admin } = await aClaimWorld(t, 'ana@acme.example')
  const both = await Promise.allSettled([
    start(world, admin, domainId),
    world.database.transaction((tx) => removeDomain(tx, admin, domainId)),
  ])
  assert.deepEqual(both.map(({ status }) => status).sort(), ['fulfilled', 'rejected'])
})

test('DOM-3 DOM-4 with its domain an organization loses its claims, and accounts are personal again', async (t) => {
  const { world, domainId, admin } = await aClaimWorld(t, 'ana@acme.example', 'bo@acme.example')
  const claimId = await start(world, admin, domainId, 0)
  await workClaim(world, { claimId })
  const domain = await domainById(world.on, domainId)
  assert.ok(domain)
  await world.database.transaction((tx) => loseClaims(tx, domain, 'lapsed'))
  const [unclaim] = await unclaimsOf(world.on, domainId, 1)
  await workUnclaim(world, { unclaimId: unclaim?.id ?? '' })
  assert.deepEqual(await managers(world), [])
  assert.equal((await claimById(world.on, claimId))?.state, 'ended')
  const why = await world.on.all<{ why: string }>(sql`
    select distinct detail ->> 'why' as why from audit_entry where action = 'account.unmanaged'`)
  assert.deepEqual(why, [{ why: 'lapsed' }])
})
