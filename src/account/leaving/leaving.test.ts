import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { reactWith } from '#events'
import { hashSecret, newId, newSecret, type Refusal } from '#kernel'
import { sql, type Tx } from '#platform'
import { aWorld, secretsIn, type World } from '../../../test/world.ts'
import { reactions } from '../../reactions.ts'
import { undoAddressChange } from '../change-address/undo-address-change.ts'
import { proveAddress } from '../prove-address.ts'
import { purgeUnverified } from '../purge.ts'
import { accountById, candidateFor, holderOf, insertOperator } from '../store.ts'
import {
  askForNewHome,
  askToDelete,
  deletionByToken,
  deletionOf,
  eraseAccount,
  keepAccount,
  keepUnderAddress,
} from './index.ts'
import { mailDeletion, mailKept, mailNewHome, remindOfDeletion } from './mail-deletion.ts'

reactWith(reactions)

const visitor = { kind: 'visitor', network: '203.0.113.7', device: 'Firefox on Linux' } as const
const holder = (accountId: string) =>
  ({ kind: 'holder', accountId, network: '203.0.113.7', device: 'Safari on iPhone' }) as const
const withCode = (code: string) => (error: Refusal) => error.code === code

async function aLeaver(t: TestContext, wish = { freeAddress: false }) {
  const world = await aWorld(t)
  const ana = await world.account('Ana@Example.com', { name: 'Ana Example' })
  await ask(world, ana, wish)
  return { world, ana }
}
const ask = (world: World, accountId: string, wish = { freeAddress: false }) =>
  world.database.transaction((tx) => askToDelete(tx, holder(accountId), world.secretKey, accountId, wish))
const keep = (world: World, accountId: string) =>
  world.database.transaction((tx) => keepAccount(tx, holder(accountId), world.secretKey, accountId))
const erase = (world: World, accountId: string) => world.database.transaction((tx) => eraseAccount(tx, accountId))

test('ACC-9 deletion is asked for with 14 days of grace, by the holder only, and asking again changes nothing', async (t) => {
  const { world, ana } = await aLeaver(t)
  const due = world.clock.now().add({ hours: 14 * 24 })
  assert.equal((await deletionOf(world.on, ana))?.dueAt.toString(), due.toString())
  world.clock.move({ hours: 5 })
  await ask(world, ana)
  assert.equal((await deletionOf(world.on, ana))?.dueAt.toString(), due.toString())
  const asked = await world.on.all(sql`select detail from audit_entry where action = 'account.deletion-asked'`)
  assert.deepEqual(asked, [{ detail: { freed: false } }])
  const bo = await world.account('bo@example.com')
  for (const actor of [visitor, holder(ana), { kind: 'operator' } as const]) {
    await assert.rejects(
      world.database.transaction((tx) => askToDelete(tx, actor, world.secretKey, bo, { freeAddress: false })),
      withCode('account.not-yours'),
    )
  }
  const jobs = await world.on.all<{ key: string; days: number }>(sql`
    select key, round(extract(epoch from run_at - ${due}::timestamptz) / 86400)::int as days
    from graphile_worker.jobs where key like 'account.%' and key like ${`% ${ana}`} and key not like '%mail%' order by key`)
  assert.deepEqual(jobs, [
    { key: `account.erase ${ana}`, days: 0 },
    { key: `account.remind-deletion ${ana}`, days: -2 },
  ])
})

