import assert from 'node:assert/strict'
import { test } from 'node:test'
import { system } from '#kernel'
import { sql, type Tx } from '#platform'
import { acme, aLog, ana, anaHerself, behindItsBack, faultsOf, idAt, jonas, seal } from '../../test/a-log.ts'
import { aWorld } from '../../test/world.ts'
import { checkChains, countUnsealed, platformChain, record, sealEntries } from './index.ts'

test('OPS-1 every entry is in the platform’s chain, and those of an organization in its own, too', async (t) => {
  const world = await aLog(t)
  const findings = await checkChains(world.database)
  assert.deepEqual(
    findings.map(({ chain, checked, fault }) => ({ chain, checked, fault })),
    [
      { chain: platformChain, checked: 10, fault: undefined },
      { chain: acme, checked: 6, fault: undefined },
    ],
  )
  assert.equal(findings[0]?.head?.position, 10)
  assert.match(String(findings[0]?.head?.hash), /^[0-9a-f]{64}$/)
  assert.notEqual(findings[0]?.head?.hash, findings[1]?.head?.hash)
  // Nothing new: nothing sealed, and the same chain.
  assert.equal(await sealEntries(world.database), 0)
  assert.deepEqual(await checkChains(world.database), findings)
  assert.deepEqual(await checkChains(world.database, { organizationId: acme }), findings.slice(1))
})

const change = (column: string, value: string) => (tx: Tx, id: number) =>
  tx.all(sql`
    update audit_entry set
      at = case when ${column} = 'at' then ${value}::text::timestamptz else at end,
      action = case when ${column} = 'action' then ${value} else action end,
      account_id = case when ${column} = 'account_id' then ${value}::text::uuid else account_id end,
      network = case when ${column} = 'network' then ${value} else network end,
      detail = case when ${column} = 'detail' then ${value}::text::jsonb else detail end
    where id = ${id}`)

for (const [column, value] of [
  ['at', '2026-11-20T09:01:00.000001Z'],
  ['action', 'account.language-changed'],
  ['account_id', acme],
  ['network', '203.0.113.10'],
  ['detail', '{"number": 7}'],
] as const) {
  test(`OPS-1 a changed ${column} is found, and the entry is named`, async (t) => {
    const world = await aLog(t)
    const id = await idAt(world, 5)
    await behindItsBack(world.database, (tx) => change(column, value)(tx, id))
    const [found] = await checkChains(world.database)
    assert.deepEqual(found?.fault, { what: 'changed', position: 5, entryId: id })
    assert.equal(found?.checked, 4)
  })
}

test('OPS-1 an entry that is gone is found, wherever it stood, and so is its place', async (t) => {
  for (const [position, withSeal] of [
    [1, false],
    [5, true],
    [10, false],
    [10, true],
  ] as const) {
    const world = await aLog(t)
    const id = await idAt(world, position)
    await behindItsBack(world.database, async (tx) => {
      await tx.run(sql`delete from audit_entry where id = ${id}`)
      if (withSeal) await tx.run(sql`delete from audit_seal where entry_id = ${id}`)
    })
    const [found] = await checkChains(world.database)
    assert.deepEqual({ what: found?.fault?.what, position: found?.fault?.position }, { what: 'missing', position })
  }
})

test('OPS-1 an entry that was never recorded is found, and so is one that vanished before it was sealed', async (t) => {
  const world = await aLog(t)
  await behindItsBack(world.database, (tx) => record(tx, jonas, 'organization.renamed'))
  const [newest] = await world.on.all<{ id: number }>(sql`select max(id) as id from audit_entry`)
  assert.deepEqual(faultsOf(await checkChains(world.database)), [
    { chain: platformChain, what: 'inserted', entryId: newest?.id },
    { chain: acme, what: 'inserted', entryId: newest?.id },
  ])
  const other = await aWorld(t)
  await other.database.transaction((tx) => record(tx, system, 'account.erased'))
  assert.deepEqual(faultsOf(await checkChains(other.database)), [{ chain: platformChain }])
  await behindItsBack(other.database, (tx) => tx.run(sql`delete from audit_entry`))
  assert.equal((await checkChains(other.database))[0]?.fault?.what, 'missing')
})

