import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { accountById } from '#account'
import { reactWith } from '#events'
import type { Refusal } from '#kernel'
import { adminActor } from '#organization'
import { sql } from '#platform'
import { aWorld } from '../../../test/world.ts'
import { reactions } from '../../reactions.ts'
import {
  beginRename,
  cancelRename,
  renameById,
  renamesOf,
  resumeRenames,
  rowsOf,
  startRename,
  workRename,
  writePlan,
} from './index.ts'
import { workBatch } from './work-rename.ts'

reactWith(reactions)
const withCode = (code: string) => (error: Refusal) => error.code === code

/** Acme, which has two domains and people at the first. */
async function aRename(t: TestContext, people = 0) {
  const world = await aWorld(t)
  const acme = await world.organization('Acme Inc.', 'root@home.example', 'acme.example', 'acme.test')
  const { database, on } = world
  const from = acme.domainIds['acme.example']!
  const to = acme.domainIds['acme.test']!
  await on.run(sql`
    insert into account (id, name, username, email, email_key, email_verified_at, locale, zoneinfo, created_at, updated_at, managed_by,
      managed_through, managed_since)
    select gen_random_uuid(), 'Person ' || n, 'person' || n, 'Person.' || n || '@acme.example', 'person.' || n || '@acme.example', ${on.now},
      'en', 'UTC', ${on.now}, ${on.now}, ${acme.id}, ${from}, ${on.now}
    from generate_series(1, ${people}) as n`)
  const work = (id: string) => workRename(database, { renameId: id })
  return {
    world,
    acme,
    from,
    to,
    work,
    start: (by = acme.admin, target: string = to) => database.transaction((tx) => startRename(tx, by, from, target)),
    begin: (id: string) => database.transaction((tx) => beginRename(tx, acme.admin, id)),
    cancel: (id: string) => database.transaction((tx) => cancelRename(tx, acme.admin, id)),
    counts: async (id: string) => {
      const { state, ready, blocked, changed, leftAlone } = (await renameById(on, id))!
      return { state, ready, blocked, changed, leftAlone }
    },
    at: async (domain: string) =>
      (await on.first<{ n: number }>(sql`select count(*) as n from account where email_key like ${`%@${domain}`}`))?.n,
  }
}

test('MAN-3 the dry run lists each account with its new address and what is in the way, and changes nothing', async (t) => {
  const { world, acme, from, start, work, counts, at } = await aRename(t)
  const make = (name: string) => world.managedAccount(name, acme)
  const ana = await make('Ana.Maria@acme.example')
  const bo = await make('bo@acme.example')
  const cy = await make('cy@acme.example')
  const di = await make('di@acme.example')
  const below = await make('eve@acme.example')
  await world.on.run(sql`
    update account set email = 'eve@lab.acme.example', email_key = 'eve@lab.acme.example' where id = ${below}`)
  await world.account('bo@acme.test')
  await world.on.run(sql`
    insert into account_deletion (account_id, asked_at, due_at, decided_by)
    values (${cy}, ${world.on.now}, ${world.on.now.add({ hours: 1 })}, ${acme.id})`)
  await world.on.run(sql`
    insert into dispute (id, account_id, organization_id, reason, opened_at, explain_by, settle_by)
    values (${di}, ${di}, ${acme.id}, 'left', ${world.on.now}, ${world.on.now}, ${world.on.now})`)
  const { id } = await start()
  await work(id)
  assert.deepEqual(await counts(id), { state: 'looked', ready: 1, blocked: 4, changed: 0, leftAlone: 0 })
  const rows = await rowsOf(world.on, id, { most: 10 })
  const found = new Map(rows.map(({ accountId, toEmail, obstacle }) => [accountId, [toEmail, obstacle]]))
  assert.deepEqual(found.get(ana), ['Ana.Maria@acme.test', undefined])
  assert.deepEqual(found.get(bo), ['bo@acme.test', 'taken'])
  assert.deepEqual(found.get(cy), ['cy@acme.test', 'leaving'])
  assert.deepEqual(found.get(di), ['di@acme.test', 'disputed'])
  assert.deepEqual(found.get(below), ['eve@lab.acme.test', 'sub-domain'])
  assert.equal((await accountById(world.on, ana))?.email, 'Ana.Maria@acme.example')
  assert.equal(await at('acme.test'), 1)
  assert.equal((await renamesOf(world.on, from))[0]?.id, id)
  let csv = ''
  for await (const part of writePlan(world.on, id, ({ obstacle }) => obstacle && `because of ${obstacle}`)) csv += part
  assert.equal(csv.split('\r\n').length, 7)
  assert.match(csv, /bo@acme\.example,bo@acme\.test,blocked,taken,because of taken/)
})

