import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from '#platform'
import { acme, aLog, ana, anaHerself, behindItsBack, faultsOf, idAt, jonas, seal } from '../../test/a-log.ts'
import { aWorld } from '../../test/world.ts'
import { blankEntries, checkChains, platformChain, record } from './index.ts'
import { purgeEntries } from './purge-entries.ts'

test('ACC-9 erasing leaves the chain whole and nothing to guess at', async (t) => {
  const world = await aLog(t)
  const before = (await checkChains(world.database)).map(({ head }) => head)
  await world.database.transaction((tx) => blankEntries(tx, ana))
  const findings = await checkChains(world.database)
  assert.deepEqual(faultsOf(findings), [{ chain: platformChain }, { chain: acme }])
  assert.deepEqual(
    findings.map(({ head }) => head),
    before,
  )
  assert.deepEqual(
    findings.map(({ blanked }) => blanked),
    [8, 4],
  )
  const left = await world.on.all(sql`
    select from audit_entry e join audit_commitment c on c.entry_id = e.id
    where e.account_id = ${ana} and (c.origin_salt is not null or c.detail_salt is not null or e.network is not null)`)
  assert.equal(left.length, 0)
  // What an administrator did to others stays told, without where from, once the administrator is erased.
  await world.database.transaction((tx) => blankEntries(tx, jonas.accountId))
  assert.deepEqual(faultsOf(await checkChains(world.database)), [{ chain: platformChain }, { chain: acme }])
})

test('ACC-9 whoever takes away a salt cannot change what it stood for', async (t) => {
  const world = await aLog(t)
  const id = await idAt(world, 2)
  await behindItsBack(world.database, async (tx) => {
    await tx.run(sql`update audit_commitment set detail_salt = null where entry_id = ${id}`)
    await tx.run(sql`update audit_entry set detail = '{"number": 7}' where id = ${id}`)
  })
  assert.deepEqual((await checkChains(world.database))[0]?.fault, { what: 'changed', position: 2, entryId: id })
})

test('ACC-9 what is erased before it is sealed is sealed as it is', async (t) => {
  const world = await aWorld(t)
  await world.database.transaction((tx) => record(tx, anaHerself, 'account.name-changed', { accountId: ana }))
  await world.database.transaction((tx) => blankEntries(tx, ana))
  await seal(world.database)
  assert.equal((await checkChains(world.database))[0]?.fault, undefined)
})

test('OPS-1 entries go after their time, oldest first, and the rest still fits', async (t) => {
  const world = await aLog(t)
  world.clock.move({ hours: 24 * 365 - 1 })
  await purgeEntries(world.database, Temporal.Duration.from('P365D'))
  assert.equal((await checkChains(world.database))[0]?.checked, 10)
  world.clock.move({ minutes: 59 })
  await purgeEntries(world.database, Temporal.Duration.from('P365D'))
  const findings = await checkChains(world.database)
  assert.deepEqual(
    findings.map(({ checked, fault, head }) => ({ checked, fault, position: head?.position })),
    [
      { checked: 3, fault: undefined, position: 10 },
      { checked: 2, fault: undefined, position: 6 },
    ],
  )
  await behindItsBack(world.database, async (tx) => {
    await tx.run(sql`delete from audit_seal where position = 8 and chain = ${platformChain}`)
  })
  assert.deepEqual((await checkChains(world.database))[0]?.fault, { what: 'missing', position: 8, entryId: undefined })
})

test('OPS-1 a log whose time is all over goes on from where it was', async (t) => {
  const world = await aLog(t)
  world.clock.move({ hours: 24 * 400 })
  await purgeEntries(world.database, Temporal.Duration.from('P1Y'))
  assert.equal((await world.on.all(sql`select 1 from audit_entry`)).length, 0)
  await world.database.transaction((tx) => record(tx, jonas, 'organization.renamed'))
  await seal(world.database)
  assert.deepEqual(
    (await checkChains(world.database)).map(({ checked, fault, head }) => [checked, fault, head?.position]),
    [
      [1, undefined, 11],
      [1, undefined, 7],
    ],
  )
})

test('OPS-1 the application’s own statements can neither change nor delete nor empty the log', async (t) => {
  const world = await aLog(t)
  const refused = { code: '42501' }
  const tries = [
    sql`update audit_entry set action = 'x'`,
    sql`update audit_entry set network = null, device = null, detail = '{}'`,
    sql`delete from audit_entry`,
    sql`truncate audit_entry`,
    sql`update audit_seal set hash = '\\x00'`,
    sql`delete from audit_seal`,
    sql`truncate audit_seal`,
    sql`update audit_commitment set detail_salt = null`,
    sql`delete from audit_commitment`,
    sql`truncate audit_commitment`,
  ]
  for (const statement of tries) await assert.rejects(world.on.run(statement), refused, statement.text)
  // Whoever erases cannot change, and whoever purges cannot erase.
  const as = (purpose: string, statement: (typeof tries)[number]) =>
    world.database.transaction(async (tx) => {
      await tx.run(sql`select set_config('umbel.audit_purpose', ${purpose}, true)`)
      await tx.run(statement)
    })
  await assert.rejects(as('erase', sql`update audit_entry set action = 'x'`), refused)
  await assert.rejects(as('erase', sql`update audit_entry set detail = '{"a":1}'`), refused)
  await assert.rejects(as('erase', sql`update audit_commitment set detail_digest = '\\x00'`), refused)
  await assert.rejects(as('erase', sql`delete from audit_entry`), refused)
  await assert.rejects(as('purge', sql`update audit_entry set network = null, device = null`), refused)
  await assert.rejects(as('purge', sql`update audit_seal set position = position + 100`), refused)
  assert.equal((await checkChains(world.database))[0]?.fault, undefined)
})
