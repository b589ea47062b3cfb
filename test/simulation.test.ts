import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { checkChains, sealEntries } from '#audit'
import { sql } from '#platform'
import { fatesFrom } from './simulation/crash.ts'
import { aSimulation, type Simulation } from './simulation/simulation.ts'
import { type Step, steps } from './simulation/steps.ts'

// Ten thousand accounts, three organizations and what happens to them in any order, with processes that end in the middle of it.
// SIMULATION_SEED repeats a run; SIMULATION_STEPS makes it longer.

const people = 10_000
const length = Number(process.env.SIMULATION_STEPS ?? 120)
const seed = Number(process.env.SIMULATION_SEED ?? 20261121)

// What refuses for reasons that the model leaves out: limits, and what is still under way.
const unmodeled = [
  'managed-account.release-open',
  'managed-account.release-soon',
  'managed-account.release-often',
  'account.change-often',
]

type Drawn = Step & { readonly name: string }
const names = Object.keys(steps)
const drawn: fc.Arbitrary<Drawn> = fc.record({
  name: fc.constantFrom(...names, 'days', 'days', 'claim', 'prove', 'accept', 'deactivate'),
  who: fc.nat(9_999),
  which: fc.nat(99),
  days: fc.integer({ min: 0, max: 20 }),
})
test('DOM-3 DOM-4 DOM-6 DOM-8 DOM-10 MAN-2 MAN-4 MAN-5 whatever happens in whatever order, accounts are whose they should be', async (t) => {
  const story = fc.tuple(fc.array(drawn, { minLength: length, maxLength: length, size: 'max' }), fc.nat())
  await fc.assert(
    fc.asyncProperty(story, async ([happens, ends]) => {
      const simulation = await aSimulation(t, people, fatesFrom(ends))
      // Without these, chance would take long to get anywhere.
      const first: Drawn[] = ['prove', 'claim', 'days'].flatMap((name) =>
        [0, 1].map((which) => ({ name, who: 2, which, days: 15 })),
      )
      for (const { name, ...step } of [...first, ...happens]) {
        console.log(simulation.model.day, name, JSON.stringify(step), JSON.stringify([...simulation.model.holdings]))
        const { refusal, isFine } = (await steps[name]?.(simulation, step)) ?? { isFine: true }
        const what = `${name} ${JSON.stringify(step)}${refusal ? ` (${refusal})` : ''}`
        if (!unmodeled.includes(refusal ?? '')) assert.equal(refusal === undefined, isFine, what)
        await simulation.settle(what)
      }
      await hold(simulation)
    }),
    { numRuns: 1, seed, endOnFailure: true },
  )
})

/** What is true at the end of every story. */
async function hold({ on, database, told }: Simulation): Promise<void> {
  const [begun] = await on.all<{ managed: number; freed: number }>(sql`
    select count(*) filter (where action = 'account.managed') as managed,
      count(*) filter (where action = 'account.unmanaged') as freed from audit_entry`)
  assert.ok((begun?.managed ?? 0) > people / 4 && begun?.freed, 'much has happened')

  // The log says the same: what it tells of each account, one after the other, leads to what is.
  const entries = await on.all<{ action: string; account_id: string; organization_id: string | null }>(sql`
    select action, account_id, organization_id from audit_entry where account_id is not null
      and action in ('account.managed', 'account.unmanaged', 'account.deactivated', 'account.reactivated', 'account.erased')
    order by id`)
  const replayed = new Map<string, { by: string | null; off: boolean }>()
  for (const { action, account_id: id, organization_id: by } of entries) {
    const now = replayed.get(id) ?? { by: null, off: false }
    if (action === 'account.managed') assert.equal(now.by, null, 'nobody is managed by two')
    if (action === 'account.deactivated') assert.ok(now.by, 'nobody is turned off whom nobody could turn on')
    const next = {
      'account.managed': { by, off: false },
      'account.unmanaged': { by: null, off: now.off },
      'account.deactivated': { ...now, off: true },
      'account.reactivated': { ...now, off: false },
      'account.erased': { by: null, off: false },
    }[action]
    replayed.set(id, next ?? now)
  }
  const rows = await on.all<{ id: string; by: string | null; off: boolean }>(sql`
    select id, managed_by as by, deactivated_at is not null as off from account`)
  for (const { id, by, off } of rows) assert.deepEqual(replayed.get(id) ?? { by: null, off: false }, { by, off }, id)

  // Every change is announced once, and nobody became managed without having been told, but from birth or by another address.
  const [counts] = await on.all<{ entries: number; events: number }>(sql`
    select (select count(*) from audit_entry where action in ('account.managed', 'account.unmanaged')) as entries,
      (select count(*) from event where name in ('account.managed', 'account.unmanaged')) as events`)
  assert.equal(counts?.events, counts?.entries)
  const untold = await on.all<{ id: string }>(sql`
    select p.account_id as id from claim_person p join claim c on c.id = p.claim_id
    where p.state in ('managed', 'accepted') and p.told_at is null and p.decided_at < c.takes_effect_at`)
  assert.deepEqual(untold, [])
  const early = await on.all<{ id: string }>(sql`
    select p.account_id as id from claim_person p join claim c on c.id = p.claim_id
    where p.state = 'managed' and p.decided_at < c.takes_effect_at`)
  assert.deepEqual(early, [], 'nobody is taken before the date')
  const asked = await on.all<{ id: string }>(sql`
    select account_id as id from claim_person where told_at is not null`)
  for (const { id } of asked) assert.ok(told.has(id), `${id} had no mail`)

  await sealEntries(database)
  for (const finding of await checkChains(database)) assert.deepEqual(finding.fault, undefined)
}
