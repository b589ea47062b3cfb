import assert from 'node:assert/strict'
import { test } from 'node:test'
import { insertOperator, isOperator } from '#account'
import { entriesAbout } from '#audit'
import type { Actor } from '#kernel'
import { sql } from '#platform'
import { aWorld, type World } from '../../test/world.ts'
import { answerMessage, reopenMessage } from './answer-message.ts'
import { giveFeedback, giveReason } from './give-feedback.ts'
import type { Message } from './help.ts'
import { mailMessage } from './mail-message.ts'
import { purgeHelp } from './purge.ts'
import { sendMessage } from './send-message.ts'
import { feedbackGiven, messageById, messagesAnswered, messagesWaiting, verdictsByArticle } from './store.ts'

const from = (network: string): Actor => ({ kind: 'visitor', network, device: 'Firefox on Windows' })
const written: Pick<Message, 'email' | 'topic' | 'message' | 'language'> = {
  email: 'mira@example.com',
  topic: 'log-in',
  message: 'I can’t log in any more.',
  language: 'en',
}
const send = (world: World, actor: Actor, more: Partial<Message> = {}) =>
  world.database.transaction((tx) => sendMessage(tx, actor, world.secretKey, { ...written, ...more }))
const say = (world: World, actor: Actor, article: string, helpful = false) =>
  world.database.transaction((tx) => giveFeedback(tx, actor, world.secretKey, { article, locale: 'en-US', helpful }))
const jobs = (world: World) =>
  world.on.all<{ task: string }>(sql`select task_identifier as task from graphile_worker.jobs order by id`)

async function operator(world: World): Promise<Actor> {
  const accountId = await world.account('op@example.com')
  await insertOperator(world.on, accountId)
  return { kind: 'operator', accountId }
}

const mail = (world: World, messageId: number, contact: string | undefined) =>
  mailMessage({ ...world, contact, zone: 'UTC' }, { messageId })

test('ACC-12 a message is kept and mailed by one transaction: both or neither', async (t) => {
  const world = await aWorld(t)
  const id = await send(world, from('203.0.113.1'), { name: 'Mira', article: 'passkeys', incident: '7f3a-91c2' })
  const kept = await messageById(world.on, id)
  assert.deepEqual(
    { ...kept, at: kept?.at.toString() },
    {
      ...written,
      id,
      at: '2026-11-20T09:00:00Z',
      name: 'Mira',
      article: 'passkeys',
      incident: '7f3a-91c2',
      accountId: undefined,
      answeredAt: undefined,
    },
  )
  assert.deepEqual(await jobs(world), [{ task: 'help.mail-message' }])
  await assert.rejects(
    world.database.transaction(async (tx) => {
      await sendMessage(tx, from('203.0.113.1'), world.secretKey, written)
      throw new Error('the rest failed')
    }),
  )
  assert.equal((await jobs(world)).length, 1)
  assert.equal((await messagesWaiting(world.on, { most: 10 })).length, 1)
})

test('ACC-12 the mail goes to the operator alone, answers go to the person, and no header holds what was written', async (t) => {
  const world = await aWorld(t)
  const nasty = 'Bcc: all@example.com\nSubject: won\n<script>alert(1)</script> {sender}'
  const id = await send(world, from('203.0.113.1'), { name: 'Mira\u2028Bcc', message: nasty })
  await mail(world, id, 'help@example.com')
  const [only, ...more] = world.mails
  assert.deepEqual([only?.to, more], ['help@example.com', []])
  assert.equal(only?.mail.replyTo, 'mira@example.com')
  assert.equal(only?.mail.subject, `Message ${id}: Logging in`)
  assert.match(only?.mail.text ?? '', /> Bcc: all@example\.com\n> Subject: won\n> <script>/)
  assert.match(only?.mail.text ?? '', /Nobody has checked/)
  assert.match(only?.mail.text ?? '', /http:\/\/localhost:4400\/operator\/help/)
  assert.doesNotMatch(only?.mail.html ?? '', /<script>/)
})

test('ACC-12 without an address to mail to, a message waits on the page of the operator', async (t) => {
  const world = await aWorld(t)
  const id = await send(world, from('203.0.113.1'))
  for (const contact of [undefined, 'https://example.com/help', 'Ask at the desk.']) await mail(world, id, contact)
  await mail(world, id + 1, 'help@example.com')
  assert.deepEqual(world.mails, [])
})

