import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { accountById } from '#account'
import { reactWith } from '#events'
import { newId } from '#kernel'
import { sql } from '#platform'
import { commandLineAccount } from '../bin/commands/account.ts'
import { commandLineSite } from '../bin/commands/site.ts'
import { reactions } from '../src/reactions.ts'
import { aWorld } from './world.ts'

reactWith(reactions)

async function aStage(t: TestContext) {
  const world = await aWorld(t)
  const said: string[] = []
  t.mock.method(console, 'log', (line: string) => void said.push(line))
  t.mock.method(console, 'error', (line: string) => void said.push(line))
  const open = async () =>
    ({ database: world.database, actor: { kind: 'operator' }, close: async () => undefined }) as never
  const heard = (code: number) => ({ code, text: said.splice(0).join('\n') })
  return {
    world,
    account: async (verb: string, ...args: string[]) => heard(await commandLineAccount(verb, args, open)),
    site: async (verb: string, ...args: string[]) => heard(await commandLineSite(verb, args, open)),
  }
}

test('CTL operators suspend an account for abuse and restore it, by id or address, and the record says why', async (t) => {
  const { world, account } = await aStage(t)
  const acme = await world.organization('Acme', 'admin@home.example', 'acme.example')
  const id = await world.managedAccount('ana@acme.example', acme)
  assert.equal((await account('suspend', id)).code, 2, 'without a reason')
  assert.equal((await account('suspend', id, '--reason', 'x'.repeat(501))).code, 2)
  assert.equal((await account('suspend', '--reason', 'spam')).code, 2)
  await assert.rejects(account('suspend', 'nobody@acme.example', '--reason', 'spam'), { code: 'account.gone' })
  await assert.rejects(account('suspend', newId(world.clock.now()), '--reason', 'spam'), { code: 'account.gone' })
  assert.match((await account('suspend', 'Ana@ACME.example', '--reason', 'Sent spam')).text, /is suspended/)
  assert.ok((await accountById(world.on, id))?.suspendedAt)
  assert.match((await account('suspend', id, '--reason', 'Sent spam')).text, /was suspended already/)
  const { text } = await account('show', id)
  assert.match(
    text,
    /^ana@acme\.example {2}Ana Example\n {2}id +\S+\n {2}kind +managed by Acme \(acme\.example\) since/,
  )
  assert.match(text, /\n {2}suspended +2026-11-20T09:00:00Z$/)
  assert.equal(JSON.parse((await account('show', id, '--json')).text).kind, 'managed')
  assert.match((await account('restore', id)).text, /^ana@acme\.example is no longer suspended\.$/)
  assert.match((await account('restore', id)).text, /was not suspended/)
  const entries = await world.on.all<{ action: string; actor_kind: string; detail: { reason?: string } }>(sql`
    select action, actor_kind, detail from audit_entry where account_id = ${id} and action in ('account.suspended', 'account.restored')
    order by id`)
  assert.deepEqual(
    entries.map(({ action, actor_kind, detail }) => [action, actor_kind, detail.reason]),
    [
      ['account.suspended', 'operator', 'Sent spam'],
      ['account.restored', 'operator', undefined],
    ],
  )
})

test('SIT-1 a site belongs to an organization, and the list says to which', async (t) => {
  const { world, site } = await aStage(t)
  const acme = await world.organization('Acme', 'admin@home.example')
  await site('add', 'Plain', '--host', 'plain.umbel.example')
  assert.equal((await site('add', 'Acme', '--host', 'acme.umbel.example', '--organization', acme.id)).code, 0)
  for (const organization of [newId(world.clock.now()), 'acme']) {
    const adding = site('add', 'New', '--host', 'new.umbel.example', '--organization', organization)
    await assert.rejects(adding, { code: 'site.organization-unknown' })
  }
  const [one, two] = (await site('list')).text.split('\n')
  assert.match(one ?? '', /^acme .* of Acme$/)
  assert.doesNotMatch(two ?? '', / of /)
  assert.equal(JSON.parse((await site('list', '--json')).text)[0].organizationId, acme.id)
})