test('ACC-9 asking logs the account out everywhere, and log-ins under way have to prove it again', async (t) => {
  const world = await aWorld(t)
  const ana = await world.account('ana@example.com')
  const { id: browserId } = await world.browser()
  const sessionId = newId(world.clock.now())
  await world.on.run(sql`
    insert into session (id, browser_id, account_id, methods, authenticated_at, created_at, seen_at, expires_at, device, network)
    values (${sessionId}, ${browserId}, ${ana}, '{pwd}', ${world.clock.now()}, ${world.clock.now()}, ${world.clock.now()},
      ${world.clock.now().add({ hours: 1 })}, 'Safari on iPhone', '203.0.113.7')`)
  await world.on.run(sql`
    insert into attempt (id, browser_id, return_to, email, account_id, password_proved_at, created_at, expires_at)
    values ('a', ${browserId}, '/', 'ana@example.com', ${ana}, now(), now(), ${world.clock.now().add({ hours: 1 })})`)
  await world.on.run(sql`
    insert into known_device (account_id, browser_id, first_at, last_at) values (${ana}, ${browserId}, now(), now())`)
  await ask(world, ana)
  assert.deepEqual(await world.on.all(sql`select 1 from session`), [])
  assert.deepEqual(await world.on.all(sql`select account_id, password_proved_at from attempt`), [
    { account_id: null, password_proved_at: null },
  ])
  const ended = await world.on.all(
    sql`select detail ->> 'cause' as cause from audit_entry where action = 'sign-in.session-ended'`,
  )
  assert.deepEqual(ended, [{ cause: 'leaving' }])
  assert.equal((await world.on.all(sql`select 1 from known_device`)).length, 1, 'the browser may log in again')
  await keep(world, ana)
  await ask(world, ana, { freeAddress: true })
  assert.equal(
    (await world.on.all(sql`select 1 from known_device`)).length,
    0,
    'an address that opens nothing is not offered',
  )
})

test('ACC-9 the last operator cannot leave, even when two leave at the same moment', async (t) => {
  const world = await aWorld(t)
  const [ana, bo] = [await world.account('ana@example.com'), await world.account('bo@example.com')]
  await insertOperator(world.on, ana)
  await assert.rejects(ask(world, ana), withCode('account.last-operator'))
  await insertOperator(world.on, bo)
  const both = await Promise.allSettled([ask(world, ana), ask(world, bo)])
  assert.deepEqual(both.map(({ status }) => status).sort(), ['fulfilled', 'rejected'])
  const [gone, stays] = both[0].status === 'fulfilled' ? [ana, bo] : [bo, ana]
  await keep(world, gone)
  await ask(world, stays)
  await assert.rejects(ask(world, gone), withCode('account.last-operator'))
})

test('ACC-9 the mail names the date and keeps the account by its link, until then and for this deletion only', async (t) => {
  const { world, ana } = await aLeaver(t)
  await mailDeletion(world, { accountId: ana })
  await mailDeletion(world, { accountId: ana })
  const [first, second] = world.mails
  assert.equal(first?.to, 'Ana@Example.com')
  assert.match(first?.mail.subject ?? '', /will be deleted on 4 December/)
  const { token = '' } = secretsIn(first)
  assert.equal(secretsIn(second).token, token, 'a job that runs twice mails one link')
  const found = await deletionByToken(world.on, hashSecret(token))
  assert.equal(found?.accountId, ana)
  assert.equal(await deletionByToken(world.on, hashSecret(newSecret())), undefined)
  await keep(world, ana)
  assert.equal(await deletionByToken(world.on, hashSecret(token)), undefined)
  await mailKept(world, { accountId: ana })
  assert.equal(world.mails.at(-1)?.mail.subject, 'Your account stays')
  world.clock.move({ seconds: 1 })
  await ask(world, ana)
  assert.equal(await deletionByToken(world.on, hashSecret(token)), undefined, 'the link was for the other deletion')
  await mailDeletion(world, { accountId: ana })
  const again = secretsIn(world.mails.at(-1)).token ?? ''
  assert.notEqual(again, token)
  world.clock.move({ days: 14 })
  assert.equal(await deletionByToken(world.on, hashSecret(again)), undefined)
})

test('ACC-9 a reminder comes two days before, once', async (t) => {
  const { world, ana } = await aLeaver(t)
  world.clock.move({ days: 12 })
  await remindOfDeletion(world, { accountId: ana })
  await remindOfDeletion(world, { accountId: ana })
  assert.deepEqual(
    world.mails.map(({ mail }) => mail.subject),
    ['Two days left: your account will be deleted on 4 December'],
  )
  await keep(world, ana)
  await remindOfDeletion(world, { accountId: ana })
  assert.equal(world.mails.length, 1)
})