test('ACC-12 one network sends five messages an hour, however its addresses are written, and then waits', async (t) => {
  const world = await aWorld(t)
  for (let sent = 1; sent <= 5; sent += 1) await send(world, from(`2001:db8:1:2::${sent}`))
  await assert.rejects(send(world, from('2001:db8:1:2:ffff::9')), (error: { code: string; details: object }) => {
    assert.equal(error.code, 'help.messages-often')
    assert.deepEqual({ ...error.details, until: undefined }, { retryAfterSeconds: 3600, until: undefined })
    return true
  })
  await send(world, from('2001:db8:1:3::1'))
  world.clock.move({ minutes: 61 })
  await send(world, from('2001:db8:1:2::1'))
  assert.equal((await messagesWaiting(world.on, { most: 100 })).length, 7)
})

test('ACC-12 of messages sent at once from one network no more than five are taken', async (t) => {
  const world = await aWorld(t)
  const sent = await Promise.allSettled(Array.from({ length: 12 }, () => send(world, from('203.0.113.1'))))
  assert.equal(sent.filter(({ status }) => status === 'fulfilled').length, 5)
  assert.equal((await messagesWaiting(world.on, { most: 100 })).length, 5)
})

test('ACC-12 ACC-11 operators mark and reopen messages; whoever wrote logged in reads it in the account’s record', async (t) => {
  const world = await aWorld(t)
  const boss = await operator(world)
  const accountId = await world.account('mira@example.com')
  const id = await send(world, { kind: 'holder', accountId, network: '203.0.113.1' })
  const act = (does: typeof answerMessage) => world.database.transaction((tx) => does(tx, boss, id))
  await act(answerMessage)
  await act(answerMessage)
  assert.deepEqual(
    (await messagesAnswered(world.on, { most: 10 })).map((message) => [message.id, message.answeredAt?.toString()]),
    [[id, '2026-11-20T09:00:00Z']],
  )
  await act(reopenMessage)
  await act(reopenMessage)
  assert.equal((await messagesWaiting(world.on, { most: 10 })).length, 1)
  const actions = (await entriesAbout(world.on, accountId, { most: 10 })).map(({ action }) => action)
  assert.deepEqual(actions.slice(0, 3), ['help.message-reopened', 'help.message-answered', 'help.message-sent'])
})

test('ACC-12 of two operators who mark one message at once, one did it', async (t) => {
  const world = await aWorld(t)
  const boss = await operator(world)
  const id = await send(world, from('203.0.113.1'))
  await Promise.all([1, 2, 3].map(() => world.database.transaction((tx) => answerMessage(tx, boss, id))))
  const marks = await world.on.all(sql`select 1 from audit_entry where action = 'help.message-answered'`)
  assert.equal(marks.length, 1)
})

test('ACC-12 nobody but an operator marks a message, and one that is gone is refused', async (t) => {
  const world = await aWorld(t)
  const accountId = await world.account('mira@example.com')
  const id = await send(world, from('203.0.113.1'))
  const others: Actor[] = [
    { kind: 'visitor' },
    { kind: 'holder', accountId },
    { kind: 'operator', accountId },
    { kind: 'product', productId: 'tracker' },
    { kind: 'system' },
  ]
  assert.equal(await isOperator(world.on, accountId), false)
  for (const actor of others) {
    for (const act of [answerMessage, reopenMessage]) {
      await assert.rejects(
        world.database.transaction((tx) => act(tx, actor, id)),
        { code: 'account.not-operator', status: 403 },
      )
    }
  }
  const boss = await operator(world)
  await assert.rejects(
    world.database.transaction((tx) => answerMessage(tx, boss, id + 1)),
    { code: 'help.message-gone', status: 410 },
  )
  // At the command line, which has the whole database anyway.
  await world.database.transaction((tx) => answerMessage(tx, { kind: 'operator' }, id))
})

test('ACC-12 whether an article helped is counted, with a reason once, and of nobody in particular', async (t) => {
  const world = await aWorld(t)
  const key = await say(world, from('203.0.113.1'), 'passkeys')
  await say(world, from('203.0.113.2'), 'passkeys', true)
  const reason = (text: string, which = key) => world.database.transaction((tx) => giveReason(tx, which, text))
  await assert.rejects(reason('x'.repeat(501)), { code: 'help.reason-long' })
  assert.deepEqual(await reason('  Too short.  '), { article: 'passkeys', helpful: false })
  await assert.rejects(reason('Again.'), { code: 'help.reason-gone', status: 410 })
  await assert.rejects(reason('Guessed.', 'A'.repeat(43)), { code: 'help.reason-gone' })
  const rows = await world.on.all<object>(sql`select * from help_feedback order by id`)
  assert.deepEqual(Object.keys(rows[0] ?? {}), [
    'id',
    'at',
    'article',
    'language',
    'helpful',
    'reason',
    'reason_key_hash',
  ])
  assert.ok(!JSON.stringify(rows).includes('203.0.113'))
  assert.deepEqual(await verdictsByArticle(world.on), [{ article: 'passkeys', yes: 1, no: 1 }])
  assert.equal((await world.on.all(sql`select 1 from audit_entry where action like 'help.%'`)).length, 0)
})

