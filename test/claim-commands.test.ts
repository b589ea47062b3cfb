import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startClaim } from '#domain-claim'
import { commandLineClaim } from '../bin/commands/claim.ts'
import { aWorld } from './world.ts'

test('DOM-7 operators see claims, and where their persons stand', async (t) => {
  const world = await aWorld(t)
  const said: string[] = []
  t.mock.method(console, 'log', (line: string) => void said.push(line))
  t.mock.method(console, 'error', (line: string) => void said.push(line))
  const open = async () => ({ database: world.database, close: async () => undefined }) as never
  const claim = async (...[verb, ...args]: string[]) => ({
    code: await commandLineClaim(verb, args, open),
    text: said.splice(0).join('\n'),
  })
  const acme = await world.organization('Acme', 'jonas@else.example', 'acme.example')
  const ana = await world.account('ana@acme.example')
  const wish = {
    mode: 'single',
    accountId: ana,
    on: Temporal.PlainDate.from('2026-11-30'),
    zone: 'UTC',
    isAllowed: true,
  }
  const id = await world.database.transaction((tx) =>
    startClaim(tx, acme.admin, acme.domainIds['acme.example'] ?? '', wish),
  )
  assert.match((await claim('list')).text, new RegExp(`^${id} acme\\.example +single +telling +2026-11-30 Acme$`))
  assert.match((await claim('show', id)).text, /\n {2}found +1$/)
  assert.deepEqual(JSON.parse((await claim('show', id, '--json')).text).persons, { found: 1 })
  await assert.rejects(claim('show', 'nonsense'), { code: 'domain-claim.claim-unknown' })
  assert.equal((await claim('cancel', id)).code, 2)
})
