import assert from 'node:assert/strict'
import { test } from 'node:test'
import { eraseAccount } from '#account'
import { everythingHeld } from '#account-page'
import { reactWith } from '#events'
import { raw, sql } from '#platform'
import { reactions } from '../src/reactions.ts'
import { aFullAccount, person } from './a-full-account.ts'
import { aWorld, type World } from './world.ts'

reactWith(reactions)

/** Everything the database holds, row by row, as text: ours, and what the job runner keeps. Bytes are read as letters. */
async function dumpOf(world: World): Promise<string[]> {
  const tables = await world.on.all<{ table: string }>(sql`
    select format('%I.%I', n.nspname, c.relname) as table from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname in ('public', 'graphile_worker') and c.relkind = 'r'`)
  const lines: string[] = []
  for (const { table } of tables) {
    const rows = await world.on.all<{ row: string }>(sql`select t::text as row from ${raw(table)} as t`)
    lines.push(
      ...rows.map(
        ({ row }) =>
          `${table}: ${row.replace(/\\\\?x([0-9a-f]{2,})/g, (_, hex) => Buffer.from(hex, 'hex').toString())}`,
      ),
    )
  }
  return lines
}

const holding = (lines: readonly string[], words: readonly string[]) =>
  lines.filter((line) => words.some((word) => line.toLowerCase().includes(word.toLowerCase())))

test('ACC-9 when an account is erased, nothing of its person is left anywhere in the database', async (t) => {
  const world = await aWorld(t)
  const { accountId } = await aFullAccount(world)
  for (const { table, by, as } of everythingHeld) {
    const rows = await world.on.all(sql`select 1 from ${raw(table)} where ${raw(by)} = ${accountId}`)
    assert.ok(rows.length > 0, `there is no row of ${as} to be erased: add one to a-full-account.ts`)
  }
  const words = [...Object.values(person), ...person.name.split(' '), 'quark', 'zenobia']
  const before = await dumpOf(world)
  for (const word of words) assert.ok(holding(before, [word]).length > 0, `${word} is looked for in vain`)

  world.clock.move({ days: 14 })
  assert.equal(await world.database.transaction((tx) => eraseAccount(tx, accountId)), true)

  const left = await dumpOf(world)
  assert.deepEqual(holding(left, words), [])
  const byNumber = holding(left, [accountId]).map((line) => line.split(':')[0])
  assert.deepEqual([...new Set(byNumber)].sort(), [
    'public.audit_entry',
    'public.event',
    'public.log_out_notice',
    'public.product_acquaintance',
  ])
  const kept = await world.on.all(sql`
    select action, network, device, detail from audit_entry where account_id = ${accountId} order by id desc limit 2`)
  assert.deepEqual(kept, [
    { action: 'account.erased', network: null, device: null, detail: {} },
    { action: 'account.name-changed', network: null, device: null, detail: {} },
  ])
  const done = await world.on.first(sql`
    select a.action, a.network, a.device, a.actor_account_id = ${accountId} as theirs from audit_entry a
    where a.action = 'organization.role-changed'`)
  assert.deepEqual(done, { action: 'organization.role-changed', network: null, device: null, theirs: true })
  assert.equal((await world.on.all(sql`select 1 from organization_invitation where invited_by is null`)).length, 1)
})

test('ACC-9 nobody else loses anything', async (t) => {
  const world = await aWorld(t)
  const bo = await world.account('bo.other@example.com', { name: 'Bo Other', password: 'umbels grow in spring' })
  await world.on.run(sql`
    insert into audit_entry (at, actor_kind, actor_account_id, action, account_id, network, device, detail)
    values (${world.clock.now()}, 'holder', ${bo}, 'account.name-changed', ${bo}, '203.0.113.9', 'Safari on iPad', '{"x": 1}')`)
  const { accountId } = await aFullAccount(world)
  const of = async () => holding(await dumpOf(world), [bo, 'bo.other@example.com', '203.0.113.9'])
  const before = await of()
  assert.ok(before.length > 4)
  world.clock.move({ days: 14 })
  await world.database.transaction((tx) => eraseAccount(tx, accountId))
  assert.deepEqual(await of(), before)
})
