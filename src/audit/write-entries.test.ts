import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from '#platform'
import { acme, behindItsBack } from '../../test/a-log.ts'
import { aWorld } from '../../test/world.ts'
import { asOf, writeEntries } from './index.ts'

test('OPS-1 a log of any length is written in parts, and none is read before the one before it is taken', async (t) => {
  const world = await aWorld(t)
  await behindItsBack(world.database, (tx) =>
    tx.run(sql`
      insert into audit_entry (at, actor_kind, action, organization_id)
      select ${world.clock.now()}::timestamptz, 'system', 'organization.renamed', ${acme} from generate_series(1, 10000)`),
  )
  world.clock.move({ minutes: 1 })
  const parts = writeEntries(world.on, { organizationId: acme }, 'json')
  const counter = world.database.counting()
  const head = (await parts.next()).value
  assert.match(String(head), /^\{\n {2}"format": "umbel\.audit\/1"/)
  assert.equal(counter.statements.length, 0)
  const first = String((await parts.next()).value)
  assert.equal(first.match(/"id":/g)?.length, 1_000)
  assert.equal(counter.statements.length, 2)
  await parts.return(undefined)
  assert.equal(counter.statements.length, 2)
})

test('OPS-1 what is recorded while the log is written is not in it', async (t) => {
  const world = await aWorld(t)
  const soFar = asOf({}, world.clock.now())
  await behindItsBack(world.database, (tx) =>
    tx.run(sql`
      insert into audit_entry (at, actor_kind, action) values (${world.clock.now()}::timestamptz, 'system', 'audit.exported')`),
  )
  const written: string[] = []
  for await (const part of writeEntries(world.on, soFar, 'json')) written.push(part)
  assert.deepEqual(JSON.parse(written.join('')).entries, [])
})