test('ACC-12 of several pages that send a reason at once, one is kept', async (t) => {
  const world = await aWorld(t)
  const key = await say(world, from('203.0.113.1'), 'passkeys')
  const sent = await Promise.allSettled(
    ['a', 'b', 'c'].map((text) => world.database.transaction((tx) => giveReason(tx, key, text))),
  )
  assert.equal(sent.filter(({ status }) => status === 'fulfilled').length, 1)
})

test('ACC-12 one network answers once a day about an article, and not without end about all', async (t) => {
  const world = await aWorld(t)
  await say(world, from('203.0.113.1'), 'passkeys')
  await assert.rejects(say(world, from('203.0.113.1'), 'passkeys', true), { code: 'help.feedback-often', status: 429 })
  await say(world, from('203.0.113.1'), 'devices')
  await assert.rejects(say(world, from('203.0.113.1'), 'none-such'), { code: 'help.article-unknown', status: 404 })
  world.clock.move({ hours: 25 })
  await say(world, from('203.0.113.1'), 'passkeys', true)
  assert.equal((await feedbackGiven(world.on, {}, { most: 10 })).length, 3)
})

test('ACC-12 feedback is read newest first, by article and verdict, a page at a time', async (t) => {
  const world = await aWorld(t)
  for (let each = 0; each < 4; each += 1) {
    for (const article of ['passkeys', 'devices']) await say(world, from(`203.0.113.${each}`), article, each % 2 === 0)
  }
  const ids = async (which: Parameters<typeof feedbackGiven>[1], page: Parameters<typeof feedbackGiven>[2]) =>
    (await feedbackGiven(world.on, which, page)).map(({ id }) => id)
  const all = await ids({}, { most: 100 })
  assert.deepEqual(
    all,
    all.toSorted((one, other) => other - one),
  )
  const first = await ids({}, { most: 3 })
  assert.deepEqual([...first, ...(await ids({}, { most: 100, before: first.at(-1) }))], all)
  assert.equal((await ids({ article: 'passkeys' }, { most: 100 })).length, 4)
  assert.equal((await ids({ article: 'passkeys', helpful: true }, { most: 100 })).length, 2)
  assert.equal((await ids({ helpful: false }, { most: 100 })).length, 4)
})

const feedbackKept = Temporal.Duration.from('P1Y')

test('ACC-12 messages and reasons are gone after 180 days; that an article helped or not a year later', async (t) => {
  const world = await aWorld(t)
  await send(world, from('203.0.113.1'))
  const key = await say(world, from('203.0.113.1'), 'passkeys')
  await world.database.transaction((tx) => giveReason(tx, key, 'My name is Mira.'))
  const open = await say(world, from('203.0.113.1'), 'devices')
  world.clock.move({ hours: 25 })
  await purgeHelp(world.on, feedbackKept)
  await assert.rejects(
    world.database.transaction((tx) => giveReason(tx, open, 'Too late.')),
    { code: 'help.reason-gone' },
  )
  world.clock.move({ hours: 24 * 178 })
  await purgeHelp(world.on, feedbackKept)
  assert.equal((await messagesWaiting(world.on, { most: 10 })).length, 1)
  world.clock.move({ hours: 24 * 2 })
  await purgeHelp(world.on, feedbackKept)
  assert.deepEqual(await messagesWaiting(world.on, { most: 10 }), [])
  assert.deepEqual(
    (await feedbackGiven(world.on, {}, { most: 10 })).map(({ article, reason }) => [article, reason]),
    [
      ['devices', undefined],
      ['passkeys', undefined],
    ],
  )
  world.clock.move({ hours: 24 * 183 })
  await say(world, from('203.0.113.2'), 'passkeys')
  await purgeHelp(world.on, feedbackKept)
  assert.equal((await feedbackGiven(world.on, {}, { most: 10 })).length, 3)
  world.clock.move({ hours: 24 * 2 })
  await purgeHelp(world.on, feedbackKept)
  assert.equal((await feedbackGiven(world.on, {}, { most: 10 })).length, 1)
})

test('ACC-9 what somebody wrote while logged in goes with the account', async (t) => {
  const world = await aWorld(t)
  const accountId = await world.account('mira@example.com')
  await send(world, { kind: 'holder', accountId, network: '203.0.113.1' })
  await world.on.run(sql`delete from account where id = ${accountId}`)
  assert.deepEqual(await messagesWaiting(world.on, { most: 10 }), [])
})
