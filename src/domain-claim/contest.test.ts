import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { someDomains } from '../../test/some-domains.ts'
import { type Finding, isFrozen, isVerified, lastContestOf, lookNow, openContestsOf, removeDomain } from './index.ts'
import { settleContest } from './settle-contest.ts'
import { settleLook } from './settle-look.ts'
import { verify } from './store.ts'

const name = 'acme.example'

/** Acme holds the domain, and Rival has just proved it, too. */
async function aContest(t: TestContext) {
  const world = await someDomains(t)
  const jonas = await world.organization('Acme', 'jonas@home.example')
  const rita = await world.organization('Rival', 'rita@home.example')
  const held = await world.verified(jonas, name)
  await world.mailed()
  const wanted = await world.add(rita, name)
  world.put(name, wanted.token)
  await lookNow(world, rita, wanted.id)
  const [contest] = await openContestsOf(world.on, [held.id])
  assert.ok(contest)
  return {
    ...world,
    jonas,
    rita,
    held,
    wanted,
    contest,
    holds: async () =>
      [isVerified(await world.domain(held.id)) && 'Acme', isVerified(await world.domain(wanted.id)) && 'Rival'].filter(
        Boolean,
      ),
  }
}

test('DOM-3 adding a domain that another organization holds tells nothing; a fresh proof tells both', async (t) => {
  const world = await someDomains(t)
  const jonas = await world.organization('Acme', 'jonas@home.example')
  const rita = await world.organization('Rival', 'rita@home.example')
  const held = await world.verified(jonas, name)
  const wanted = await world.add(rita, name)
  await lookNow(world, rita, wanted.id)
  // What is seen is in DNS for everybody.
  assert.deepEqual((await world.domain(wanted.id)).dns.found, [held.token])
  assert.deepEqual(await world.mailed(), [])
  assert.deepEqual(await openContestsOf(world.on, [held.id]), [])

  world.put(name, wanted.token)
  await world.pass({ minutes: 10 }, 1)
  const [contest] = await openContestsOf(world.on, [held.id])
  assert.deepEqual([contest?.holderId, contest?.challengerId], [held.id, wanted.id])
  assert.deepEqual(await world.mailed(), [
    'rita: Another organization has acme.example',
    'jonas: Another organization says acme.example is theirs',
  ])
  assert.ok(isVerified(await world.domain(held.id)))
  assert.equal(isVerified(await world.domain(wanted.id)), false)
  assert.ok(isFrozen(await world.domain(held.id), true, world.clock.now()))
  await assert.rejects(world.renewed(rita, wanted.id), { code: 'domain-claim.contest-runs' })
})

test('DOM-3 both proofs stand after seven days: the domain stays where it is', async (t) => {
  const world = await aContest(t)
  await world.mailed()
  await world.pass({ hours: 24 * 7 - 1 }, 240)
  assert.deepEqual(await world.mailed(), [])
  assert.equal((await openContestsOf(world.on, [world.held.id])).length, 1)
  await world.pass({ hours: 2 })
  assert.deepEqual(await world.holds(), ['Acme'])
  assert.deepEqual(await world.mailed(), [
    'jonas: acme.example stays with you',
    'rita: acme.example stays with another organization',
  ])
  assert.equal((await lastContestOf(world.on, world.wanted.id))?.outcome, 'kept')
  // The challenger may try again, with a new token.
  world.put(name, (await world.renewed(world.rita, world.wanted.id)).token)
  await world.pass({ minutes: 10 }, 5)
  assert.equal((await openContestsOf(world.on, [world.held.id])).length, 1)
})

test('DOM-3 only the challenger’s proof stands after seven days: the domain moves', async (t) => {
  const world = await aContest(t)
  await world.mailed()
  world.stands.set(name, { dns: [world.wanted.token] })
  await world.pass({ hours: 24 * 7 + 1 }, 240)
  assert.deepEqual(await world.holds(), ['Rival'])
  assert.deepEqual(await world.mailed(), [
    'jonas: The proof for acme.example is gone',
    'jonas: acme.example belongs to another organization now',
    'rita: acme.example is yours now',
  ])
  const told = (await world.announced()).slice(-2)
  assert.deepEqual(told, ['lapsed', 'verified'])
})

test('DOM-3 neither proof stands after seven days: nothing moves, and the holder’s 30 days run on', async (t) => {
  const world = await aContest(t)
  world.stands.set(name, { dns: ['v=spf1 -all'] })
  await world.pass({ hours: 24 * 7 + 1 }, 240)
  assert.deepEqual(await world.holds(), ['Acme'])
  assert.equal((await lastContestOf(world.on, world.held.id))?.outcome, 'neither')
  await world.pass({ hours: 24 * 24 }, 720)
  assert.deepEqual(await world.holds(), [])
})

