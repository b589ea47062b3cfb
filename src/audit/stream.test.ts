import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type TestContext, test } from 'node:test'
import { openLog, sql } from '#platform'
import { acme, aLog, jonas, seal } from '../../test/a-log.ts'
import { addStream, platformChain, record, removeStream, streamsOf } from './index.ts'
import { sendStreams } from './send-streams.ts'

type Got = { id: string; body: string; isSigned: boolean; positions: number[] }

/** A webhook that checks what it gets, as any receiver of Standard Webhooks does. */
async function aWebhook(t: TestContext) {
  const webhook = { url: '', secret: '', status: 204, got: [] as Got[] }
  const server = createServer(async (request, response) => {
    const parts: Buffer[] = []
    for await (const part of request) parts.push(part as Buffer)
    const body = Buffer.concat(parts).toString()
    const { 'webhook-id': id, 'webhook-timestamp': at, 'webhook-signature': signature } = request.headers
    const key = Buffer.from(webhook.secret.slice('whsec_'.length), 'base64')
    const expected = `v1,${createHmac('sha256', key).update(`${id}.${at}.${body}`).digest('base64')}`
    const positions = JSON.parse(body).entries.map(({ position }: { position: number }) => position)
    webhook.got.push({ id: String(id), body, isSigned: signature === expected, positions })
    response.writeHead(webhook.status).end()
  })
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
  t.after(() => void server.close())
  webhook.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/log`
  return webhook
}

async function aStage(t: TestContext) {
  const world = await aLog(t)
  const written: string[] = []
  const context = { ...world, log: openLog('info', { write: (line) => void written.push(line) }) }
  const webhook = await aWebhook(t)
  const operator = { kind: 'operator' } as const
  const add = (chain: string) =>
    world.database.transaction((tx) => addStream(tx, operator, world.secretKey, { chain, url: webhook.url }))
  /** So many things happen, and are sealed. */
  const happen = async (times: number) => {
    for (let time = 0; time < times; time += 1)
      await world.database.transaction((tx) => record(tx, jonas, 'organization.renamed', { from: 'A', to: 'B' }))
    await seal(world.database)
  }
  return { world, webhook, operator, add, happen, written, send: () => sendStreams(context) }
}

test('OPS-1 what is sealed from now on goes to a webhook, signed, in order, each once', async (t) => {
  const { world, webhook, add, happen, send } = await aStage(t)
  await seal(world.database)
  webhook.secret = await add(acme)
  await happen(450)
  await send()
  const positions = webhook.got.flatMap((each) => each.positions)
  assert.equal(positions.length, 451, 'with the entry that says where it goes')
  assert.deepEqual(
    positions,
    [...positions].sort((one, other) => one - other),
  )
  assert.equal(new Set(positions).size, positions.length)
  assert.ok(webhook.got.every(({ isSigned }) => isSigned))
  const first = JSON.parse(webhook.got[0]?.body ?? '')
  assert.equal(first.chain, acme)
  assert.ok(first.entries.every((entry: { organization_id: string }) => entry.organization_id === acme))
  await send()
  world.clock.move({ minutes: 2 })
  await send()
  assert.equal(webhook.got.flatMap((each) => each.positions).length, 451)
  assert.deepEqual(
    (await streamsOf(world.on)).map(({ sentPosition }) => sentPosition),
    [positions.at(-1)],
  )
})

test('OPS-1 what a webhook does not take is sent again under the same name, later each time, and nothing goes before it', async (t) => {
  const { world, webhook, add, happen, send, written } = await aStage(t)
  webhook.secret = await add(platformChain)
  webhook.status = 503
  await happen(3)
  for (let minute = 0; minute < 10; minute += 1) {
    await send()
    world.clock.move({ minutes: 1 })
  }
  assert.equal(webhook.got.length, 4, 'after one, two and four minutes')
  assert.equal(new Set(webhook.got.map(({ id }) => id)).size, 1)
  assert.equal(written.length, 1)
  const [failing] = await streamsOf(world.on)
  assert.equal(failing?.trouble, 'It answered with 503.')
  webhook.status = 200
  world.clock.move({ minutes: 60 })
  await happen(1)
  await send()
  assert.equal(webhook.got.at(-1)?.id, webhook.got[0]?.id, 'the same place, with what came since')
  const [mended] = await streamsOf(world.on)
  assert.deepEqual([mended?.trouble, mended?.failingSince, mended?.tries], [null, null, 0])
})

test('OPS-1 two processes send nothing twice at once, and what one that ended had begun is sent again', async (t) => {
  const { world, webhook, add, happen, send } = await aStage(t)
  webhook.secret = await add(acme)
  await happen(5)
  await Promise.all([send(), send(), send()])
  assert.equal(webhook.got.length, 1)
  await happen(1)
  // Somebody has taken it, and is gone.
  await world.on.run(sql`update audit_stream set next_try_at = ${world.clock.now().add({ seconds: 60 })}`)
  await send()
  assert.equal(webhook.got.length, 1)
  world.clock.move({ minutes: 1 })
  await send()
  assert.equal(webhook.got.length, 2)
})

test('OPS-1 an operator says where it goes, and to one place only; its secret is kept sealed', async (t) => {
  const { world, webhook, operator, add } = await aStage(t)
  const { database, secretKey, on } = world
  for (const url of ['', 'ftp://x', 'https://user:secret@logs.example', 'javascript:alert(1)', 'logs.example']) {
    const to = { chain: acme, url }
    await assert.rejects(
      database.transaction((tx) => addStream(tx, operator, secretKey, to)),
      { code: 'audit.stream-address' },
    )
  }
  const secret = await add(acme)
  await assert.rejects(add(acme), { code: 'audit.stream-there' })
  const [row] = await on.all<{ sealed_secret: Buffer }>(sql`select sealed_secret from audit_stream`)
  assert.ok(row && !row.sealed_secret.includes(secret.slice(6)))
  await database.transaction((tx) => removeStream(tx, operator, acme))
  await assert.rejects(
    database.transaction((tx) => removeStream(tx, operator, acme)),
    { code: 'audit.stream-gone' },
  )
  assert.equal(webhook.got.length, 0)
})
