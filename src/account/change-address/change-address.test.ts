import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { hashSecret, parseAddress, Refusal } from '#kernel'
import { sql } from '#platform'
import { aWorld, secretsIn, type World } from '../../../test/world.ts'
import { createProvedAccount, holderOf, proveAddress } from '../index.ts'
import { askAddressChange } from './ask-address-change.ts'
import { cancelAddressChange } from './cancel-address-change.ts'
import { confirmAddressChange } from './confirm-address-change.ts'
import { mailAddressChange } from './mail-address-change.ts'
import { mailAddressChanged } from './mail-address-changed.ts'
import { changeOf } from './store.ts'
import { undoAddressChange } from './undo-address-change.ts'

const visitor = { kind: 'visitor', device: 'Firefox on Windows', network: '203.0.113.9' } as const

/** A world with the few steps of a change. */
async function aPlace(t: TestContext) {
  const world = await aWorld(t)
  const act = world.database.transaction
  const place = {
    ...world,
    ask: (accountId: string, email: string) =>
      act((tx) => askAddressChange(tx, { kind: 'holder', accountId }, world.secretKey, accountId, parseAddress(email))),
    /** Runs the job; gives the link's secret, when it was that mail. */
    async mailed(accountId: string) {
      const before = world.mails.length
      await mailAddressChange(world, { accountId })
      return secretsIn(world.mails.slice(before).at(-1)).token
    },
    confirm: (token = '') => act((tx) => confirmAddressChange(tx, visitor, hashSecret(token))),
    undo: (token = '') => act((tx) => undoAddressChange(tx, visitor, hashSecret(token))),
    /** Runs the job that tells the former address; gives the secret of the link that undoes it. */
    async told() {
      const { payload } = await lastJob(world, 'account.mail-address-changed')
      await mailAddressChanged(world, payload)
      return secretsIn(world.mails.at(-1)).token
    },
    /** Asks, confirms and tells, one after the other. */
    async change(accountId: string, email: string) {
      world.clock.move({ minutes: 2 })
      await place.ask(accountId, email)
      assert.ok(await place.confirm(await place.mailed(accountId)))
      return place.told()
    },
    async addressOf(accountId: string) {
      const [row] = await world.on.all<{ email: string }>(sql`select email from account where id = ${accountId}`)
      return row?.email
    },
  }
  return place
}

async function lastJob(world: World, name: string) {
  const [job] = await world.on.all<{ payload: never }>(sql`
    select j.payload from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id
    where t.identifier = ${name} order by j.id desc limit 1`)
  if (!job) throw new Error(`no job ${name}`)
  return job
}

test('ACC-7 the former address stays in force until the link to the new one is followed, once', async (t) => {
  const place = await aPlace(t)
  const ana = await place.account('ana@example.com')
  assert.deepEqual(await place.ask(ana, 'Ana@Home.example'), { sent: true })
  const token = await place.mailed(ana)
  assert.equal(place.mails[0]?.to, 'Ana@Home.example')
  assert.match(place.mails[0]?.mail.text ?? '', /ana@example\.com/)
  assert.equal((await holderOf(place.on, 'ana@example.com'))?.id, ana)
  assert.deepEqual(await place.confirm(token), { accountId: ana, email: 'Ana@Home.example', from: 'ana@example.com' })
  assert.equal((await holderOf(place.on, 'ana@home.example'))?.id, ana)
  assert.equal(await holderOf(place.on, 'ana@example.com'), undefined)
  assert.equal(await place.confirm(token), undefined)
})

test('ACC-7 only the holder asks, not for the present address, and the link lasts a day', async (t) => {
  const place = await aPlace(t)
  const ana = await place.account('ana@example.com')
  const bo = await place.account('bo@example.com')
  const address = parseAddress('new@example.com')
  await assert.rejects(
    place.database.transaction((tx) =>
      askAddressChange(tx, { kind: 'holder', accountId: bo }, place.secretKey, ana, address),
    ),
    { code: 'account.not-yours', status: 403 },
  )
  await assert.rejects(place.ask(ana, 'ANA@example.com'), { code: 'account.address-same', status: 422 })
  await place.ask(ana, 'new@example.com')
  const token = await place.mailed(ana)
  place.clock.move({ hours: 24 })
  assert.equal(await place.confirm(token), undefined)
  assert.equal(await changeOf(place.on, ana), undefined)
})

