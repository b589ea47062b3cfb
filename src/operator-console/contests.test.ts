import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { insertOperator } from '#account'
import { domainById, lookAtContest, lookNow, openContestsOf } from '#domain-claim'
import { sql } from '#platform'
import { someDomains } from '../../test/some-domains.ts'
import { contestById, listContests } from './contest-store.ts'

const name = 'acme.example'

/** Acme holds the domain, and Rival has proved it, too. */
async function aContest(t: TestContext) {
  const world = await someDomains(t)
  const jonas = await world.organization('Acme', 'jonas@home.example')
  const rita = await world.organization('Rival', 'rita@home.example')
  const held = await world.verified(jonas, name)
  const wanted = await world.add(rita, name)
  world.put(name, wanted.token)
  await lookNow(world, rita, wanted.id)
  const [contest] = await openContestsOf(world.on, [held.id])
  assert.ok(contest)
  const accountId = await world.account('boss@example.com')
  await insertOperator(world.on, accountId)
  return { world, held, wanted, contest, boss: { kind: 'operator', accountId } as const }
}

test('DOM-3 operators see both sides of a contest and what the last look saw at each', async (t) => {
  const { world, contest } = await aContest(t)
  const [seen, more] = await listContests(world.on, { most: 5, before: undefined })
  assert.equal(more, undefined)
  assert.deepEqual([seen?.domain, seen?.holder.organization, seen?.challenger.organization], [name, 'Acme', 'Rival'])
  assert.equal(seen?.outcome, undefined)
  assert.equal(seen?.challenger.dns.trouble, undefined)
  assert.deepEqual(await contestById(world.on, contest.id), seen)
  assert.deepEqual(await listContests(world.on, { most: 5, before: contest.id }), [])
})

test('DOM-3 an operator looks at both at once, which decides nothing, and is recorded for both', async (t) => {
  const { world, contest, held, wanted, boss } = await aContest(t)
  world.clock.move({ minutes: 5 })
  const before = world.looks()
  await lookAtContest(world, boss, contest.id)
  assert.equal(world.looks() - before, 2)
  for (const { id } of [held, wanted])
    assert.equal((await domainById(world.on, id))?.checkedAt?.toString(), world.clock.now().toString())
  assert.equal((await openContestsOf(world.on, [held.id])).length, 1)
  const recorded = await world.on.all<{ organization_id: string }>(sql`
    select organization_id from audit_entry where action = 'domain-claim.contest-looked' and actor_kind = 'operator'`)
  assert.deepEqual(
    new Set(recorded.map((row) => row.organization_id)),
    new Set([held.organizationId, wanted.organizationId]),
  )
  await assert.rejects(lookAtContest(world, boss, contest.id), { code: 'domain-claim.just-looked' })
  const accountId = await world.account('ana@example.com')
  await assert.rejects(lookAtContest(world, { ...boss, accountId }, contest.id), { code: 'account.not-operator' })
})

test('DOM-3 a contest that is over is looked at no more', async (t) => {
  const { world, contest, boss } = await aContest(t)
  await world.pass({ hours: 24 * 7 + 1 }, 240)
  assert.equal((await contestById(world.on, contest.id))?.outcome, 'kept')
  await assert.rejects(lookAtContest(world, boss, contest.id), { code: 'domain-claim.contest-over' })
})