test('ACC-9 kept, it is as it was; keeping again changes nothing; an erased account cannot be kept', async (t) => {
  const { world, ana } = await aLeaver(t)
  const before = await accountById(world.on, ana)
  await keep(world, ana)
  await keep(world, ana)
  assert.deepEqual(await accountById(world.on, ana), before)
  assert.equal((await world.on.all(sql`select 1 from audit_entry where action = 'account.kept'`)).length, 1)
  world.clock.move({ days: 15 })
  assert.equal(await erase(world, ana), false)
  await ask(world, ana)
  assert.equal(await erase(world, ana), false, 'not due yet')
  world.clock.move({ days: 14 })
  assert.equal(await erase(world, ana), true)
  assert.equal(await accountById(world.on, ana), undefined)
  await assert.rejects(keep(world, ana), withCode('account.gone'))
})

/** Runs `first` up to its commit, begins `second`, and lets both end. */
async function oneAfterTheOther<A, B>(world: World, first: (tx: Tx) => Promise<A>, second: (tx: Tx) => Promise<B>) {
  const [done, go] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
  const one = world.database.transaction(async (tx) => {
    const result = await first(tx)
    done.resolve()
    await go.promise
    return result
  })
  await done.promise
  const other = world.database.transaction(second)
  const waiting = sql`select 1 from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`
  while ((await world.on.all(waiting)).length === 0);
  go.resolve()
  return Promise.allSettled([one, other])
}

test('ACC-9 keeping and erasing at the same moment: whoever is first wins, and the other knows', async (t) => {
  const { world, ana } = await aLeaver(t)
  world.clock.move({ days: 14 })
  const keeping = (tx: Tx) => keepAccount(tx, holder(ana), world.secretKey, ana)
  const erasing = (tx: Tx) => eraseAccount(tx, ana)
  const [kept, notErased] = await oneAfterTheOther(world, keeping, erasing)
  assert.deepEqual([kept.status, notErased], ['fulfilled', { status: 'fulfilled', value: false }])
  assert.ok(await accountById(world.on, ana))

  await ask(world, ana)
  world.clock.move({ days: 14 })
  const [erased, notKept] = await oneAfterTheOther(world, erasing, keeping)
  assert.deepEqual(erased, { status: 'fulfilled', value: true })
  assert.equal(notKept.status === 'rejected' && notKept.reason.code, 'account.gone')
})

test('ACC-9 a freed address is anybody’s at once, opens the account no more, and is purged with nobody', async (t) => {
  const { world, ana } = await aLeaver(t, { freeAddress: true })
  assert.equal(await candidateFor(world.on, 'ana@example.com'), undefined)
  const kept = await world.on.all(sql`select email, email_key from account where id = ${ana}`)
  assert.deepEqual(kept, [{ email: '', email_key: `freed ${ana}` }])
  const sealed = await world.on.first<{ sealed_address: Buffer }>(sql`select sealed_address from account_deletion`)
  assert.ok(!sealed?.sealed_address.includes('ana@example.com'))
  await mailDeletion(world, { accountId: ana })
  assert.equal(world.mails[0]?.to, 'Ana@Example.com')
  assert.match(world.mails[0]?.mail.text ?? '', /can be used for a new account already/)
  world.clock.move({ days: 8 })
  await purgeUnverified(world.database)
  assert.ok(await accountById(world.on, ana))
  const other = await world.account('ana@example.com', { name: 'Ana Another' })
  assert.equal((await holderOf(world.on, 'ana@example.com'))?.id, other)
  world.clock.move({ days: 4 })
  await remindOfDeletion(world, { accountId: ana })
  assert.equal(world.mails.length, 1, 'the mailbox is somebody else’s by now')
  await assert.rejects(keep(world, ana), withCode('account.address-taken'))
  assert.ok(await deletionOf(world.on, ana), 'refused, it stays as it was')
})

