import assert from 'node:assert/strict'
import { test } from 'node:test'
import { entriesAbout } from '#audit'
import { reactWith } from '#events'
import { hashSecret, parseAddress, type Refusal, system } from '#kernel'
import { sql } from '#platform'
import { aWorld } from '../../../test/world.ts'
import { reactions } from '../../reactions.ts'
import { assignAddresses } from '../change-address/assign-addresses.ts'
import { unmanage } from '../standing/index.ts'
import { accountById } from '../store.ts'
import { askToDelete, deletionByToken, deletionOf, keepAccount } from './index.ts'
import { mailDeletion, mailKept, remindOfDeletion } from './mail-deletion.ts'

reactWith(reactions)
const withCode = (code: string) => (error: Refusal) => error.code === code

async function aDecision(t: Parameters<typeof aWorld>[0], freeAddress = false) {
  const world = await aWorld(t)
  const acme = await world.organization('Acme Inc.', 'admin@acme.example', 'acme.example')
  const ana = await world.managedAccount('Ana@acme.example', acme)
  const holder = { kind: 'holder', accountId: ana } as const
  await world.database.transaction((tx) => askToDelete(tx, acme.admin, world.secretKey, ana, { freeAddress }))
  const keep = (actor: Parameters<typeof keepAccount>[1], instead?: string) =>
    world.database.transaction((tx) =>
      keepAccount(tx, actor, world.secretKey, ana, instead === undefined ? undefined : parseAddress(instead)),
    )
  return { world, acme, ana, holder, keep }
}

test('MAN-4 what the organization decides the holder cannot take back, and the mail says whom to ask', async (t) => {
  const { world, acme, ana, holder, keep } = await aDecision(t)
  assert.equal((await deletionOf(world.on, ana))?.decidedBy, acme.id)
  await mailDeletion(world, { accountId: ana })
  const { to, mail } = world.mails.at(-1)!
  assert.equal(to, 'Ana@acme.example')
  assert.match(mail.text, /An administrator there decided to delete it/)
  assert.match(mail.text, /ask an administrator of Acme Inc\./)
  assert.doesNotMatch(mail.text, /token=/, 'no link that keeps it')
  await assert.rejects(keep(holder), withCode('account.managed'))
  await assert.rejects(keep({ kind: 'visitor' }), withCode('account.not-yours'))
  const other = await world.organization('Other', 'admin@other.example', 'other.example')
  await assert.rejects(keep(other.admin), withCode('account.unknown'))
  assert.ok(await deletionOf(world.on, ana), 'still under way')
  world.clock.move({ hours: 12 * 24 })
  await remindOfDeletion(world, { accountId: ana })
  assert.match(world.mails.at(-1)?.mail.text ?? '', /a reminder: Acme Inc\. manages/)
  assert.equal(await keep(acme.admin), true)
  assert.equal(await keep(acme.admin), false, 'once')
  assert.equal(await deletionOf(world.on, ana), undefined)
  await mailKept(world, { accountId: ana, isDecided: true })
  assert.doesNotMatch(world.mails.at(-1)?.mail.text ?? '', /password/)
  assert.equal((await entriesAbout(world.on, ana, { most: 1 }))[0]?.action, 'account.kept')
})

test('MAN-4 an address that was freed and taken meanwhile is replaced by another when the account is kept', async (t) => {
  const { world, acme, ana, keep } = await aDecision(t, true)
  assert.equal((await accountById(world.on, ana))?.email, '')
  await world.account('ana@acme.example')
  await assert.rejects(keep(acme.admin), withCode('account.address-taken'))
  await keep(acme.admin, 'ana.two@acme.example')
  assert.equal((await accountById(world.on, ana))?.email, 'ana.two@acme.example')
})

