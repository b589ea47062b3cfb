import assert from 'node:assert/strict'
import { test } from 'node:test'
import { unmanage } from '#account'
import { reactWith } from '#events'
import { newId, system } from '#kernel'
import { sql, type Tx } from '#platform'
import { aWorld, type World } from '../../../test/world.ts'
import { reactions } from '../../reactions.ts'
import { wantedFrom } from '../list/index.ts'
import { cancelRun, resultsOf, runIn, runsOf, startRun, workRun, writeResults } from './index.ts'
import { purgeRuns, queueRuns, workBatch } from './work-run.ts'

reactWith(reactions)

async function acmeIn(world: World, many: number) {
  const acme = await world.organization('Acme', 'jonas@home.example', 'acme.example')
  const ids: string[] = []
  for (let i = 0; i < many; i += 1)
    ids.push(await world.managedAccount(`p${10 + i}@acme.example`, acme, { name: `P ${10 + i}` }))
  return { acme, ids, act: <T>(work: (tx: Tx) => Promise<T>) => world.database.transaction(work) }
}
const off = (world: World) =>
  world.on
    .all<{ id: string }>(sql`select id from account where deactivated_at is not null order by id`)
    .then((rows) => rows.map(({ id }) => id))

test('MAN-2 many are turned off at once: each has a result, the admin’s own account is left out with a reason', async (t) => {
  const world = await aWorld(t)
  const { acme, ids, act } = await acmeIn(world, 4)
  const globex = await world.organization('Globex', 'admin@globex.example', 'globex.example')
  const theirs = await world.managedAccount('x@globex.example', globex)
  await world.on.run(sql`
    update account set managed_by = ${acme.id}, managed_through = ${acme.domainIds['acme.example']}, managed_since = now()
    where id = ${acme.admin.accountId}`)
  await world.on.run(sql`update account set deactivated_at = now() where id = ${ids[0]}`)
  await world.on.run(sql`
    insert into dispute (id, account_id, organization_id, reason, reach, opened_at, explain_by, settle_by)
    values (${newId(world.clock.now())}, ${ids[1]}, ${acme.id}, 'left', 'p@home.example', now(), now(), now())`)
  const accountIds = [...ids, acme.admin.accountId, theirs, 'x', ids[3] ?? '']
  const runId = await act((tx) =>
    startRun(tx, acme.admin, { act: 'deactivate', chosen: { accountIds }, reason: 'Season over' }),
  )
  await workRun(world.database, { runId })
  const run = await runIn(world.on, acme.id, runId)
  assert.deepEqual([run?.state, run?.total, run?.done, run?.unchanged, run?.refused], ['done', 6, 2, 1, 3])
  const results = new Map((await resultsOf(world.on, runId, { most: 50 })).map((each) => [each.accountId, each]))
  assert.equal(results.get(ids[0] ?? '')?.outcome, 'unchanged')
  assert.equal(results.get(ids[1] ?? '')?.refusal, 'domain-claim.disputed')
  assert.equal(results.get(ids[2] ?? '')?.outcome, 'done')
  assert.equal(results.get(acme.admin.accountId)?.refusal, 'managed-account.own-account')
  assert.equal(results.get(theirs)?.refusal, 'account.unknown')
  assert.deepEqual(await off(world), [ids[0], ids[2], ids[3]].sort())
  assert.equal(await runIn(world.on, globex.id, runId), undefined)
  const lines = (await Array.fromAsync(writeResults(world.on, runId, ({ refusal }) => refusal && '=why')))
    .join('')
    .split('\r\n')
  assert.equal(lines.length, 8)
  assert.ok(lines.some((line) => line.endsWith(",refused,managed-account.own-account,'=why")))
})

test('DOM-10 many are made personal at once, by whoever may do everything in the organization', async (t) => {
  const world = await aWorld(t)
  const { acme, ids, act } = await acmeIn(world, 3)
  const priya = await world.account('priya@home.example')
  await world.on.run(sql`
    insert into organization_admin (organization_id, account_id, role, since) values (${acme.id}, ${priya}, 'user-admin', now())`)
  await world.on.run(sql`update account set deactivated_at = now() where id = ${ids[1]}`)
  const unclaim = { act: 'unclaim', chosen: { wanted: wantedFrom('?q=p1') } } as const
  const userAdmin = { ...acme.admin, accountId: priya }
  await assert.rejects(
    act((tx) => startRun(tx, userAdmin, unclaim)),
    { code: 'organization.not-admin' },
  )
  const runId = await act((tx) => startRun(tx, acme.admin, unclaim))
  await workRun(world.database, { runId })
  const run = await runIn(world.on, acme.id, runId)
  assert.deepEqual([run?.state, run?.done, run?.refused], ['done', 3, 0])
  assert.deepEqual(await world.on.all(sql`select id from account where managed_by is not null`), [])
  assert.deepEqual(await off(world), [], 'nobody is left turned off whom nobody could turn on')
  // Whoever may no longer go on has nothing done in their name.
  const again = await world.managedAccount('late@acme.example', acme)
  const late = await act((tx) => startRun(tx, acme.admin, { act: 'unclaim', chosen: { accountIds: [again] } }))
  await world.on.run(sql`update organization_admin set role = 'user-admin' where account_id = ${acme.admin.accountId}`)
  await workRun(world.database, { runId: late })
  assert.equal((await runIn(world.on, acme.id, late))?.state, 'stopped')
})