test('ACC-9 a freed address that nobody took is the account’s own again when it is kept', async (t) => {
  const { world, ana } = await aLeaver(t, { freeAddress: true })
  const unproved = await world.unproved('ana@example.com')
  await keep(world, ana)
  const account = await holderOf(world.on, 'ana@example.com')
  assert.deepEqual([account?.id, account?.email], [ana, 'Ana@Example.com'])
  await assert.rejects(
    world.database.transaction((tx) => proveAddress(tx, visitor, unproved)),
    withCode('account.gone'),
  )
})

test('ACC-9 with its address taken, an account is kept under another one, which a mail proves, once', async (t) => {
  const { world, ana } = await aLeaver(t, { freeAddress: true })
  await world.account('ana@example.com')
  await world.account('taken@example.com')
  const deletion = await deletionOf(world.on, ana)
  const askFor = (typed: string) =>
    world.database.transaction((tx) => askForNewHome(tx, world.secretKey, deletion!, typed))
  await assert.rejects(askFor('nonsense'), withCode('kernel.address-malformed'))
  await askFor('taken@example.com')
  await mailNewHome(world, { accountId: ana })
  assert.equal(world.mails.length, 0, 'whoever has it hears nothing, and neither does the asker')
  await askFor('Ana@Home.example')
  await mailNewHome(world, { accountId: ana })
  const { token = '' } = secretsIn(world.mails.at(-1))
  const follow = () => world.database.transaction((tx) => keepUnderAddress(tx, visitor, hashSecret(token)))
  const followed = await Promise.all([follow(), follow()])
  assert.deepEqual(followed.filter(Boolean), [ana])
  assert.equal((await holderOf(world.on, 'ana@home.example'))?.id, ana)
  assert.equal(await deletionOf(world.on, ana), undefined)
})

test('ACC-9 the link to another address works for a day, and five an hour are mailed', async (t) => {
  const { world, ana } = await aLeaver(t, { freeAddress: true })
  const deletion = await deletionOf(world.on, ana)
  const askFor = () =>
    world.database.transaction((tx) => askForNewHome(tx, world.secretKey, deletion!, 'ana@home.example'))
  await askFor()
  await mailNewHome(world, { accountId: ana })
  const { token = '' } = secretsIn(world.mails.at(-1))
  world.clock.move({ hours: 25 })
  assert.equal(await world.database.transaction((tx) => keepUnderAddress(tx, visitor, hashSecret(token))), undefined)
  for (let times = 1; times <= 5; times += 1) await askFor()
  await assert.rejects(askFor(), withCode('account.mails-many'))
})

test('ACC-7 ACC-9 undoing a change of the address gives a leaving account its former one, and keeping it leaves that', async (t) => {
  const world = await aWorld(t)
  const ana = await world.account('ana@example.com')
  const token = newSecret()
  await world.on.run(sql`
    insert into address_undo (account_id, email, email_key, changed_to, token_hash, at, expires_at)
    values (${ana}, 'before@example.com', 'before@example.com', 'ana@example.com', ${hashSecret(token)}, ${world.clock.now()},
      ${world.clock.now().add({ hours: 24 })})`)
  await world.on.run(sql`
    insert into address_change (account_id, email, email_key, sent_at, link_expires_at)
    values (${ana}, 'after@example.com', 'after@example.com', ${world.clock.now()}, ${world.clock.now().add({ hours: 24 })})`)
  await ask(world, ana, { freeAddress: true })
  assert.deepEqual(
    await world.on.all(sql`select 1 from address_change`),
    [],
    'no other address comes to it by an old link',
  )
  await world.database.transaction((tx) => undoAddressChange(tx, visitor, hashSecret(token)))
  await keep(world, ana)
  assert.equal((await accountById(world.on, ana))?.email, 'before@example.com')
})
