import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { accountById, createProvedAccount } from '#account'
import { reactWith } from '#events'
import { parseAddress, system } from '#kernel'
import { sql } from '#platform'
import { aWorld, type World } from '../../../test/world.ts'
import { reactions } from '../../reactions.ts'
import { acceptClaim } from './accept-claim.ts'
import { chooseToMove } from './choose-to-move.ts'
import type { ClaimState, Mode } from './claim.ts'
import { accountAt, accountsAt } from './find-store.ts'
import { claimCovering, followAddress } from './follow-address.ts'
import { personsOf } from './list-persons.ts'
import { openClaimOf } from './person-store.ts'
import { claimById, claimsWithWork, holdArrivals, insertClaim } from './store.ts'
import { workClaim } from './work-claim.ts'

const id = (number: number) => `0199f0aa-0000-7000-8000-00000000000${number}`

async function aClaimedWorld(t: TestContext, state: ClaimState, mode: Mode = 'all') {
  reactWith(reactions)
  const world = await aWorld(t)
  const acme = await world.organization('Acme', 'jonas@else.example', 'acme.example')
  const domainId = acme.domainIds['acme.example'] ?? ''
  const claimId = id(1)
  await world.on.run(sql`
    insert into claim (id, organization_id, domain_id, mode, state, started_at, takes_effect_at)
    values (${claimId}, ${acme.id}, ${domainId}, ${mode}, ${state}, ${world.clock.now()}, ${world.clock.now()})`)
  const tell = (accountId: string) =>
    world.on.run(sql`
      insert into claim_person (claim_id, account_id, state, told_at)
      values (${claimId}, ${accountId}, 'told', ${world.clock.now()})`)
  return { world, acme, domainId, claimId, tell }
}

const holder = (accountId: string) => ({ kind: 'holder', accountId }) as const
const stateOf = async (world: World, accountId: string) =>
  (await world.on.first<{ state: string }>(sql`select state from claim_person where account_id = ${accountId}`))?.state
const move = (world: World, accountId: string, to: string) =>
  world.database.transaction(async (tx) => {
    await tx.run(sql`update account set email = ${to}, email_key = ${to} where id = ${accountId}`)
    await followAddress(tx, accountId)
  })

test('DOM-7 who accepts is managed at once, and there is nothing more to decide', async (t) => {
  const { world, acme, tell } = await aClaimedWorld(t, 'told', 'single')
  const ana = await world.account('ana@acme.example')
  await tell(ana)
  assert.equal((await openClaimOf(world.on, ana))?.organization, 'Acme')
  await world.database.transaction((tx) => acceptClaim(tx, holder(ana), ana))
  assert.equal((await accountById(world.on, ana))?.managedBy?.organizationId, acme.id)
  assert.equal(await stateOf(world, ana), 'accepted')
  assert.equal(await openClaimOf(world.on, ana), undefined)
  await assert.rejects(
    world.database.transaction((tx) => acceptClaim(tx, holder(ana), ana)),
    { code: 'domain-claim.claim-gone', status: 410 },
  )
})

test('DOM-3 nobody becomes managed while the domain is contested', async (t) => {
  const { world, domainId, tell } = await aClaimedWorld(t, 'told', 'single')
  const ana = await world.account('ana@acme.example')
  await tell(ana)
  const rival = await world.organization('Rival', 'eva@else.example')
  const challenger = id(2)
  await world.on.run(sql`
    insert into organization_domain (id, organization_id, name, with_subdomains, token, token_made_at, token_expires_at, created_at)
    values (${challenger}, ${rival.id}, 'acme.example', false, 'umbel-verify=x', ${world.clock.now()}, ${world.clock.now()}, ${world.clock.now()})`)
  await world.on.run(sql`
    insert into domain_contest (id, holder_id, challenger_id, opened_at, ends_at, look_at)
    values (${challenger}, ${domainId}, ${challenger}, ${world.clock.now()}, ${world.clock.now()}, ${world.clock.now()})`)
  await assert.rejects(
    world.database.transaction((tx) => acceptClaim(tx, holder(ana), ana)),
    { code: 'domain-claim.claim-waits', status: 409 },
  )
  assert.equal((await accountById(world.on, ana))?.managedBy, undefined)
})

