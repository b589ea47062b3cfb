import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import pg from 'pg'
import { anEmptyDatabase } from '../../test/postgres.ts'
import { applySchema } from './schema.ts'

test('schema changes are applied in name order, once, and noted', async (t) => {
  const { url } = await anEmptyDatabase(t)
  const folder = aFolder(t, { 'b.sql': 'alter table thing add name text', 'a.sql': 'create table thing (id int)' })
  assert.deepEqual(await applySchema(url, folder), ['a.sql', 'b.sql'])
  assert.deepEqual(await applySchema(url, folder), [])
  writeFileSync(join(folder, 'c.sql'), 'drop table thing')
  assert.deepEqual(await applySchema(url, folder), ['c.sql'])
  const rows = await ask(url, 'select name from schema_change where applied_at <= now() order by name')
  assert.deepEqual(rows, [{ name: 'a.sql' }, { name: 'b.sql' }, { name: 'c.sql' }])
})

test('many processes that start at once apply each change once', async (t) => {
  const { url } = await anEmptyDatabase(t)
  const folder = aFolder(t, {
    'a.sql': 'create table thing (id int); select pg_sleep(0.2)',
    'b.sql': 'drop table thing',
  })
  const outcomes = await Promise.all(Array.from({ length: 6 }, () => applySchema(url, folder)))
  assert.deepEqual(outcomes.flat().sort(), ['a.sql', 'b.sql'])
})

test('when nothing is to be done, one statement is sent', async (t) => {
  const { url } = await anEmptyDatabase(t)
  const folder = aFolder(t, { 'a.sql': 'create table thing (id int)' })
  await applySchema(url, folder)
  const client = new pg.Client(url)
  await client.connect()
  const sent = t.mock.method(client, 'query')
  await applySchema(client, folder)
  assert.equal(sent.mock.callCount(), 1)
  await client.end()
})

test('a change that fails is taken back whole, those before it stay, and the next start goes on from there', async (t) => {
  const { url } = await anEmptyDatabase(t)
  const folder = aFolder(t, {
    'a.sql': 'create table thing (id int)',
    'b.sql': 'create table other (id int); nonsense',
  })
  await assert.rejects(applySchema(url, folder), /b\.sql failed and was taken back: syntax error/)
  assert.deepEqual(await ask(url, "select to_regclass('thing') is not null as a, to_regclass('other') as b"), [
    { a: true, b: null },
  ])
  writeFileSync(join(folder, 'b.sql'), 'create table other (id int)')
  assert.deepEqual(await applySchema(url, folder), ['b.sql'])
})

test('a change that was edited after it was applied is refused, and named', async (t) => {
  const { url } = await anEmptyDatabase(t)
  const folder = aFolder(t, { 'a.sql': 'create table thing (id int)' })
  await applySchema(url, folder)
  writeFileSync(join(folder, 'a.sql'), 'create table thing (id bigint)')
  await assert.rejects(applySchema(url, folder), /edited after they were applied: a\.sql/)
})

test('a version older than the database is refused, and told what it does not know', async (t) => {
  const { url } = await anEmptyDatabase(t)
  await applySchema(url, aFolder(t, { 'a.sql': 'create table thing (id int)', 'z.sql': 'drop table thing' }))
  const older = aFolder(t, { 'a.sql': 'create table thing (id int)' })
  await assert.rejects(applySchema(url, older), /does not know: z\.sql/)
})

function aFolder(t: TestContext, files: Record<string, string>): string {
  const folder = mkdtempSync(join(tmpdir(), 'umbel-schema-'))
  t.after(() => rmSync(folder, { recursive: true }))
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text)
  return folder
}

async function ask(url: string, statement: string): Promise<unknown[]> {
  const client = new pg.Client(url)
  await client.connect()
  const { rows } = await client.query(statement)
  await client.end()
  return rows
}