test('MAN-4 an organization that no longer manages the account no longer deletes it', async (t) => {
  const { world, acme, ana } = await aDecision(t)
  const free = { organizationId: acme.id, why: 'unclaimed' } as const
  await world.database.transaction((tx) => unmanage(tx, system, [ana], free))
  assert.equal(await deletionOf(world.on, ana), undefined)
})

test('MAN-4 where the address was freed with it, the holder decides from then on, by the mailed link', async (t) => {
  const { world, acme, ana } = await aDecision(t, true)
  const free = { organizationId: acme.id, why: 'unclaimed' } as const
  await world.database.transaction((tx) => unmanage(tx, system, [ana], free))
  assert.equal((await deletionOf(world.on, ana))?.decidedBy, undefined)
  await mailDeletion(world, { accountId: ana, isHandedOver: true })
  const { to, mail } = world.mails.at(-1)!
  assert.equal(to, 'Ana@acme.example')
  assert.match(mail.text, /this is yours to decide/)
  const token = /token=([\w-]{43})/.exec(mail.text)?.[1] ?? ''
  assert.equal((await deletionByToken(world.on, hashSecret(token)))?.accountId, ana)
})

test('MAN-3, ACC-1 addresses are given to many at once, and one that is taken holds up no other', async (t) => {
  const world = await aWorld(t)
  const acme = await world.organization('Acme Inc.', 'admin@acme.example', 'acme.example', 'acme.test')
  const [ana, bo, cy] = [
    await world.managedAccount('ana@acme.example', acme),
    await world.managedAccount('bo@acme.example', acme),
    await world.managedAccount('cy@acme.example', acme),
  ]
  await world.account('bo@acme.test')
  await world.unproved('ana@acme.test')
  const row = (accountId: string, name: string) => ({
    accountId,
    emailKey: `${name}@acme.example`,
    toEmail: `${name}@acme.test`,
    toEmailKey: `${name}@acme.test`,
  })
  const rows = [row(ana, 'ana'), row(bo, 'bo'), { ...row(cy, 'cy'), emailKey: 'another@acme.example' }]
  const to = { organizationId: acme.id, domainId: acme.domainIds['acme.test']! }
  const assign = () => world.database.transaction((tx) => assignAddresses(tx, acme.admin, rows, to))
  assert.deepEqual(
    (await assign()).map(({ accountId, email, toEmail }) => [accountId, email, toEmail]),
    [[ana, 'ana@acme.example', 'ana@acme.test']],
  )
  assert.deepEqual(await assign(), [], 'again: nothing is left to do')
  assert.equal((await accountById(world.on, ana))?.managedBy?.domain, 'acme.test')
  assert.equal((await accountById(world.on, bo))?.email, 'bo@acme.example')
  const unproved = await world.on.all(sql`select from account where email_key = 'ana@acme.test'`)
  assert.equal(unproved.length, 1, 'what was not proved is gone')
})

test('MAN-3, ACC-7 an address that somebody may still go back to is not given away', async (t) => {
  const world = await aWorld(t)
  const acme = await world.organization('Acme Inc.', 'admin@acme.example', 'acme.example')
  const ana = await world.managedAccount('ana@acme.example', acme)
  const bo = await world.account('bo@home.example')
  await world.on.run(sql`
    insert into address_undo (account_id, email, email_key, changed_to, at, expires_at)
    values (${bo}, 'bo@acme.example', 'bo@acme.example', 'bo@home.example', ${world.on.now}, ${world.on.now.add({ hours: 1 })})`)
  const rows = [
    { accountId: ana, emailKey: 'ana@acme.example', toEmail: 'bo@acme.example', toEmailKey: 'bo@acme.example' },
  ]
  const to = { organizationId: acme.id }
  assert.deepEqual(await world.database.transaction((tx) => assignAddresses(tx, acme.admin, rows, to)), [])
  world.clock.move({ hours: 2 })
  assert.equal((await world.database.transaction((tx) => assignAddresses(tx, acme.admin, rows, to))).length, 1)
})
