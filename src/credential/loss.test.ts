import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { TOTP } from 'otpauth'
import { entriesAbout } from '#audit'
import { reactWith } from '#events'
import { hashSecret } from '#kernel'
import { sql } from '#platform'
import { aWorld, secretsIn } from '../../test/world.ts'
import { addApp } from './add-app.ts'
import { offerApp } from './app-secret.ts'
import { askAboutLoss, startLoss, stopLoss } from './lose-second-step.ts'
import { lossByStopToken, lossOf } from './loss-store.ts'
import { mailLossLink, mailSecondStep } from './mail-second-step.ts'
import { purgeSecondSteps } from './purge.ts'
import { regainAccess, regainInTime } from './regain-access.ts'
import { secondStepOf } from './second-step-store.ts'
import { turnOffSecondStep } from './turn-off-second-step.ts'

/** Ana has two-step on, and can't find her phone. */
async function aWorldWithAna(t: TestContext) {
  const world = await aWorld(t)
  reactWith({})
  const { secretKey, clock, database } = world
  const ana = await world.account('ana@example.com')
  const holder = { kind: 'holder', accountId: ana } as const
  const visitor = { kind: 'visitor', network: '203.0.113.7', device: 'Chrome on macOS' } as const
  const secret = await offerApp(world.on, secretKey, ana)
  const code = new TOTP({ secret }).generate({ timestamp: clock.now().epochMilliseconds })
  await database.transaction((tx) => addApp(tx, holder, ana, secretKey, code))
  const start = (token: string) => database.transaction((tx) => startLoss(tx, visitor, hashSecret(token), secretKey))
  return {
    world,
    ana,
    start,
    ask: () => database.transaction((tx) => askAboutLoss(tx, visitor, ana, secretKey)),
    async link() {
      await mailLossLink(world, { accountId: ana })
      return secretsIn(world.mails.at(-1)).token ?? ''
    },
    async begin() {
      await mailLossLink(world, { accountId: ana })
      return start(secretsIn(world.mails.at(-1)).token ?? '')
    },
    stop: () => database.transaction((tx) => stopLoss(tx, holder, ana)),
    regain: () => database.transaction((tx) => regainAccess(tx, ana)),
    isOn: async () => (await secondStepOf(world.on, ana)).turnedOnAt !== undefined,
    actions: async () => (await entriesAbout(world.on, ana, { most: 3 })).map(({ action }) => action),
  }
}

test('LOG-10 the mailed link starts 24 hours, after which the password alone is enough', async (t) => {
  const { world, begin, regain, isOn, actions, ana } = await aWorldWithAna(t)
  const loss = await begin()
  assert.equal(loss?.dueAt.since(world.clock.now()).total('hours'), 24)
  world.clock.move({ hours: 23, minutes: 59 })
  assert.equal(await regain(), false)
  assert.equal(await isOn(), true)
  world.clock.move({ minutes: 1 })
  assert.deepEqual((await Promise.all([regain(), regain()])).sort(), [false, true], 'once')
  assert.equal(await isOn(), false)
  assert.equal(await lossOf(world.on, ana), undefined)
  assert.deepEqual((await actions())[0], 'credential.access-regained')
})

test('LOG-10 a link about a lost second step works once, for 30 minutes, and ends the others', async (t) => {
  const { world, link, start, stop } = await aWorldWithAna(t)
  const late = await link()
  world.clock.move({ minutes: 31 })
  assert.equal(await start(late), undefined)
  const [one, other] = [await link(), await link()]
  const both = await Promise.all([start(one), start(one)])
  assert.equal(both.filter(Boolean).length, 1)
  await stop()
  assert.equal(await start(other), undefined)
})

test('LOG-10 asking again neither shortens nor lengthens the wait', async (t) => {
  const { world, begin } = await aWorldWithAna(t)
  const first = await begin()
  world.clock.move({ hours: 10 })
  const second = await begin()
  assert.deepEqual(second?.dueAt, first?.dueAt)
})

test('LOG-10 the wait can be stopped by whoever is logged in, and by the link of its mail, once', async (t) => {
  const { world, ana, begin, stop, regain, isOn, actions } = await aWorldWithAna(t)
  await begin()
  await mailSecondStep(world, { accountId: ana, what: 'loss-started', at: world.clock.now().toString() })
  const { to, mail } = world.mails.at(-1)!
  assert.equal(to, 'ana@example.com')
  assert.match(mail.text, /On Saturday 21 November 2026, 09:00 \(UTC\) we turn two-step verification off/)
  const { token = '' } = secretsIn(world.mails.at(-1))
  assert.equal((await lossByStopToken(world.on, hashSecret(token)))?.accountId, ana)
  assert.equal(await stop(), true)
  assert.equal(await stop(), false)
  assert.equal(await lossByStopToken(world.on, hashSecret(token)), undefined)
  world.clock.move({ hours: 25 })
  assert.equal(await regain(), false)
  assert.equal(await isOn(), true)
  assert.equal((await actions())[0], 'credential.loss-stopped')
  const before = world.mails.length
  await mailSecondStep(world, { accountId: ana, what: 'loss-started', at: world.clock.now().toString() })
  assert.equal(world.mails.length, before, 'a mail that comes late offers nothing to stop')
})

