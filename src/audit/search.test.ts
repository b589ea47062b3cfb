import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { newId } from '#kernel'
import { openDatabase, raw, type Statements, sql, systemClock } from '#platform'
import { aDatabase } from '../../test/postgres.ts'
import { countEntries, searchEntries } from './index.ts'

const rows = 200_000
const start = Temporal.Instant.from('2026-01-01T00:00:00Z')
const [acme, jonas, ana, nobody] = [1, 2, 3, 4].map((day) => newId(start.add({ hours: 24 * day })))
const ends: (() => unknown)[] = []
let database: ReturnType<typeof openDatabase>

before(async () => {
  const t = { after: (end: unknown) => void ends.push(end as () => unknown) }
  database = openDatabase({ url: (await aDatabase(t)).url, clock: systemClock, connections: 2 })
  // Most of it is Acme's, and of that most is by Jonas and about somebody else each time: what filters have to skip is real.
  await database.transaction(async (tx) => {
    await tx.run(sql`set local session_replication_role = replica`)
    await tx.run(sql`
      insert into audit_entry (at, actor_kind, actor_account_id, action, account_id, organization_id, network, device, detail)
      select ${start}::timestamptz + n * interval '1 minute', 'admin',
        case when n % 10 = 0 then gen_random_uuid() else ${jonas}::uuid end,
        (array['organization.renamed', 'domain-claim.added', 'domain-claim.failing', 'managed-account.deactivated'])[1 + n % 4],
        case when n % 500 = 0 then ${ana}::uuid when n % 3 = 0 then gen_random_uuid() end,
        case when n % 5 = 0 then gen_random_uuid() else ${acme}::uuid end, '203.0.113.9', 'Firefox on Linux', '{"domain": "acme.example"}'
      from generate_series(1, ${rows}) as n`)
  })
  await database.durable.run(sql`vacuum analyze audit_entry`)
})
after(async () => {
  await database.close()
  for (const end of ends) await end()
})

type Plan = { 'Node Type': string; 'Index Name'?: string; 'Rows Removed by Filter'?: number; Plans?: Plan[] }
type Explained = { Plan: Plan; 'Execution Time': number }

/** Statements that are explained as they run, with the one plan for all values that Umbel's connections have them make. */
async function explained(ask: (on: Statements) => Promise<unknown>): Promise<Explained> {
  let found: Explained | undefined
  await database.transaction(async (tx) => {
    const on = {
      now: tx.now,
      first: async (statement: ReturnType<typeof sql>) => {
        const values = statement.values.map((value) => `'${value}'`).join(', ')
        await tx.run(raw(`prepare asked as ${statement.text}`))
        const [row] = await tx.all<{ 'QUERY PLAN': [Explained] }>(
          raw(`explain (analyze, format json) execute asked(${values})`),
        )
        await tx.run(raw('deallocate asked'))
        found = row?.['QUERY PLAN'][0]
      },
    }
    await ask({ ...on, all: async (statement: never) => (await on.first(statement)) ?? [] } as unknown as Statements)
  })
  assert.ok(found)
  return found
}

const nodesOf = (plan: Plan): Plan[] => [plan, ...(plan.Plans ?? []).flatMap(nodesOf)]

const from = start.add({ hours: 1000 })
const until = start.add({ hours: 2000 })
const place = { at: start.add({ hours: 1500 }), id: 90_000 }
const choices: Readonly<Record<string, readonly object[]>> = {
  who: [{}, { actorAccountId: jonas }, { actorAccountId: nobody }],
  about: [{}, { accountId: ana }, { accountId: nobody }],
  what: [{}, { room: 'domain-claim' }, { room: 'none-such' }],
  when: [{}, { from, until }],
}
const searches = Object.values(choices).reduce<object[]>(
  (all, more) => all.flatMap((one) => more.map((other) => ({ ...one, ...other }))),
  [{}],
)

test('OPS-1 every set of filters has an index that leaves next to nothing to skip, among 200,000 entries', async () => {
  assert.equal(searches.length, 54)
  for (const search of searches) {
    const wanted = { organizationId: acme, ...search }
    const asked = [
      (on: Statements) => searchEntries(on, wanted, { most: 26 }),
      (on: Statements) => searchEntries(on, wanted, { most: 26, before: place }),
      (on: Statements) => searchEntries(on, wanted, { most: 26, after: place }),
      (on: Statements) => countEntries(on, wanted, 1_001),
    ]
    for (const ask of asked) {
      const { Plan: plan, 'Execution Time': milliseconds } = await explained(ask)
      const nodes = nodesOf(plan)
      const what = `${JSON.stringify(search)}: ${JSON.stringify(plan)}`
      assert.ok(!nodes.some((node) => /Seq Scan|Sort/.test(node['Node Type'])), what)
      assert.ok(
        nodes.some((node) => /^audit_entry_(of|by)_/.test(node['Index Name'] ?? '')),
        what,
      )
      const skipped = nodes.reduce((sum, node) => sum + (node['Rows Removed by Filter'] ?? 0), 0)
      assert.ok(skipped <= 1_000, `${skipped} skipped: ${what}`)
      assert.ok(milliseconds < 50, `${milliseconds} ms: ${what}`)
    }
  }
})

test('OPS-1 all of the log by time has an index, too', async () => {
  for (const search of [{}, { from, until }]) {
    const { Plan: plan } = await explained((on) => searchEntries(on, search, { most: 1_000, before: place }))
    assert.ok(nodesOf(plan).some((node) => node['Index Name'] === 'audit_entry_by_time'))
  }
})