test('ACC-7 asking again waits a minute, is had five times an hour, and ends the earlier link; canceling ends it, too', async (t) => {
  const place = await aPlace(t)
  const ana = await place.account('ana@example.com')
  await place.ask(ana, 'one@example.com')
  const first = await place.mailed(ana)
  const from = place.clock.now().add({ minutes: 1 })
  assert.deepEqual(await place.ask(ana, 'two@example.com'), { sent: false, from, often: false })
  for (let times = 2; times <= 5; times += 1) {
    place.clock.move({ seconds: 61 })
    assert.deepEqual(await place.ask(ana, 'two@example.com'), { sent: true })
  }
  assert.equal(await place.confirm(first), undefined)
  const second = await place.mailed(ana)
  place.clock.move({ seconds: 61 })
  const often = await place.ask(ana, 'two@example.com')
  assert.ok(!often.sent && often.often)
  await place.database.transaction((tx) => cancelAddressChange(tx, { kind: 'holder', accountId: ana }, ana))
  assert.equal(await place.confirm(second), undefined)
  const refused = await place.ask(ana, 'three@example.com')
  assert.ok(!refused.sent, 'canceling does not begin the count anew')
})

test('ACC-5 the holder of a taken address gets a mail without a link to follow, whoever asked learns nothing', async (t) => {
  const place = await aPlace(t)
  const ana = await place.account('ana@example.com', { name: 'Ana Asker' })
  await place.account('bo@example.com')
  assert.deepEqual(await place.ask(ana, 'BO@example.com'), { sent: true })
  assert.equal(await place.mailed(ana), undefined)
  assert.equal(place.mails[0]?.to, 'bo@example.com')
  assert.doesNotMatch(place.mails[0]?.mail.text ?? '', /ana@example|Asker/)
  assert.equal((await changeOf(place.on, ana))?.email, 'BO@example.com')
})

test('ACC-6 unproved sign-ups with the new address go when it is proved, and one who proves it first has it', async (t) => {
  const place = await aPlace(t)
  const ana = await place.account('ana@example.com')
  const rival = await place.unproved('new@example.com')
  await place.change(ana, 'new@example.com')
  assert.equal(await place.addressOf(rival), undefined)

  const winner = await place.unproved('next@example.com')
  place.clock.move({ minutes: 2 })
  await place.ask(ana, 'next@example.com')
  const token = await place.mailed(ana)
  await place.database.transaction((tx) => proveAddress(tx, visitor, winner))
  await assert.rejects(place.confirm(token), { code: 'account.new-address-taken', status: 409 })
  assert.equal(await place.addressOf(ana), 'new@example.com')
})

test('ACC-7 of two accounts that prove one new address at the same moment, one has it', async (t) => {
  const place = await aPlace(t)
  const ids = [await place.account('ana@example.com'), await place.account('bo@example.com')]
  const tokens: (string | undefined)[] = []
  for (const id of ids) {
    await place.ask(id, 'both@example.com')
    tokens.push(await place.mailed(id))
  }
  const outcomes = await Promise.allSettled(tokens.map((token) => place.confirm(token)))
  assert.deepEqual(outcomes.map(({ status }) => status).sort(), ['fulfilled', 'rejected'])
  const refused = outcomes.find((each) => each.status === 'rejected')
  assert.ok(refused?.reason instanceof Refusal)
  assert.equal((await place.on.all(sql`select id from account where email_key = 'both@example.com'`)).length, 1)
})

test('ACC-7 one link followed twice at once changes the address once', async (t) => {
  const place = await aPlace(t)
  const ana = await place.account('ana@example.com')
  await place.ask(ana, 'new@example.com')
  const token = await place.mailed(ana)
  const done = await Promise.all([place.confirm(token), place.confirm(token)])
  assert.equal(done.filter(Boolean).length, 1)
  assert.equal((await place.on.all(sql`select id from address_undo`)).length, 1)
})

test('ACC-7 the former address is told what was changed, when and on what, and can undo it for seven days, once', async (t) => {
  const place = await aPlace(t)
  const ana = await place.account('ana@example.com')
  const token = await place.change(ana, 'thief@example.net')
  const { to, mail } = place.mails.at(-1)!
  assert.equal(to, 'ana@example.com')
  assert.match(mail.text, /thief@example\.net[\s\S]*Firefox on Windows[\s\S]*20 November 2026/)
  place.clock.move({ hours: 7 * 24 - 1 })
  assert.equal((await place.undo(token))?.email, 'ana@example.com')
  assert.equal(await place.addressOf(ana), 'ana@example.com')
  assert.equal(await place.undo(token), undefined)

  const late = await place.change(ana, 'again@example.net')
  place.clock.move({ hours: 7 * 24 })
  assert.equal(await place.undo(late), undefined)
  assert.equal(await place.addressOf(ana), 'again@example.net')
})