test('OPS-1 entries that changed places are found', async (t) => {
  const world = await aLog(t)
  const [fourth, fifth] = [await idAt(world, 4), await idAt(world, 5)]
  const place = (tx: Tx, id: number | undefined, position: number) =>
    tx.run(sql`update audit_seal set position = ${position} where chain = ${platformChain} and entry_id = ${id}`)
  await behindItsBack(world.database, async (tx) => {
    await place(tx, fourth, -1)
    await place(tx, fifth, 4)
    await place(tx, fourth, 5)
  })
  assert.deepEqual((await checkChains(world.database))[0]?.fault, { what: 'moved', position: 4, entryId: fifth })
})

test('OPS-1 entries that were exchanged under their seals are found', async (t) => {
  const world = await aLog(t)
  const [fourth, fifth] = [await idAt(world, 4), await idAt(world, 5)]
  const hold = (tx: Tx, position: number, id: number | undefined) =>
    tx.run(sql`update audit_seal set entry_id = ${id} where chain = ${platformChain} and position = ${position}`)
  await behindItsBack(world.database, async (tx) => {
    await hold(tx, 4, -1)
    await hold(tx, 5, fourth)
    await hold(tx, 4, fifth)
  })
  assert.deepEqual((await checkChains(world.database))[0]?.fault, { what: 'moved', position: 4, entryId: fifth })
})

test('OPS-1 a transaction that commits late is not passed over', async (t) => {
  const world = await aWorld(t)
  const late = Promise.withResolvers<void>()
  const recorded = Promise.withResolvers<void>()
  const slow = world.database.transaction(async (tx) => {
    await record(tx, system, 'account.erased', { number: 1 })
    recorded.resolve()
    await late.promise
  })
  await recorded.promise
  await world.database.transaction((tx) => record(tx, system, 'account.erased', { number: 2 }))
  assert.equal(await sealEntries(world.database), 0)
  assert.equal(await countUnsealed(world.on), 1)
  // What waits is no fault.
  assert.equal((await checkChains(world.database))[0]?.fault, undefined)
  late.resolve()
  await slow
  await seal(world.database)
  const rows = await world.on.all<{ number: number }>(sql`
    select (e.detail ->> 'number')::int as number from audit_seal s join audit_entry e on e.id = s.entry_id order by s.position`)
  assert.deepEqual(rows, [{ number: 1 }, { number: 2 }])
  assert.equal((await checkChains(world.database))[0]?.checked, 2)
})

test('OPS-1 an entry whose transaction began first and is behind another’s is sealed behind it', async (t) => {
  const world = await aWorld(t)
  const [begun, go] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
  // The transaction has its number before the other one begins, and writes only after that one was sealed.
  const slow = world.database.transaction(async (tx) => {
    await tx.run(sql`select pg_current_xact_id()`)
    begun.resolve()
    await go.promise
    await record(tx, system, 'account.erased', { number: 1 })
  })
  await begun.promise
  await world.database.transaction((tx) => record(tx, system, 'account.erased', { number: 2 }))
  await sealEntries(world.database)
  go.resolve()
  await slow
  await seal(world.database)
  const [found] = await checkChains(world.database)
  assert.deepEqual({ checked: found?.checked, fault: found?.fault }, { checked: 2, fault: undefined })
})

test('OPS-1 recording waits for nobody who seals', async (t) => {
  const world = await aLog(t)
  const [sealing, done] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
  const slow = world.database.transaction(async (tx) => {
    await tx.run(sql`select pg_advisory_xact_lock(7305010)`)
    sealing.resolve()
    await done.promise
  })
  await sealing.promise
  await world.database.transaction((tx) => record(tx, anaHerself, 'account.name-changed', { accountId: ana }))
  done.resolve()
  await slow
})

test('OPS-1 two who seal at once make one chain', async (t) => {
  const world = await aWorld(t)
  for (let number = 0; number < 30; number += 1) {
    await world.database.transaction((tx) => record(tx, system, 'account.erased', { number }))
  }
  await Promise.all([sealEntries(world.database), sealEntries(world.database)])
  await seal(world.database)
  const [found] = await checkChains(world.database)
  assert.deepEqual({ checked: found?.checked, fault: found?.fault }, { checked: 30, fault: undefined })
})