test('MAN-3, OPS-3 changed in batches; after a crash between two it goes on where it was', async (t) => {
  const { world, acme, start, begin, work, counts, at } = await aRename(t, 120)
  const { id } = await start()
  await work(id)
  await begin(id)
  const batch = () => world.database.transaction((tx) => workBatch(tx, id))
  assert.equal(await batch(), true)
  await assert.rejects(
    world.database.transaction(async (tx) => {
      await workBatch(tx, id)
      throw new Error('the process ends here')
    }),
  )
  assert.deepEqual(await counts(id), { state: 'changing', ready: 70, blocked: 0, changed: 50, leftAlone: 0 })
  assert.equal(await at('acme.test'), 50)
  await Promise.all([work(id), work(id)])
  assert.deepEqual(await counts(id), { state: 'done', ready: 0, blocked: 0, changed: 120, leftAlone: 0 })
  assert.equal(await at('acme.test'), 120)
  const through = await world.on.all(sql`
    select from account where managed_through = ${acme.domainIds['acme.test']} and email like 'Person.%@acme.test'`)
  assert.equal(through.length, 120)
  const mails = await world.on.all(sql`
    select from graphile_worker.jobs where task_identifier = 'managed-account.mail-address'`)
  assert.equal(mails.length, 120, 'each is told, once')
  const told = await world.on.all(sql`
    select from audit_entry where action = 'account.address-changed' and organization_id = ${acme.id}`)
  assert.equal(told.length, 120)
})

test('MAN-3, ACC-1 what was taken since the dry run is left alone, and the rest goes on', async (t) => {
  const { world, start, begin, work, counts } = await aRename(t, 3)
  const { id } = await start()
  await work(id)
  await world.account('person.1@acme.test')
  await world.on.run(sql`
    update account set email = 'x@acme.example', email_key = 'x@acme.example' where email_key = 'person.2@acme.example'`)
  await begin(id)
  await work(id)
  assert.deepEqual(await counts(id), { state: 'done', ready: 0, blocked: 0, changed: 1, leftAlone: 2 })
  const rows = await rowsOf(world.on, id, { state: 'left-alone', most: 10 })
  assert.deepEqual(rows.map(({ name, obstacle }) => [name, obstacle]).sort(), [
    ['Person 1', 'taken'],
    ['Person 2', 'moved'],
  ])
})

test('MAN-3 canceled between batches: what has been changed stays, and the rest is left', async (t) => {
  const { world, start, begin, cancel, work, counts, at } = await aRename(t, 60)
  const { id } = await start()
  await assert.rejects(begin(id), withCode('managed-account.rename-over'), 'not before it has been looked at')
  await work(id)
  await begin(id)
  await assert.rejects(begin(id), withCode('managed-account.rename-over'))
  await world.database.transaction((tx) => workBatch(tx, id))
  await cancel(id)
  await work(id)
  assert.deepEqual(await counts(id), { state: 'canceled', ready: 10, blocked: 0, changed: 50, leftAlone: 0 })
  assert.equal(await at('acme.test'), 50)
  await assert.rejects(cancel(id), withCode('managed-account.rename-over'))
  assert.notEqual((await start()).id, id, 'and another can be begun')
})

test('MAN-3, DOM-4 a rename waits while one of its domains is frozen, and goes on by itself', async (t) => {
  const { world, to, start, begin, work, counts } = await aRename(t, 2)
  const { id } = await start()
  await work(id)
  await begin(id)
  const failing = (since: Temporal.Instant | null) =>
    world.on.run(sql`update organization_domain set failing_since = ${since} where id = ${to}`)
  await failing(world.on.now.subtract({ hours: 14 * 24 }))
  await work(id)
  assert.equal((await counts(id)).state, 'changing')
  assert.ok((await renameById(world.on, id))?.waitsUntil)
  await assert.rejects(start(), withCode('domain-claim.frozen'))
  await failing(null)
  world.clock.move({ hours: 1 })
  await resumeRenames(world.database)
  const jobs = await world.on.all(sql`
    select from graphile_worker.jobs where task_identifier = 'managed-account.work-rename'`)
  assert.equal(jobs.length, 1)
  await work(id)
  assert.equal((await counts(id)).state, 'done')
})

test('MAN-3, ORG-1 renaming is for organization admins, between domains that are theirs', async (t) => {
  const { world, acme, from, start, work, begin, counts } = await aRename(t, 1)
  const bo = await world.account('bo@home.example')
  await world.on.run(sql`
    insert into organization_admin (organization_id, account_id, role, since)
    values (${acme.id}, ${bo}, 'user-admin', ${world.on.now})`)
  const userAdmin = adminActor(bo, acme.id, {})
  await assert.rejects(start(userAdmin), withCode('organization.not-admin'))
  await assert.rejects(start(acme.admin, from), withCode('managed-account.rename-same'))
  const other = await world.organization('Other', 'root@other.example', 'other.example')
  await assert.rejects(start(acme.admin, other.domainIds['other.example']), withCode('managed-account.domain-unknown'))
  await assert.rejects(start(other.admin), withCode('managed-account.domain-unknown'))
  const { id } = await start()
  await assert.rejects(start(), withCode('managed-account.rename-open'))
  const foreign = world.database.transaction((tx) => cancelRename(tx, other.admin, id))
  await assert.rejects(foreign, withCode('managed-account.rename-unknown'))
  await work(id)
  await begin(id)
  await world.on.run(sql`
    update organization_admin set role = 'auditor' where account_id = ${acme.admin.accountId}`)
  await work(id)
  assert.equal((await counts(id)).state, 'canceled', 'not in the name of somebody who may no longer')
})
