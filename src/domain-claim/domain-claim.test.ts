import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from '#platform'
import { someDomains } from '../../test/some-domains.ts'
import {
  addDomain,
  domainTasks,
  isFrozen,
  isTokenGood,
  isVerified,
  lookNow,
  openContestsOf,
  removeDomain,
  renewToken,
} from './index.ts'

const acmeName = 'acme.example'

test('DOM-2 a domain is added, looked at every five minutes, found, and verified', async (t) => {
  const world = await someDomains(t)
  const jonas = await world.organization('Acme', 'jonas@home.example')
  const added = await world.add(jonas, 'https://www.acme.example/')
  assert.equal(added.name, acmeName)
  assert.match(added.token, /^umbel-verify=[0-9a-f]{32}$/)
  assert.equal(isVerified(added), false)

  await world.pass({ minutes: 4 }, 1)
  assert.equal(world.looks(), 0)
  await world.pass({ minutes: 7 }, 1)
  assert.equal(world.looks(), 2)
  assert.deepEqual((await world.domain(added.id)).dns, { found: [], trouble: 'none' })

  world.stands.set(acmeName, { dns: ['v=spf1 -all', added.token] })
  await world.pass({ minutes: 5 }, 1)
  const verified = await world.domain(added.id)
  assert.ok(isVerified(verified))
  assert.equal(verified.provedBy, 'dns')
  assert.deepEqual(await world.mailed(), ['jonas: acme.example is verified'])
  assert.deepEqual(await world.announced(), ['added', 'verified'])

  // Daily from now on (DOM-4).
  const before = world.looks()
  await world.pass({ hours: 48 }, 30)
  assert.equal(world.looks() - before, 2)
})

test('DOM-2 whoever presses the button is not mailed what the page shows, and has to wait ten seconds', async (t) => {
  const world = await someDomains(t)
  const jonas = await world.organization('Acme', 'jonas@home.example')
  const { id, token } = await world.add(jonas, acmeName)
  await lookNow(world, jonas, id)
  assert.equal(isVerified(await world.domain(id)), false)
  await assert.rejects(lookNow(world, jonas, id), { code: 'domain-claim.just-looked' })
  world.put(acmeName, token)
  world.clock.move({ seconds: 10 })
  const asked = await Promise.allSettled([1, 2, 3].map(() => lookNow(world, jonas, id)))
  assert.equal(asked.filter(({ status }) => status === 'fulfilled').length, 1)
  assert.ok(isVerified(await world.domain(id)))
  assert.deepEqual(await world.mailed(), [])
})

test('DOM-2 an organization asks for 120 looks an hour, in all its domains together', async (t) => {
  const world = await someDomains(t)
  const jonas = await world.organization('Acme', 'jonas@home.example')
  const domains = [await world.add(jonas, acmeName), await world.add(jonas, 'acme2.example')]
  for (let i = 0; i < 120; i += 1) {
    world.clock.move({ seconds: 5 })
    await lookNow(world, jonas, domains[i % 2]?.id ?? '')
  }
  world.clock.move({ seconds: 10 })
  await assert.rejects(lookNow(world, jonas, domains[0]?.id ?? ''), { code: 'domain-claim.looks-many' })
  assert.equal(world.looks(), 120)
  world.clock.move({ hours: 1 })
  await lookNow(world, jonas, domains[0]?.id ?? '')
})

test('DOM-2 a token lapses after seven days; another one begins anew, and the one before proves nothing', async (t) => {
  const world = await someDomains(t)
  const jonas = await world.organization('Acme', 'jonas@home.example')
  const first = await world.add(jonas, acmeName)
  await world.pass({ hours: 71 }, 720)
  assert.deepEqual(await world.mailed(), [])
  await world.pass({ hours: 24 * 4 + 2 }, 720)
  assert.deepEqual(await world.mailed(), ['jonas: acme.example couldn’t be verified'])
  const lapsed = await world.domain(first.id)
  assert.equal(lapsed.nextLookAt, undefined)
  assert.equal(isTokenGood(lapsed, world.clock.now()), false)

  world.put(acmeName, first.token)
  await lookNow(world, jonas, first.id)
  assert.equal(isVerified(await world.domain(first.id)), false)
  const second = await world.renewed(jonas, first.id)
  assert.notEqual(second.token, first.token)
  await world.pass({ hours: 1 })
  assert.equal(isVerified(await world.domain(first.id)), false)
  world.put(acmeName, second.token)
  await world.pass({ hours: 1 })
  assert.ok(isVerified(await world.domain(first.id)))
  await assert.rejects(world.renewed(jonas, first.id), { code: 'domain-claim.already-verified' })
})

