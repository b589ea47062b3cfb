import assert from 'node:assert/strict'
import { test } from 'node:test'
import { insertOperator } from '#account'
import { searchEntries } from '#audit'
import { newId } from '#kernel'
import { replayNotices } from '#openid'
import { countFailedJobs, failedJobs, queueJob, type Statements, sql } from '#platform'
import { planOf } from '../../test/plans.ts'
import { aWorld, type World } from '../../test/world.ts'
import { listContests } from './contest-store.ts'
import { productsInTrouble } from './delivery-store.ts'
import { needsOf, stateOf } from './overview-store.ts'
import { giveUpJob, retryJob } from './retry-job.ts'

async function anOperator(world: World) {
  const accountId = await world.account('boss@example.com')
  await insertOperator(world.on, accountId)
  return { kind: 'operator', accountId } as const
}

/** Notices of a product that fail; those with a day were given up on it. */
async function notices(world: World, product: string, count: number, givenUp: boolean) {
  await world.on.run(sql`
    insert into product (id, name, home_url, grant_types, created_at) values (${product}, ${product}, 'https://x.example/', '{}', now())
    on conflict do nothing`)
  const { now } = world.on
  await world.on.run(sql`
    insert into log_out_notice (product_id, account_id, kind, sid, created_at, failing_since, given_up_at)
    select ${product}, ${newId(now)}, 'log-out', 's' || n, ${now}, ${now}, ${givenUp ? now : null}::timestamptz
    from generate_series(1, ${count}) n`)
}

async function aFailedJob(world: World, error: string): Promise<number> {
  await queueJob(world.on, 'account.mail-proof', { accountId: 'x' }, { maxAttempts: 3 })
  const row = await world.on.first<{ id: number }>(sql`
    update graphile_worker._private_jobs set attempts = 3, last_error = ${error}
    where id = (select max(id) from graphile_worker._private_jobs) returning id`)
  return row?.id ?? 0
}

test('DEV-4 products that fail are told with how much is tried and given up, and since when', async (t) => {
  const world = await aWorld(t)
  assert.deepEqual(await productsInTrouble(world.on), [])
  await notices(world, 'board', 2, false)
  await notices(world, 'board', 1, true)
  await notices(world, 'wiki', 1, true)
  const found = await productsInTrouble(world.on)
  assert.deepEqual(
    found.map(({ productId, group, tried, givenUp, canBeTold }) => [productId, group, tried, givenUp, canBeTold]),
    [
      ['board', 'log-outs', 2, 1, false],
      ['wiki', 'log-outs', 0, 1, false],
    ],
  )
  assert.equal((await needsOf(world.on)).products, 2)
})

test('DEV-4 an operator sends the notices of one product again, as many as one request bears, those given up first', async (t) => {
  const world = await aWorld(t)
  const boss = await anOperator(world)
  await notices(world, 'board', 2, false)
  await notices(world, 'board', 3, true)
  await notices(world, 'wiki', 1, true)
  const replay = () =>
    world.database.transaction((tx) => replayNotices(tx, boss, 'log-outs', { productId: 'board', most: 2 }))
  const dead = async () =>
    (await world.on.all(sql`select from log_out_notice where product_id = 'board' and given_up_at is not null`)).length
  assert.equal(await replay(), 2)
  assert.equal(await dead(), 1)
  assert.equal(await replay(), 2)
  assert.equal(await dead(), 0)
  const wiki = (await productsInTrouble(world.on)).find(({ productId }) => productId === 'wiki')
  assert.equal(wiki?.givenUp, 1)
})

test('OPS-4 jobs that failed for good are told without what they carried and without addresses', async (t) => {
  const world = await aWorld(t)
  await queueJob(world.on, 'account.mail-proof', {})
  await aFailedJob(world, 'Can’t send: 550 <mira.o@acme.example> from 203.0.113.24, 2001:db8:4f2:11::9\n    at secret')
  await aFailedJob(world, 'timeout')
  const jobs = await failedJobs(world.on, { most: 5 })
  assert.deepEqual(
    jobs.map(({ task, tries, error }) => [task, tries, error]),
    [
      ['account.mail-proof', 3, 'timeout'],
      ['account.mail-proof', 3, 'Can’t send: 550 <…@…> from …, …'],
    ],
  )
  assert.equal(await countFailedJobs(world.on, 5), 2)
  assert.equal((await failedJobs(world.on, { most: 5, before: jobs[0]?.id })).length, 1)
})

