import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { record } from '#audit'
import { sql } from '#platform'
import { commandLineAudit } from '../bin/commands/audit.ts'
import { acme, aLog, behindItsBack, idAt, jonas, seal } from './a-log.ts'

async function aStage(t: TestContext) {
  const world = await aLog(t)
  const said: string[] = []
  t.mock.method(console, 'log', (line: string) => void said.push(line))
  t.mock.method(console, 'error', (line: string) => void said.push(line))
  const open = async () =>
    ({
      database: world.database,
      secretKey: world.secretKey,
      actor: { kind: 'operator' },
      close: async () => undefined,
    }) as never
  const audit = async (...args: string[]) => {
    world.clock.move({ minutes: 1 })
    const written: string[] = []
    const code = await commandLineAudit(args, open, async (text) => void written.push(text))
    return { code, said: said.splice(0).join('\n'), written: written.join('') }
  }
  return { world, audit }
}

test('OPS-1 the command line says that every chain fits, and where each ends', async (t) => {
  const { world, audit } = await aStage(t)
  await world.on.run(
    sql`insert into organization (id, name, created_at) values (${acme}, 'Acme Inc.', ${world.clock.now()})`,
  )
  const { code, said } = await audit('check')
  assert.equal(code, 0)
  const [platform, organization] = said.split('\n')
  assert.match(String(platform), /^The platform: all 10 entries fit\. The chain ends at 10 with [0-9a-f]{64}\.$/)
  assert.match(String(organization), new RegExp(`^Acme Inc\\. \\(${acme}\\): all 6 entries fit`))
  assert.equal((await audit('check', '--organization', acme)).said, organization)
})

test('OPS-1 the command line seals before it checks, and names what does not fit', async (t) => {
  const { world, audit } = await aStage(t)
  await world.database.transaction((tx) => record(tx, jonas, 'organization.renamed'))
  await seal(world.database)
  assert.match((await audit('check')).said, /^The platform: all 11 entries fit/)
  const id = await idAt(world, 3)
  await behindItsBack(world.database, (tx) => tx.run(sql`update audit_entry set action = 'x.y' where id = ${id}`))
  const { code, said } = await audit('check')
  assert.equal(code, 1)
  assert.match(
    said,
    new RegExp(`^The platform: an entry was changed after it was recorded \\(place 3, entry ${id}\\)\\. The 2 `),
  )
  assert.match(said, /\n.*\(place 2, entry \d+\)\. The 1 entries/)
})

test('OPS-1 the log is exported as CSV and JSON, newest first, with its places, and that is recorded', async (t) => {
  const { audit } = await aStage(t)
  const csv = (await audit('export', '--format', 'csv', '--organization', acme)).written
  const lines = csv.split('\r\n')
  assert.match(String(lines[0]), /^\ufeffid,at,action,actor_kind,.*,position,hash$/)
  assert.equal(lines.length, 1 + 6 + 1)
  assert.match(String(lines[1]), /^\d+,2026-11-20T09:04:00Z,organization\.admin-removed,admin,.*,6,[0-9a-f]{64}$/)
  const all = JSON.parse((await audit('export', '--format', 'json')).written)
  assert.equal(all.format, 'umbel.audit/1')
  assert.equal(all.organization_id, null)
  // Ten, and the export before this one; this one is not in itself.
  assert.equal(all.entries.length, 11)
  assert.deepEqual([all.entries[0].action, all.entries[0].detail], ['audit.exported', { format: 'csv' }])
  assert.equal(all.entries[0].organization_id, acme)
  assert.equal(JSON.parse((await audit('export', '--format', 'json', '--to', '2026-11-19')).written).entries.length, 0)
  const day = ['--from', '2026-11-20', '--to', '2026-11-20']
  assert.equal(JSON.parse((await audit('export', '--format', 'json', ...day)).written).entries.length > 10, true)
})

test('OPS-1 a command that means nothing opens no database', async () => {
  const never = async () => assert.fail('opened')
  for (const args of [
    [],
    ['check', 'x'],
    ['check', '--format', 'csv'],
    ['check', '--organization', 'acme'],
    ['export'],
    ['export', '--format', 'xml'],
    ['export', '--format', 'csv', '--from', 'April'],
  ]) {
    assert.equal(await commandLineAudit(args, never), 2, args.join(' '))
  }
})

test('OPS-1 a thousand at a time are written, each once, also where many share a moment', async (t) => {
  const { world, audit } = await aStage(t)
  await behindItsBack(world.database, (tx) =>
    tx.run(sql`
      insert into audit_entry (at, actor_kind, action, organization_id)
      select ${world.clock.now()}::timestamptz, 'system', '=x.y', ${acme} from generate_series(1, 2500)`),
  )
  const { entries } = JSON.parse((await audit('export', '--format', 'json', '--organization', acme)).written)
  assert.equal(new Set(entries.map(({ id }: { id: number }) => id)).size, 2506)
  const { written } = await audit('export', '--format', 'csv', '--organization', acme)
  assert.equal(written.match(/,'=x\.y,/g)?.length, 2500)
})

test('OPS-1 the command line says where the log goes, and shows the secret once', async (t) => {
  const { world, audit } = await aStage(t)
  assert.equal((await audit('stream', 'list')).said, 'The audit log goes to no webhook.')
  const to = ['--to', 'https://logs.example/umbel']
  assert.match((await audit('stream', 'add', ...to)).said, /\nwhsec_[\w+/=]{44}$/)
  await assert.rejects(audit('stream', 'add', ...to), { code: 'audit.stream-there' })
  assert.match((await audit('stream', 'list')).said, /^The whole log → https:\/\/logs\.example\/umbel: .*in order$/)
  assert.equal((await audit('stream', 'add', ...to, '--organization', acme)).said, `There is no organization ${acme}.`)
  await assert.rejects(audit('stream', 'add', '--to', 'logs'), { code: 'audit.stream-address' })
  assert.equal((await audit('stream', 'remove', ...to)).code, 2)
  assert.equal((await audit('stream', 'remove')).said, 'Nothing more is sent.')
  await assert.rejects(audit('stream', 'remove'), { code: 'audit.stream-gone' })
  assert.deepEqual(await world.on.all(sql`select from audit_stream`), [])
})
