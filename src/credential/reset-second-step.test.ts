import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { TOTP } from 'otpauth'
import { unmanage } from '#account'
import { entriesAbout } from '#audit'
import { reactWith } from '#events'
import { hashSecret, type Refusal } from '#kernel'
import { aWorld } from '../../test/world.ts'
import { reactions } from '../reactions.ts'
import { addApp } from './add-app.ts'
import { offerApp } from './app-secret.ts'
import { askAboutLoss, stopLoss } from './lose-second-step.ts'
import { lossByStopToken, lossOf } from './loss-store.ts'
import { mailSecondStep } from './mail-second-step.ts'
import { regainAccess } from './regain-access.ts'
import { confirmReset, resetSecondStep } from './reset-second-step.ts'
import { secondStepOf } from './second-step-store.ts'

reactWith(reactions)
const withCode = (code: string) => (error: Refusal) => error.code === code

/** Ana, whose account Acme manages, has two-step on. */
async function aWorldWithAna(t: TestContext) {
  const world = await aWorld(t)
  const { secretKey, clock, database } = world
  const acme = await world.organization('Acme Inc.', 'root@acme.example', 'acme.example')
  const ana = await world.managedAccount('ana@acme.example', acme)
  const holder = { kind: 'holder', accountId: ana } as const
  const secret = await offerApp(world.on, secretKey, ana)
  const code = new TOTP({ secret }).generate({ timestamp: clock.now().epochMilliseconds })
  await database.transaction((tx) => addApp(tx, holder, ana, secretKey, code))
  return {
    world,
    acme,
    ana,
    holder,
    reset: (by = acme.admin, whom = ana) => database.transaction((tx) => resetSecondStep(tx, by, whom, secretKey)),
    confirm: () => database.transaction((tx) => confirmReset(tx, holder)),
    isOn: async () => (await secondStepOf(world.on, ana)).turnedOnAt !== undefined,
    lastAction: async () => (await entriesAbout(world.on, ana, { most: 1 }))[0]?.action,
  }
}

test('CTL-2 an administrator’s reset takes effect after 24 hours, and the mail says how to stop it', async (t) => {
  const { world, acme, ana, reset, isOn } = await aWorldWithAna(t)
  const loss = await reset()
  assert.equal(loss.resetBy, acme.id)
  assert.equal(loss.dueAt.since(world.clock.now()).total('hours'), 24)
  await assert.rejects(reset(), withCode('credential.reset-under-way'))
  await mailSecondStep(world, { accountId: ana, what: 'reset-started', at: world.clock.now().toString() })
  const { to, mail } = world.mails.at(-1)!
  assert.equal(to, 'ana@acme.example')
  assert.match(mail.text, /an administrator of Acme Inc\. says that you’ve lost your second step/)
  const token = /token=([\w-]{43})/.exec(mail.text)?.[1] ?? ''
  assert.equal((await lossByStopToken(world.on, hashSecret(token)))?.accountId, ana)
  world.clock.move({ hours: 24 })
  assert.equal(await world.database.transaction((tx) => regainAccess(tx, ana)), true)
  assert.equal(await isOn(), false)
})

test('CTL-2 the holder confirms from a device and need not wait, or stops it', async (t) => {
  const { world, ana, holder, reset, confirm, isOn, lastAction } = await aWorldWithAna(t)
  assert.equal(await confirm(), false, 'nothing to confirm')
  await reset()
  assert.equal(await world.database.transaction((tx) => stopLoss(tx, holder, ana)), true)
  assert.equal(await confirm(), false)
  assert.equal(await isOn(), true)
  await reset()
  assert.deepEqual((await Promise.all([confirm(), confirm()])).sort(), [false, true], 'once')
  assert.equal(await isOn(), false)
  assert.equal(await lastAction(), 'credential.reset-confirmed')
  await assert.rejects(reset(), withCode('credential.no-second-step'))
})

test('LOG-10, CTL-2 whom an organization manages asks its administrators, not the mailbox', async (t) => {
  const { world, ana } = await aWorldWithAna(t)
  const asked = world.database.transaction((tx) => askAboutLoss(tx, { kind: 'visitor' }, ana, world.secretKey))
  await assert.rejects(asked, withCode('account.managed'))
})

test('CTL-2 only the organization that manages the account resets anything', async (t) => {
  const { world, acme, ana, reset } = await aWorldWithAna(t)
  const other = await world.organization('Other', 'root@other.example', 'other.example')
  await assert.rejects(reset(other.admin), withCode('account.unknown'))
  const personal = await world.account('bo@home.example')
  await assert.rejects(reset(acme.admin, personal), withCode('account.unknown'))
  await reset()
  await world.database.transaction((tx) =>
    unmanage(tx, acme.admin, [ana], { organizationId: acme.id, why: 'unclaimed' }),
  )
  assert.equal(await lossOf(world.on, ana), undefined, 'and not after it has let the account go')
})