test('OPS-4 of several who try a job again or give it up at once, one did it, and it is recorded', async (t) => {
  const world = await aWorld(t)
  const boss = await anOperator(world)
  for (const act of [retryJob, giveUpJob]) {
    const id = await aFailedJob(world, 'timeout')
    const done = await Promise.allSettled([1, 2, 3].map(() => world.database.transaction((tx) => act(tx, boss, id))))
    assert.equal(done.filter(({ status }) => status === 'fulfilled').length, 1)
    for (const each of done) if (each.status === 'rejected') assert.equal(each.reason.code, 'operator-console.job-gone')
  }
  const left = await world.on.all<{ attempts: number }>(sql`select attempts from graphile_worker.jobs`)
  assert.deepEqual(
    left.map(({ attempts }) => attempts),
    [0],
  )
  const recorded = await world.on.all<{ action: string }>(sql`
    select action from audit_entry where action like 'operator-console.%' order by id`)
  assert.deepEqual(
    recorded.map(({ action }) => action),
    ['operator-console.job-retried', 'operator-console.job-given-up'],
  )
})

test('OPS-1 the overview counts what needs somebody, and tells where the log is sealed', async (t) => {
  const world = await aWorld(t)
  assert.deepEqual(await needsOf(world.on), { contests: 0, failingDomains: 0, products: 0 })
  const before = await stateOf(world.on)
  assert.deepEqual([before.accounts, before.organizations, before.position, before.hash], [0, 0, 0, undefined])
  const acme = await world.organization('Acme', 'a@home.example', 'acme.example')
  await world.on.run(
    sql`update organization_domain set failing_since = ${world.on.now} where organization_id = ${acme.id}`,
  )
  assert.equal((await needsOf(world.on)).failingDomains, 1)
  assert.deepEqual([(await stateOf(world.on)).accounts, (await stateOf(world.on)).organizations], [1, 1])
})

test('DEV-4 DOM-3 OPS-1 among many, what operators look through is found by its index', async (t) => {
  const world = await aWorld(t)
  const { id } = await world.organization('Acme', 'a@home.example')
  await notices(world, 'board', 3, true)
  await world.on.run(sql`
    insert into log_out_notice (product_id, account_id, kind, sid, created_at, acknowledged_at)
    select 'board', gen_random_uuid(), 'log-out', 's' || n, now(), now() from generate_series(1, 20000) n`)
  await world.on.run(sql`
    insert into organization_domain (id, organization_id, name, with_subdomains, token, token_made_at, token_expires_at, created_at)
    select gen_random_uuid(), ${id}, 'd' || n || '.example', false, 'umbel-verify=x', now(), now(), now()
    from generate_series(1, 10000) n`)
  await world.on.run(sql`
    insert into domain_contest (id, holder_id, challenger_id, opened_at, ends_at, look_at, settled_at, outcome)
    select gen_random_uuid(), h.id, c.id, now() - n * interval '1 minute', now(), now(), now(), 'kept'
    from generate_series(1, 5000) n join organization_domain h on h.name = 'd' || n || '.example'
      join organization_domain c on c.name = 'd' || (n + 5000) || '.example'`)
  await world.on.run(sql`
    insert into audit_entry (at, actor_kind, actor_account_id, action, detail)
    select now() - n * interval '1 second', 'holder', gen_random_uuid(), 'sign-in.logged-in', '{}' from generate_series(1, 20000) n`)
  await world.on.run(sql`analyze`)
  const questions: Record<string, (on: Statements) => Promise<unknown>> = {
    products: productsInTrouble,
    needs: needsOf,
    contests: (on) => listContests(on, { most: 21, before: undefined }),
    byKind: (on) => searchEntries(on, { room: 'help' }, { most: 16 }),
    byWhom: (on) => searchEntries(on, { actorAccountId: id }, { most: 16 }),
    aboutWhom: (on) => searchEntries(on, { accountId: id }, { most: 16 }),
  }
  const large = ['log_out_notice', 'organization_domain', 'domain_contest', 'audit_entry']
  for (const [name, ask] of Object.entries(questions)) {
    const plan = await planOf(world.database, ask)
    assert.ok(plan.length > 0)
    const whole = plan.filter((n) => n['Node Type'] === 'Seq Scan' && large.includes(n['Relation Name'] ?? ''))
    assert.deepEqual(whole, [], name)
  }
})