test('DOM-3 servers that do not answer on the last day give the holder another day, and no more', async (t) => {
  const world = await aContest(t)
  await world.pass({ hours: 24 * 7 - 1 }, 240)
  const challenger: Finding = { dns: { found: [world.wanted.token] } }
  const silent: Finding = { dns: { found: [], trouble: 'timeout' } }
  const settle = () =>
    world.database.transaction((tx) => settleContest(tx, world.contest, { holder: silent, challenger }))
  world.clock.move({ hours: 2 })
  await settle()
  assert.deepEqual(await world.holds(), ['Acme'])
  world.clock.move({ hours: 24 })
  await settle()
  assert.deepEqual(await world.holds(), ['Rival'])
  // Once is enough.
  await settle()
  assert.equal((await world.mailed()).filter((mail) => mail.includes('is yours now')).length, 1)
})

test('DOM-3 a holder who removes the domain leaves it to who has proved it', async (t) => {
  const world = await aContest(t)
  await world.database.transaction((tx) => removeDomain(tx, world.jonas, world.held.id))
  await world.pass({ minutes: 1 }, 1)
  assert.ok(isVerified(await world.domain(world.wanted.id)))
  assert.deepEqual(await openContestsOf(world.on, [world.wanted.id]), [])
})

test('DOM-3 a challenger who removes the domain leaves the holder in peace', async (t) => {
  const world = await aContest(t)
  await world.mailed()
  await world.database.transaction((tx) => removeDomain(tx, world.rita, world.wanted.id))
  assert.deepEqual(await world.mailed(), ['jonas: acme.example stays with you'])
  assert.deepEqual(await openContestsOf(world.on, [world.held.id]), [])
  await world.pass({ hours: 24 * 8 }, 720)
  assert.ok(isVerified(await world.domain(world.held.id)))
})

test('DOM-3 a holder whose proof was gone for long loses a contested domain when its 30 days are over', async (t) => {
  const world = await someDomains(t)
  const jonas = await world.organization('Acme', 'jonas@home.example')
  const rita = await world.organization('Rival', 'rita@home.example')
  const held = await world.verified(jonas, name)
  world.stands.set(name, { dns: [] })
  await world.pass({ hours: 24 * 28 }, 720)
  const wanted = await world.add(rita, name)
  world.put(name, wanted.token)
  await lookNow(world, rita, wanted.id)
  await world.pass({ hours: 24 * 4 }, 60)
  assert.equal(isVerified(await world.domain(held.id)), false)
  assert.ok(isVerified(await world.domain(wanted.id)))
  assert.equal((await lastContestOf(world.on, held.id))?.outcome, 'ended')
})

test('DOM-3 of several challengers, the later ones go on against whoever has the domain by then', async (t) => {
  const world = await aContest(t)
  const third = await world.organization('Third', 'theo@home.example')
  await world.pass({ hours: 24 * 3 }, 240)
  const theirs = await world.add(third, name)
  world.put(name, theirs.token)
  await lookNow(world, third, theirs.id)
  world.stands.set(name, { dns: [world.wanted.token, theirs.token] })
  await world.pass({ hours: 24 * 4 + 1 }, 240)
  assert.deepEqual(await world.holds(), ['Rival'])
  const [contest] = await openContestsOf(world.on, [theirs.id])
  assert.equal(contest?.holderId, world.wanted.id)
  world.stands.set(name, { dns: [theirs.token] })
  await world.pass({ hours: 24 * 4 }, 240)
  assert.ok(isVerified(await world.domain(theirs.id)))
  assert.deepEqual(await world.holds(), [])
})

test('DOM-3 two organizations that prove a domain at the same moment: one has it, the other contests', async (t) => {
  const world = await someDomains(t)
  const admins = [
    await world.organization('Acme', 'jonas@home.example'),
    await world.organization('Rival', 'rita@home.example'),
    await world.organization('Third', 'theo@home.example'),
  ]
  for (let round = 0; round < 5; round += 1) {
    const contested = `acme${round}.example`
    const domains = await Promise.all(admins.map((admin) => world.add(admin, contested)))
    await Promise.all(
      domains.map((domain) =>
        world.database.transaction((tx) =>
          settleLook(tx, { kind: 'system' }, domain, { dns: { found: [domain.token] } }),
        ),
      ),
    )
    const now = await Promise.all(domains.map(({ id }) => world.domain(id)))
    const holder = now.filter(isVerified)
    assert.equal(holder.length, 1)
    const contests = await openContestsOf(world.on, [holder[0]?.id ?? ''])
    assert.deepEqual([contests.length, new Set(contests.map(({ holderId }) => holderId)).size], [2, 1])
  }
})

test('DOM-3 the table itself refuses a second holder', async (t) => {
  const world = await aContest(t)
  await assert.rejects(verify(world.on, world.wanted.id), { constraint: 'organization_domain_holder' })
})