test('DOM-2 a look that was under way while the token was replaced says nothing', async (t) => {
  const world = await someDomains(t)
  const jonas = await world.organization('Acme', 'jonas@home.example')
  const { id, token } = await world.add(jonas, acmeName)
  world.put(acmeName, token)
  const slow = {
    ...world,
    look: async (name: string, looked: string) => {
      const seen = await world.look(name, looked)
      await world.database.transaction((tx) => renewToken(tx, jonas, id))
      return seen
    },
  }
  await lookNow(slow, jonas, id)
  assert.equal(isVerified(await world.domain(id)), false)
})

test('DOM-2 an organization adds a domain once, and has at most a hundred that wait', async (t) => {
  const world = await someDomains(t)
  const jonas = await world.organization('Acme', 'jonas@home.example')
  await world.add(jonas, acmeName)
  await assert.rejects(world.add(jonas, 'ACME.example'), { code: 'domain-claim.already-added' })
  for (let i = 1; i < 100; i += 1) await world.add(jonas, `acme${i}.example`)
  await assert.rejects(world.add(jonas, 'one-more.example'), { code: 'domain-claim.too-many' })
  await world.database.transaction(async (tx) => removeDomain(tx, jonas, (await world.domainsOf(jonas))[0]?.id ?? ''))
  await world.add(jonas, 'one-more.example')
})

test('DOM-4 a proof that is gone: told at once, frozen after 14 days, lost after 30', async (t) => {
  const world = await someDomains(t)
  const jonas = await world.organization('Acme', 'jonas@home.example')
  const { id } = await world.verified(jonas, acmeName)
  world.stands.set(acmeName, { dns: ['v=spf1 -all'] })
  await world.pass({ hours: 24 })
  const failing = await world.domain(id)
  assert.deepEqual(failing.failingSince, world.clock.now())
  assert.deepEqual(await world.mailed(), ['jonas: The proof for acme.example is gone'])
  assert.equal(isFrozen(failing, false, world.clock.now()), false)

  await world.pass({ hours: 24 * 14 - 1 }, 720)
  assert.deepEqual(await world.mailed(), [])
  await world.pass({ hours: 1 })
  assert.deepEqual(await world.mailed(), ['jonas: acme.example will soon be lost'])
  assert.ok(isFrozen(await world.domain(id), false, world.clock.now()))
  assert.ok(isVerified(await world.domain(id)))

  await world.pass({ hours: 24 * 16 - 1 }, 720)
  assert.deepEqual(await world.mailed(), [])
  assert.ok(isVerified(await world.domain(id)))
  await world.pass({ hours: 1 })
  assert.deepEqual(await world.mailed(), ['jonas: acme.example is no longer verified'])
  assert.equal(isVerified(await world.domain(id)), false)
  assert.deepEqual(await world.announced(), ['added', 'verified', 'failing', 'frozen', 'lapsed'])
  // It is quiet then, and a new token begins anew.
  const before = world.looks()
  await world.pass({ hours: 30 })
  assert.equal(world.looks(), before)
  world.put(acmeName, (await world.renewed(jonas, id)).token)
  await world.pass({ hours: 1 })
  assert.ok(isVerified(await world.domain(id)))
})

test('DOM-4 a proof that is back makes everything as before; either way keeps a domain', async (t) => {
  const world = await someDomains(t)
  const jonas = await world.organization('Acme', 'jonas@home.example')
  const { id, token } = await world.verified(jonas, acmeName)
  world.stands.set(acmeName, { dns: ['v=spf1 -all'] })
  await world.pass({ hours: 24 * 20 }, 720)
  assert.ok(isFrozen(await world.domain(id), false, world.clock.now()))
  await world.mailed()
  world.stands.set(acmeName, { file: [token] })
  await world.pass({ hours: 1 })
  const back = await world.domain(id)
  assert.equal(back.failingSince, undefined)
  assert.equal(back.provedBy, 'file')
  assert.deepEqual(await world.mailed(), ['jonas: The proof for acme.example is back'])
  // From the file to the record, without anything to tell.
  world.stands.set(acmeName, { dns: [token] })
  await world.pass({ hours: 25 })
  assert.equal((await world.domain(id)).provedBy, 'dns')
  assert.deepEqual(await world.mailed(), [])
})

