import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { type Database, sql, type Tx } from '#platform'
import { aWorld } from '../../../test/world.ts'
import { takePersons } from './batch-store.ts'
import { accountsAt } from './find-store.ts'
import { countAtEach, personsOf } from './list-persons.ts'
import { claimById } from './store.ts'
import { countAt } from './tally.ts'
import { countStates } from './tally-store.ts'

const people = 30_000

/** A domain with so many accounts, as many next to it, and a claim of all of them. */
async function aLargeDomain(t: TestContext) {
  const world = await aWorld(t)
  const acme = await world.organization('Acme', 'jonas@else.example', 'acme.example')
  const domainId = acme.domainIds['acme.example'] ?? ''
  const claimId = '0199f0aa-0000-7000-8000-000000000001'
  const client = await world.database.pool.connect()
  await client.query(`set session_replication_role = replica`)
  await client.query(`
    insert into account (id, name, username, email, email_key, email_verified_at, created_at, updated_at)
    select gen_random_uuid(), 'Ana', 'p' || n, a, a, now(), now(), now()
    from generate_series(1, ${people}) as n,
      lateral (select 'p' || n || '@' || (array['acme.example', 'x-acme.example', 'sub.acme.example'])[1 + n % 3]) as e (a)`)
  await client.query(
    `insert into claim (id, organization_id, domain_id, mode, state, started_at, takes_effect_at)
     values ($1, $2, $3, 'all', 'told', now(), now())`,
    [claimId, acme.id, domainId],
  )
  await client.query(
    `insert into claim_person (claim_id, account_id, state)
     select $1, id, (array['told', 'managed', 'moving'])[1 + abs(hashtext(id::text)) % 3] from account`,
    [claimId],
  )
  await client.query('set session_replication_role = origin')
  await client.query('analyze account; analyze claim_person')
  client.release()
  const reach = { domainId, domain: 'acme.example', organizationId: acme.id, withSubdomains: true }
  return { world, reach, claimId, on: world.on }
}

/** How much a question reads of the large tables: whole ones, and rows. */
function readBy(database: Database, run: (tx: Tx) => Promise<unknown>): Promise<{ whole: number; rows: number }> {
  return database.transaction(async (tx) => {
    const read = async () =>
      (await tx.first<{ whole: number; rows: number }>(sql`
        select sum(seq_scan)::int as whole, sum(idx_tup_fetch)::int as rows from pg_stat_xact_user_tables
        where relname in ('account', 'claim_person')`)) ?? { whole: 0, rows: 0 }
    const before = await read()
    await run(tx)
    const after = await read()
    return { whole: after.whole - before.whole, rows: after.rows - before.rows }
  })
}

test('DOM-5 DOM-11 previews, lists, counts and batches of a large domain read no more than they show', async (t) => {
  const { world, reach, claimId, on } = await aLargeDomain(t)
  const claim = await claimById(on, claimId)
  assert.ok(claim)
  const first = await accountsAt(on, reach, { most: 20 })
  assert.equal(first.length, 20)
  const last = (await accountsAt(on, { ...reach, withSubdomains: false }, { most: 5_000 })).at(-1)
  // Whatever there is: pages and batches read what they show, and little beside.
  const cases: Record<string, { most: number; run: (tx: Tx) => Promise<unknown> }> = {
    'the first page': { most: 200, run: (tx) => accountsAt(tx, reach, { most: 21 }) },
    'a page in the middle': { most: 200, run: (tx) => accountsAt(tx, reach, { most: 21, after: last }) },
    'a page back': { most: 200, run: (tx) => accountsAt(tx, reach, { most: 21, before: last }) },
    'the counts of a preview': { most: 6_000, run: (tx) => countAt(tx, reach) },
    'a batch': { most: 4_000, run: (tx) => accountsAt(tx, reach, { most: 500, after: last, claimId }) },
    'the persons of a claim': { most: 200, run: (tx) => personsOf(tx, claim, { most: 21 }) },
    'those in a state': { most: 200, run: (tx) => personsOf(tx, claim, { state: 'moving', most: 21 }) },
    'counts of states': { most: 9_000, run: (tx) => countStates(tx, claimId, 1_001) },
    'a batch of persons': { most: 3_000, run: (tx) => takePersons(tx, claimId, ['told', 'moving'], 500) },
    'the list of domains': { most: 3_000, run: (tx) => countAtEach(tx, [reach.domainId], 1_001) },
  }
  for (const [what, { most, run }] of Object.entries(cases)) {
    const { whole, rows } = await readBy(world.database, run)
    assert.equal(whole, 0, `${what} reads a whole table`)
    assert.ok(rows <= most, `${what} reads ${rows} rows`)
  }
})

test('DOM-2 another domain that only ends alike is no part of it, nor is what lies below unless chosen', async (t) => {
  const { on, reach } = await aLargeDomain(t)
  const own = await accountsAt(on, { ...reach, withSubdomains: false }, { most: people })
  const below = await accountsAt(on, reach, { most: people })
  const count = (list: readonly { email: string }[], domain: string) =>
    list.filter(({ email }) => email.endsWith(`@${domain}`)).length
  assert.equal(own.length, count(own, 'acme.example'))
  assert.equal(below.length, count(below, 'acme.example') + count(below, 'sub.acme.example'))
  assert.ok(own.length >= 10_000 && below.length >= 20_000)
  await on.run(sql`
    insert into organization (id, name, created_at) values ('0199f0aa-0000-7000-8000-000000000009', 'Sub', now())`)
  await on.run(sql`
    insert into organization_domain (id, organization_id, name, with_subdomains, token, token_made_at, token_expires_at,
      proved_by, proved_at, verified_at, created_at)
    values (gen_random_uuid(), '0199f0aa-0000-7000-8000-000000000009', 'sub.acme.example', false, 'umbel-verify=x', now(), now(),
      'dns', now(), now(), now())`)
  assert.equal((await accountsAt(on, reach, { most: people })).length, own.length)
})