test('ACC-7 of several changes the oldest address wins, and every later link is dead', async (t) => {
  const place = await aPlace(t)
  const ana = await place.account('a@example.com')
  const undoB = await place.change(ana, 'b@example.com')
  const undoC = await place.change(ana, 'c@example.com')
  const undoD = await place.change(ana, 'd@example.com')
  place.clock.move({ minutes: 2 })
  await place.ask(ana, 'e@example.com')
  const waiting = await place.mailed(ana)
  // Undoing one in the middle leaves the older ones to undo.
  assert.equal((await place.undo(undoC))?.email, 'b@example.com')
  assert.equal(await place.undo(undoD), undefined)
  assert.equal(await place.confirm(waiting), undefined)
  assert.equal((await place.undo(undoB))?.email, 'a@example.com')
  for (const token of [undoB, undoC, undoD]) assert.equal(await place.undo(token), undefined)
  assert.equal(await place.addressOf(ana), 'a@example.com')
  assert.deepEqual(await place.on.all(sql`select id from address_undo`), [])
})

test('ACC-7 who goes back to a former address leaves nothing to undo at the ones in between', async (t) => {
  const place = await aPlace(t)
  const ana = await place.account('ana@example.com')
  await place.change(ana, 'thief@example.net')
  assert.equal(await place.change(ana, 'ana@example.com'), undefined)
  const { to, mail } = place.mails.at(-1)!
  assert.equal(to, 'thief@example.net')
  assert.doesNotMatch(mail.text, /email\/undo/)
  assert.deepEqual(await place.on.all(sql`select id from address_undo`), [])
})

test('ACC-7 a former address is kept while its change can be undone: nobody proves it, and nobody but its reader learns why', async (t) => {
  const place = await aPlace(t)
  const ana = await place.account('ana@example.com')
  await place.change(ana, 'new@example.com')
  const stranger = await place.unproved('ana@example.com')
  assert.deepEqual(await place.mailProof(stranger), { code: undefined, token: undefined })
  assert.equal(place.mails.at(-1)?.to, 'ana@example.com')
  await assert.rejects(
    place.database.transaction((tx) => proveAddress(tx, visitor, stranger)),
    { code: 'account.address-proved-elsewhere' },
  )
  const bo = await place.account('bo@example.com')
  await place.ask(bo, 'ana@example.com')
  assert.equal(await place.mailed(bo), undefined)
  const operator = { kind: 'operator' } as const
  await assert.rejects(
    place.database.transaction((tx) =>
      createProvedAccount(tx, operator, { name: 'X', address: parseAddress('ana@example.com') }),
    ),
    { code: 'account.address-proved-elsewhere' },
  )
  place.clock.move({ hours: 7 * 24 })
  await place.database.transaction((tx) => proveAddress(tx, visitor, stranger))
})

test('ACC-7 a sign-up that proves the former address in the very moment of the change does not get it', async (t) => {
  const place = await aPlace(t)
  const ana = await place.account('ana@example.com')
  const stranger = await place.unproved('ana@example.com')
  await place.ask(ana, 'new@example.com')
  const token = await place.mailed(ana)
  const held = Promise.withResolvers<void>()
  const written = Promise.withResolvers<void>()
  const change = place.database.transaction(async (tx) => {
    await confirmAddressChange(tx, visitor, hashSecret(token ?? ''))
    written.resolve()
    await held.promise
  })
  await written.promise
  const prove = place.database.transaction((tx) => proveAddress(tx, visitor, stranger))
  const refused = assert.rejects(prove, { code: 'account.address-proved-elsewhere' })
  // It waits for the row of the change, and must look again when it goes on.
  await waitsForLock(place)
  held.resolve()
  await change
  await refused
  assert.equal((await place.on.all(sql`select id from account where email_key = 'ana@example.com'`)).length, 1)
})

test('ACC-7 a change that is confirmed while an earlier one is undone does not outlive the undoing', async (t) => {
  for (const first of ['confirm', 'undo'] as const) {
    const place = await aPlace(t)
    const ana = await place.account('ana@example.com')
    const undoToken = await place.change(ana, 'thief@example.net')
    place.clock.move({ minutes: 2 })
    await place.ask(ana, 'thief2@example.net')
    const token = await place.mailed(ana)
    const acts = { confirm: () => place.confirm(token), undo: () => place.undo(undoToken) }
    const second = first === 'confirm' ? 'undo' : 'confirm'
    await Promise.all([acts[first](), acts[second]()])
    assert.equal(await place.addressOf(ana), 'ana@example.com', `${first} first`)
    assert.deepEqual(await place.on.all(sql`select id from address_undo`), [])
    assert.deepEqual(await place.on.all(sql`select 1 from address_change`), [])
  }
})

async function waitsForLock(world: World): Promise<void> {
  for (let tries = 0; tries < 200; tries += 1) {
    const waiting = await world.on.all(sql`
      select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`)
    if (waiting.length > 0) return
  }
  assert.fail('nobody waits')
}