test('DOM-7 who chooses to move still belongs to the claim until the address is another one', async (t) => {
  const { world, tell } = await aClaimedWorld(t, 'told')
  const ana = await world.account('ana@else.example')
  await world.on.run(
    sql`update account set email = 'ana@acme.example', email_key = 'ana@acme.example' where id = ${ana}`,
  )
  await tell(ana)
  await world.database.transaction((tx) => chooseToMove(tx, holder(ana), ana))
  await world.database.transaction((tx) => chooseToMove(tx, holder(ana), ana))
  assert.equal((await openClaimOf(world.on, ana))?.state, 'moving')
  await move(world, ana, 'ana@home.example')
  assert.equal(await stateOf(world, ana), 'moved-away')
  assert.equal(await openClaimOf(world.on, ana), undefined)
  // Going back undoes it.
  await move(world, ana, 'ana@acme.example')
  assert.equal((await openClaimOf(world.on, ana))?.state, 'told')
})

test('DOM-6 who signs up while a claim to all waits for its date is told; afterwards they are managed from birth', async (t) => {
  const { world, acme, claimId } = await aClaimedWorld(t, 'told')
  const ana = await world.account('ana@acme.example')
  assert.equal(await stateOf(world, ana), 'told')
  const jobs = await world.on.all(
    sql`select from graphile_worker.jobs where task_identifier = 'domain-claim.mail-claim'`,
  )
  assert.equal(jobs.length, 1)
  assert.equal(await claimCovering(world.on, 'bo@acme.example'), undefined)
  await world.on.run(sql`update claim set state = 'standing' where id = ${claimId}`)
  assert.equal((await claimCovering(world.on, 'bo@acme.example'))?.organization, 'Acme')
  const bo = await world.account('bo@acme.example')
  assert.equal((await accountById(world.on, bo))?.managedBy?.organizationId, acme.id)
  assert.equal(await stateOf(world, bo), 'managed')
})

test('DOM-2 an address below a claimed domain counts only if chosen, and never where another organization has verified the sub-domain', async (t) => {
  const { world, domainId } = await aClaimedWorld(t, 'standing')
  assert.equal(await claimCovering(world.on, 'bo@berlin.acme.example'), undefined)
  await world.on.run(sql`update organization_domain set with_subdomains = true where id = ${domainId}`)
  assert.equal((await claimCovering(world.on, 'bo@berlin.acme.example'))?.domain, 'acme.example')
  assert.equal(await claimCovering(world.on, 'bo@notacme.example'), undefined)
  await world.organization('Berlin', 'eva@else.example', 'berlin.acme.example')
  assert.equal(await claimCovering(world.on, 'bo@berlin.acme.example'), undefined)
  assert.equal((await claimCovering(world.on, 'bo@paris.acme.example'))?.domain, 'acme.example')
})

test('DOM-9 who was released from an organization by a dispute is not managed by it again', async (t) => {
  const { world, acme } = await aClaimedWorld(t, 'standing')
  const ana = await world.account('ana@home.example')
  await world.on.run(sql`
    insert into dispute (id, account_id, organization_id, reason, opened_at, explain_by, settle_by, settled_at, outcome)
    values (${id(3)}, ${ana}, ${acme.id}, 'never-part', ${world.clock.now()}, ${world.clock.now()}, ${world.clock.now()},
      ${world.clock.now()}, 'released')`)
  await move(world, ana, 'ana@acme.example')
  assert.equal((await accountById(world.on, ana))?.managedBy, undefined)
})

