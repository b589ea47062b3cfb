import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { newId, system } from '#kernel'
import { sql } from '#platform'
import { addProduct } from '#product'
import { commandLineLogOuts } from '../bin/commands/log-outs.ts'
import { commandLineReceipts } from '../bin/commands/receipts.ts'
import { aWorld } from './world.ts'

/** Two products: one acknowledged, one has failed since an hour, and one log-out of it was given up. */
async function aStage(t: TestContext) {
  const world = await aWorld(t)
  const accountId = await world.account('ana@example.com')
  for (const id of ['chat', 'tracker']) {
    const wishes = { id, name: id, homeUrl: `https://${id}.example/`, redirectUris: [`https://${id}.example/cb`] }
    await world.database.transaction((tx) => addProduct(tx, system, wishes))
  }
  const at = world.clock.now()
  await world.on.run(sql`
    insert into log_out_notice (product_id, account_id, sid, created_at, tries, failing_since, given_up_at, acknowledged_at)
    values ('chat', ${accountId}, 'a', ${at}, 2, ${at}, null, null), ('chat', ${accountId}, 'b', ${at}, 99, ${at}, ${at}, null),
      ('tracker', ${accountId}, 'c', ${at}, 1, null, null, ${at})`)
  const said: string[] = []
  t.mock.method(console, 'log', (line: string) => void said.push(line))
  t.mock.method(console, 'error', (line: string) => void said.push(line))
  const open = async () =>
    ({ database: world.database, actor: { kind: 'operator' }, close: async () => undefined }) as never
  const heard = () => said.splice(0).join('\n')
  return {
    accountId,
    on: world.on,
    logOuts: async (...args: string[]) => ({ code: await commandLineLogOuts(args, open), text: heard() }),
    receipts: async (...args: string[]) => ({ code: await commandLineReceipts(args, open), text: heard() }),
  }
}

test('LOG-8 the command line lists log-outs that fail or were given up, and sends them again', async (t) => {
  const { logOuts, accountId, on } = await aStage(t)
  const { text } = await logOuts()
  assert.equal(text.split('\n').length, 2)
  assert.ok(text.includes(accountId))
  assert.match(text, /chat .* failing since 2026-11-20T09:00:00Z {2}tries 99 {2}given up 2026-11-20T09:00:00Z/)
  assert.match((await logOuts('--failing')).text, /^\d+ +chat .* still tried$/)
  assert.match((await logOuts('--product', 'tracker')).text, /^Every product has acknowledged/)
  const [first] = JSON.parse((await logOuts('--json')).text)
  assert.deepEqual([first.productId, first.tries, first.failingSince], ['chat', 2, '2026-11-20T09:00:00Z'])
  for (const args of [[], ['x'], ['0'], ['1', '--all'], ['--all', '--product', 'chat']]) {
    assert.equal((await logOuts('replay', ...args)).code, 2, args.join(' '))
  }
  assert.match((await logOuts('replay', String(first.id))).text, /^1 queued again/)
  assert.match((await logOuts('replay', '--product', 'tracker')).text, /^0 queued again/)
  assert.match((await logOuts('replay', '--all')).text, /^2 queued again/)
  assert.equal((await on.all(sql`select 1 from log_out_notice where given_up_at is not null`)).length, 0)
  assert.equal((await on.all(sql`select 1 from graphile_worker.jobs where key like 'log-out chat %'`)).length, 1)
})

test('DEV-4 the command line shows what each product was told about an account, and what it answered', async (t) => {
  const { receipts, accountId } = await aStage(t)
  const { text } = await receipts(accountId)
  assert.match(
    text,
    /^chat +told \S+ {2}failing since \S+ {2}given up \S+ {2}2 open\ntracker +told \S+ {2}acknowledged \S+$/,
  )
  assert.equal(JSON.parse((await receipts(accountId, '--json')).text).length, 2)
  assert.match((await receipts(newId(Temporal.Now.instant()))).text, /^No product has been told/)
  assert.equal((await receipts('ana@example.com')).code, 2)
})

test('ACC-9 the command line shows which products were told to erase an account, which cannot be, and tells them again', async (t) => {
  const { receipts, accountId, on } = await aStage(t)
  const at = Temporal.Instant.from('2026-11-20T09:00:00Z')
  assert.match((await receipts('--failing')).text, /^Every product has acknowledged every event/)
  await on.run(sql`update product set events_url = 'https://tracker.example/events' where id = 'tracker'`)
  await on.run(sql`
    insert into log_out_notice (product_id, account_id, kind, event_id, created_at, tries, failing_since, given_up_at)
    values ('chat', ${accountId}, 'erased', ${newId(at)}, ${at}, 0, ${at}, ${at}),
      ('tracker', ${accountId}, 'erased', ${newId(at)}, ${at}, 3, ${at}, null)`)
  const lines = (await receipts(accountId)).text.split('\n').slice(2)
  assert.match(lines[0] ?? '', /^chat +erased \S+ {2}cannot be told: it has no --events-uri$/)
  assert.match(lines[1] ?? '', /^tracker +erased \S+ {2}failing since \S+ {2}tries 3$/)
  const failing = JSON.parse((await receipts('--failing', '--json')).text)
  assert.deepEqual(
    failing.map((each: { of: string; canBeTold: boolean }) => [each.of, each.canBeTold]),
    [
      ['erased', false],
      ['erased', true],
    ],
  )
  assert.match((await receipts('--failing')).text, new RegExp(`^\\d+ +chat +${accountId} `))
  assert.match((await receipts('replay', '--product', 'tracker')).text, /^1 queued again/)
  assert.match((await receipts('replay', '--all')).text, /^2 queued again/)
  for (const args of [['replay'], ['replay', 'x'], [], ['--failing', accountId], [accountId, accountId]]) {
    assert.equal((await receipts(...args)).code, 2, args.join(' '))
  }
  const logOuts = await on.all(sql`select 1 from log_out_notice where kind = 'log-out' and replayed_at is not null`)
  assert.equal(logOuts.length, 0, 'log-outs are another command’s')
})
