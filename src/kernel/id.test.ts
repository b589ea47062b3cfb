import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isId, newId } from './id.ts'

test('ids are UUIDs of version 7 that sort by the moment they were made', () => {
  const start = Temporal.Instant.from('2026-11-20T09:00:00Z')
  const ids = Array.from({ length: 50 }, (_, second) => newId(start.add({ seconds: second })))
  assert.deepEqual([...ids].sort(), ids)
  for (const id of ids) assert.match(id, /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
})

test('only an id may be compared with one', () => {
  assert.ok(isId(newId(Temporal.Now.instant())))
  for (const text of ['', 'x', "' or 1=1", '01932d2e-0000-7000-8000-00000000000', undefined, 7])
    assert.equal(isId(text), false)
})