test('MAN-2 DOM-11 all that match are noted first; a crash in between loses nothing and does nothing twice', async (t) => {
  const world = await aWorld(t)
  const { acme, ids, act } = await acmeIn(world, 25)
  await world.managedAccount('late@acme.example', acme, { name: 'Other' })
  const chosen = { wanted: wantedFrom('?state=active&q=p') }
  const runId = await act((tx) => startRun(tx, acme.admin, { act: 'deactivate', chosen, reason: 'x' }))
  // Collected, and one batch done; then the process dies in the middle of the next.
  await act((tx) => workBatch(tx, runId))
  await act((tx) => workBatch(tx, runId))
  await assert.rejects(
    act(async (tx) => {
      await workBatch(tx, runId)
      throw new Error('killed')
    }),
  )
  assert.equal((await off(world)).length, 10)
  await queueRuns(world.database)
  const [job] = await world.on.all(
    sql`select key from graphile_worker.jobs where key like 'managed-account.work-run %'`,
  )
  assert.deepEqual(job, { key: `managed-account.work-run ${runId}` })
  await Promise.all([workRun(world.database, { runId }), workRun(world.database, { runId })])
  const run = await runIn(world.on, acme.id, runId)
  assert.deepEqual([run?.state, run?.total, run?.done, run?.unchanged], ['done', 25, 25, 0])
  assert.deepEqual(await off(world), ids.toSorted())
  const told = await world.on.all(sql`select account_id from audit_entry where action = 'account.deactivated'`)
  assert.equal(told.length, 25)
})

test('MAN-2 a run that is canceled stops, and one whose admin may no longer is stopped', async (t) => {
  const world = await aWorld(t)
  const { acme, act } = await acmeIn(world, 12)
  const start = () => act((tx) => startRun(tx, acme.admin, { act: 'log-out', chosen: { wanted: {} } }))
  const runId = await start()
  await act((tx) => workBatch(tx, runId))
  await act((tx) => workBatch(tx, runId))
  await act((tx) => cancelRun(tx, acme.admin, runId))
  await act((tx) => cancelRun(tx, acme.admin, runId))
  await workRun(world.database, { runId })
  const run = await runIn(world.on, acme.id, runId)
  assert.deepEqual([run?.state, run?.total, run?.done], ['canceled', 12, 10])
  const globex = await world.organization('Globex', 'admin@globex.example')
  await assert.rejects(
    act((tx) => cancelRun(tx, globex.admin, runId)),
    { code: 'managed-account.run-unknown' },
  )
  await assert.rejects(
    act((tx) => cancelRun(tx, acme.admin, 'x')),
    { code: 'managed-account.run-unknown' },
  )
  const second = await start()
  await world.on.run(sql`update organization_admin set role = 'auditor' where organization_id = ${acme.id}`)
  await workRun(world.database, { runId: second })
  assert.equal((await runIn(world.on, acme.id, second))?.state, 'stopped')
  await world.on.run(sql`update organization_admin set role = 'org-admin' where organization_id = ${acme.id}`)
  const third = await start()
  await world.on.run(sql`update account set suspended_at = now() where id = ${acme.admin.accountId}`)
  await workRun(world.database, { runId: third })
  assert.equal((await runIn(world.on, acme.id, third))?.state, 'stopped')
  await world.on.run(sql`update organization_admin set role = 'auditor' where organization_id = ${acme.id}`)
  await assert.rejects(start(), { code: 'organization.not-admin' })
  assert.deepEqual((await runsOf(world.on, acme.id, 5)).map(({ id }) => id).sort(), [runId, second, third].sort())
  world.clock.move({ days: 91 })
  await purgeRuns(world.database)
  assert.deepEqual(await world.on.all(sql`select 1 from bulk_result`), [])
})

test('MAN-2 DOM-10 two runs at once, and one while accounts become personal: every account has one clear result', async (t) => {
  const world = await aWorld(t)
  const { acme, ids, act } = await acmeIn(world, 20)
  const start = (kind: 'deactivate' | 'reactivate') =>
    act((tx) => startRun(tx, acme.admin, { act: kind, chosen: { accountIds: ids }, reason: 'x' }))
  const [one, other] = [await start('deactivate'), await start('deactivate')]
  await Promise.all([
    workRun(world.database, { runId: one }),
    workRun(world.database, { runId: other }),
    act((tx) => unmanage(tx, system, ids.slice(0, 5), { organizationId: acme.id, why: 'unclaimed' })),
  ])
  const runs = [await runIn(world.on, acme.id, one), await runIn(world.on, acme.id, other)]
  for (const run of runs) assert.equal((run?.done ?? 0) + (run?.unchanged ?? 0) + (run?.refused ?? 0), 20)
  assert.ok((runs[0]?.done ?? 0) + (runs[1]?.done ?? 0) >= 15)
  assert.deepEqual(await off(world), ids.slice(5).toSorted())
  const back = await start('reactivate')
  await workRun(world.database, { runId: back })
  const run = await runIn(world.on, acme.id, back)
  assert.deepEqual([run?.done, run?.unchanged, run?.refused], [15, 0, 5])
})

test('MAN-2 a run needs somebody, an act and, for turning off, a reason', async (t) => {
  const world = await aWorld(t)
  const { acme, ids, act } = await acmeIn(world, 1)
  const start = (accountIds: readonly string[], reason?: string) =>
    act((tx) => startRun(tx, acme.admin, { act: 'deactivate', chosen: { accountIds }, reason }))
  await assert.rejects(start([], 'x'), { code: 'managed-account.none-chosen' })
  await assert.rejects(start(['x'], 'x'), { code: 'managed-account.none-chosen' })
  await assert.rejects(start(ids), { code: 'managed-account.reason-missing' })
  const many = Array.from({ length: 101 }, () => newId(world.clock.now()))
  await assert.rejects(start(many, 'x'), { code: 'managed-account.many-chosen' })
})