test('DOM-6 nobody falls between a sign-up and a claim that begins at the same moment', async (t) => {
  const { world, acme, domainId } = await aClaimedWorld(t, 'told', 'single')
  let proved: () => void = () => undefined
  const hasProved = new Promise<void>((resolve) => {
    proved = resolve
  })
  let go: () => void = () => undefined
  const mayGo = new Promise<void>((resolve) => {
    go = resolve
  })
  const arriving = world.database.transaction(async (tx) => {
    const ana = await createProvedAccount(tx, system, { name: 'Ana', address: parseAddress('ana@acme.example') })
    proved()
    await mayGo
    return ana
  })
  await hasProved
  const starting = world.database.transaction(async (tx) => {
    await holdArrivals(tx, domainId)
    await insertClaim(tx, {
      id: id(4),
      organizationId: acme.id,
      domainId,
      mode: 'all',
      state: 'finding',
      startedBy: acme.admin.accountId,
      takesEffectAt: tx.now,
    })
    return tx.all<{ id: string }>(
      sql`select id from account where email_key = 'ana@acme.example' and email_verified_at is not null`,
    )
  })
  go()
  const ana = await arriving
  assert.deepEqual(await starting, [{ id: ana }])
  const late = await world.account('bo@acme.example')
  assert.equal(await stateOf(world, late), 'told')
})

test('DOM-9 who is given back to a claim that is through, while its domain is in doubt, is managed when it is certain again', async (t) => {
  for (const state of ['standing', 'done'] as const) {
    const { world, domainId, claimId } = await aClaimedWorld(t, 'told')
    const ana = await world.account('ana@acme.example')
    await world.on.run(sql`
      update claim set state = ${state}, ended_at = ${state === 'done' ? world.clock.now() : null} where id = ${claimId}`)
    const failing = (since: Temporal.Instant | null) =>
      world.on.run(sql`update organization_domain set failing_since = ${since} where id = ${domainId}`)
    await failing(world.clock.now().subtract({ hours: 24 * 14 }))
    assert.deepEqual(await claimsWithWork(world.on), [claimId])
    await workClaim(world, { claimId })
    assert.equal(await stateOf(world, ana), 'told')
    await failing(null)
    await workClaim(world, { claimId })
    assert.equal(await stateOf(world, ana), 'managed')
    assert.equal((await claimById(world.on, claimId))?.state, state)
    assert.deepEqual(await claimsWithWork(world.on), [])
  }
})

test('ACC-8 DOM-5 before a claim an organization reads the name that anyone sees, and afterwards the whole one', async (t) => {
  const { world, acme, domainId, claimId } = await aClaimedWorld(t, 'told')
  const ana = await world.account('ana@acme.example', { name: 'Ana Example' })
  const reach = { domainId, domain: 'acme.example', organizationId: acme.id, withSubdomains: false }
  const claim = await claimById(world.on, claimId)
  assert.ok(claim)
  const names = async () => [
    (await accountsAt(world.on, reach, { most: 10 })).map(({ name }) => name),
    (await accountAt(world.on, reach, ana))?.name,
    (await personsOf(world.on, claim, { most: 10 })).map(({ name }) => name),
  ]
  const setTo = (part: ReturnType<typeof sql>) => world.on.run(sql`update account set ${part} where id = ${ana}`)
  assert.deepEqual(await names(), [['Ana Example'], 'Ana Example', ['Ana Example']])
  await setTo(sql`name_seen_by = 'organization', public_name = 'Annie'`)
  assert.deepEqual(await names(), [['Annie'], 'Annie', ['Annie']])
  await setTo(sql`public_name_seen_by = 'me'`)
  assert.deepEqual(await names(), [['ana'], 'ana', ['ana']])
  await world.database.transaction((tx) => acceptClaim(tx, holder(ana), ana))
  assert.deepEqual(await names(), [['Ana Example'], 'Ana Example', ['Ana Example']])
})