test('LOG-10 of a stop and the end of the wait at the same moment exactly one counts', async (t) => {
  const { world, begin, stop, regain, isOn } = await aWorldWithAna(t)
  for (let round = 0; round < 4; round += 1) {
    if (!(await isOn())) break
    await begin()
    world.clock.move({ hours: 24 })
    const [stopped, regained] = await Promise.all([stop(), regain()])
    assert.notEqual(stopped, regained)
    assert.equal(await isOn(), stopped)
  }
})

test('LOG-10 the job regains access in time; the one of a wait that was stopped does nothing', async (t) => {
  const { world, ana, begin, stop, isOn } = await aWorldWithAna(t)
  const first = await begin()
  await stop()
  const second = await begin()
  world.clock.move({ hours: 23 })
  const jobs = async () =>
    (
      await world.on.all<{ n: number }>(sql`
        select count(*) as n from graphile_worker.jobs where task_identifier = 'credential.regain-access'`)
    )[0]?.n
  const queued = await jobs()
  await regainInTime(world.database, { accountId: ana, lossId: first?.id ?? '' })
  assert.equal(await jobs(), queued, 'it is over for the first')
  await regainInTime(world.database, { accountId: ana, lossId: second?.id ?? '' })
  assert.equal(await isOn(), true)
  assert.equal(await jobs(), (queued ?? 0) + 1, 'too early: it comes again')
  world.clock.move({ hours: 1 })
  await regainInTime(world.database, { accountId: ana, lossId: second?.id ?? '' })
  assert.equal(await isOn(), false)
  await regainInTime(world.database, { accountId: ana, lossId: second?.id ?? '' })
})

test('LOG-10 three links an hour, then a pause', async (t) => {
  const { world, ask } = await aWorldWithAna(t)
  for (let mail = 1; mail <= 3; mail += 1) await ask()
  await assert.rejects(ask(), { code: 'credential.loss-often', status: 429 })
  world.clock.move({ minutes: 61 })
  await ask()
})

test('LOG-10 a link that is followed after two-step was turned off starts nothing', async (t) => {
  const { world, ana, link, start } = await aWorldWithAna(t)
  const token = await link()
  await world.database.transaction((tx) => turnOffSecondStep(tx, { kind: 'holder', accountId: ana }, ana))
  assert.equal(await start(token), undefined)
  assert.equal(await lossOf(world.on, ana), undefined)
})

test('each mail about the second step says what happened and what to do when it wasn’t you', async (t) => {
  const { world, ana } = await aWorldWithAna(t)
  const kinds = [
    'turned-on',
    'turned-off',
    'app-added',
    'app-replaced',
    'app-removed',
    'codes-renewed',
    'codes-ended',
    'loss-stopped',
  ]
  const at = world.clock.now().toString()
  for (const what of [...kinds, 'access-regained'] as Parameters<typeof mailSecondStep>[1]['what'][]) {
    await mailSecondStep(world, { accountId: ana, what, at, device: 'Chrome on macOS' })
    const { mail } = world.mails.at(-1)!
    assert.match(mail.text, /Hello Ana, .*Device: Chrome on macOS.*If it wasn’t.*\/password\/forgot/s, what)
  }
  assert.equal(new Set(world.mails.map(({ mail }) => mail.subject)).size, 9)
  const used = async (left: number) => {
    await mailSecondStep(world, { accountId: ana, what: 'code-used', at, left })
    return world.mails.at(-1)?.mail.text ?? ''
  }
  assert.match(await used(7), /7 are left/)
  assert.doesNotMatch(await used(4), /Make new codes soon/)
  assert.match(await used(3), /3 are left.*Make new codes soon/s)
  assert.match(await used(0), /None is left/)
})

test('keys that were shown and never proved, and links that nobody followed, are cleared', async (t) => {
  const { world, ana, link } = await aWorldWithAna(t)
  await offerApp(world.on, world.secretKey, ana)
  await link()
  const rows = async () =>
    (
      await world.on.first<{ n: number }>(sql`
        select (select count(*) from authenticator_offer) + (select count(*) from second_step_loss_link) as n`)
    )?.n
  await purgeSecondSteps(world.on)
  assert.equal(await rows(), 2)
  world.clock.move({ hours: 2 })
  await purgeSecondSteps(world.on)
  assert.equal(await rows(), 0)
})