test('DOM-4 an hour without answers frightens nobody; a day does', async (t) => {
  const world = await someDomains(t)
  const jonas = await world.organization('Acme', 'jonas@home.example')
  const { id, token } = await world.verified(jonas, acmeName)
  await world.mailed()
  world.stands.set(acmeName, { away: true })
  await world.pass({ hours: 25 })
  assert.equal((await world.domain(id)).failingSince, undefined)
  assert.equal((await world.domain(id)).dns.trouble, 'timeout')
  world.stands.set(acmeName, { dns: [token] })
  await world.pass({ hours: 1 })
  assert.deepEqual(await world.mailed(), [])
  world.stands.set(acmeName, { away: true })
  await world.pass({ hours: 27 })
  assert.deepEqual(await world.mailed(), ['jonas: The proof for acme.example is gone'])
})

test('DOM-1 removing is for organization admins, about their own domains, and leaves nothing', async (t) => {
  const world = await someDomains(t)
  const jonas = await world.organization('Acme', 'jonas@home.example')
  const eve = await world.organization('Eve', 'eve@home.example')
  const { id } = await world.verified(jonas, acmeName)
  const remove = (actor = jonas, which = id) => world.database.transaction((tx) => removeDomain(tx, actor, which))
  await assert.rejects(remove(eve), { code: 'domain-claim.unknown' })
  await assert.rejects(remove({ ...eve, organizationId: jonas.organizationId }), { code: 'organization.unknown' })
  await assert.rejects(remove(jonas, 'nonsense'), { code: 'domain-claim.unknown' })
  await world.on.run(sql`update organization_admin set role = 'auditor' where account_id = ${jonas.accountId}`)
  await assert.rejects(remove(), { code: 'organization.not-admin' })
  await assert.rejects(lookNow(world, jonas, id), { code: 'organization.not-admin' })
  await assert.rejects(world.renewed(jonas, id), { code: 'organization.not-admin' })
  await assert.rejects(world.add(jonas, 'acme2.example'), { code: 'organization.not-admin' })
  await world.on.run(sql`update organization_admin set role = 'org-admin' where account_id = ${jonas.accountId}`)
  await remove()
  assert.deepEqual(await world.domainsOf(jonas), [])
  await assert.rejects(remove(), { code: 'domain-claim.unknown' })
  assert.deepEqual((await world.announced()).at(-1), 'removed')
  const kept = await world.on.all<{ action: string }>(sql`
    select action from audit_entry where organization_id = ${jonas.organizationId} and action like 'domain-claim.%' order by id`)
  assert.deepEqual(
    kept.map(({ action }) => action),
    ['domain-claim.added', 'domain-claim.verified', 'domain-claim.removed'],
  )
})

test('DOM-2 mail providers are refused when adding, and whoever may not add learns nothing of it', async (t) => {
  const world = await someDomains(t)
  const jonas = await world.organization('Acme', 'jonas@home.example')
  await assert.rejects(world.add(jonas, 'gmail.com'), { code: 'domain-claim.name-mail-provider' })
  const wishes = { name: 'gmail.com', withSubdomains: false }
  const stranger = { ...jonas, organizationId: '01990000-0000-7000-8000-000000000000' }
  await assert.rejects(
    world.database.transaction((tx) => addDomain(tx, stranger, wishes, () => true)),
    { code: 'organization.unknown' },
  )
})

test('DOM-4 one domain that cannot be settled keeps no other from it, and two processes look at each once', async (t) => {
  const world = await someDomains(t)
  const jonas = await world.organization('Acme', 'jonas@home.example')
  const broken = await world.add(jonas, 'a-broken.example')
  for (let i = 0; i < 30; i += 1) world.put(`acme${i}.example`, (await world.add(jonas, `acme${i}.example`)).token)
  const failing = {
    ...world,
    look: async (name: string, token: string) => {
      if (name === broken.name) throw new Error('broken')
      return world.look(name, token)
    },
  }
  world.clock.move({ minutes: 6 })
  const run = () => Promise.resolve(domainTasks(failing)['domain-claim.look']?.(undefined as never, {} as never))
  const runs = await Promise.allSettled([run(), run()])
  assert.equal(runs.filter(({ status }) => status === 'rejected').length, 1)
  assert.equal((await world.domainsOf(jonas)).filter(isVerified).length, 30)
  assert.equal(world.looks(), 30)
  assert.deepEqual(await openContestsOf(world.on, [broken.id]), [])
})
