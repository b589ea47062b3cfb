import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { type TestContext, test } from 'node:test'
import { TOTP } from 'otpauth'
import { entriesAbout } from '#audit'
import { reactWith } from '#events'
import { newId } from '#kernel'
import { sql } from '#platform'
import { aWorld, type World } from '../../test/world.ts'
import { addApp } from './add-app.ts'
import { offerApp } from './app-secret.ts'
import { removeApp } from './remove-app.ts'
import { removePasskey } from './remove-passkey.ts'
import { renewRecoveryCodes } from './renew-recovery-codes.ts'
import { firstWay, waysOf } from './second-step.ts'
import { secondStepOf, setLastWay } from './second-step-store.ts'
import { setFirstPassword } from './set-password.ts'
import { turnOffSecondStep } from './turn-off-second-step.ts'
import { turnOnSecondStep } from './turn-on-second-step.ts'
import { useAppCode } from './use-app-code.ts'
import { useRecoveryCode } from './use-recovery-code.ts'

/** What a phone shows. */
const codeAt = (secret: string, at: Temporal.Instant): string =>
  new TOTP({ secret }).generate({ timestamp: at.epochMilliseconds })

async function aWorldWithAna(t: TestContext) {
  const world = await aWorld(t)
  reactWith({})
  const ana = await world.account('ana@example.com')
  const actor = { kind: 'holder', accountId: ana, network: '203.0.113.7', device: 'Chrome on macOS' } as const
  const { secretKey, clock } = world
  const tx = world.database.transaction.bind(world.database)
  return {
    world,
    ana,
    actor,
    tx,
    add: (typed: string) => tx((on) => addApp(on, actor, ana, secretKey, typed)),
    use: (typed: string, key = secretKey) => tx((on) => useAppCode(on, ana, key, typed)),
    recover: (typed: string, accountId = ana) => tx((on) => useRecoveryCode(on, actor, accountId, secretKey, typed)),
    step: () => secondStepOf(world.on, ana),
    /** Sets an app up; gives its key and the recovery codes. */
    async setUp() {
      const secret = await offerApp(world.on, secretKey, ana)
      const added = await tx((on) => addApp(on, actor, ana, secretKey, codeAt(secret, clock.now())))
      clock.move({ seconds: 30 })
      return { secret, codes: added.codes ?? [] }
    },
  }
}

const mailJobs = async (world: World): Promise<unknown[]> => {
  const rows = await world.on.all<{ payload: { what: string } }>(sql`
    select payload from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id
    where t.identifier = 'credential.mail-second-step' order by j.id`)
  return rows.map(({ payload }) => payload.what)
}

test('LOG-10 the key that is shown stays the same for an hour, and is another one afterwards', async (t) => {
  const { world, ana, add } = await aWorldWithAna(t)
  const offer = () => offerApp(world.on, world.secretKey, ana)
  const first = await offer()
  assert.equal(await offer(), first)
  world.clock.move({ minutes: 61 })
  await assert.rejects(add(codeAt(first, world.clock.now())), { code: 'credential.offer-gone', status: 410 })
  const second = await offer()
  assert.notEqual(second, first)
  await assert.rejects(add(codeAt(first, world.clock.now())), { code: 'credential.code-wrong', status: 422 })
  await assert.rejects(add(''), { code: 'credential.code-missing' })
  assert.ok((await add(codeAt(second, world.clock.now()))).codes)
  const [row] = await world.on.all<{ sealed_secret: Buffer }>(sql`select sealed_secret from authenticator`)
  assert.ok(!row?.sealed_secret.includes(Buffer.from(second)), 'the key is not stored as it is')
})

test('LOG-10 an app that has shown that it works turns two-step on, with ten codes that are shown once', async (t) => {
  const { world, ana, actor, tx, step, setUp } = await aWorldWithAna(t)
  const { codes } = await setUp()
  assert.equal(codes.length, 10)
  const { turnedOnAt, app, recoveryCodesLeft } = await step()
  assert.ok(turnedOnAt && app)
  assert.equal(recoveryCodesLeft, 10)
  assert.equal(
    await tx((on) => turnOnSecondStep(on, actor, ana, world.secretKey)),
    undefined,
    'repeated, it is as it was',
  )
  assert.deepEqual(await mailJobs(world), ['turned-on'])
  const actions = (await entriesAbout(world.on, ana, { most: 9 })).map(({ action }) => action)
  assert.deepEqual(actions.slice(0, 2), ['credential.second-step-turned-on', 'credential.app-added'])
})

test('LOG-10 two-step cannot be turned on with nothing to ask for', async (t) => {
  const { world, ana, actor, tx, step } = await aWorldWithAna(t)
  const turnOn = () => tx((on) => turnOnSecondStep(on, actor, ana, world.secretKey))
  await assert.rejects(turnOn(), { code: 'credential.second-step-needs-way', status: 409 })
  assert.equal((await step()).turnedOnAt, undefined)
})

test('LOG-10 of two answers with the same key at the same moment one turns two-step on', async (t) => {
  const { world, ana, add } = await aWorldWithAna(t)
  const code = codeAt(await offerApp(world.on, world.secretKey, ana), world.clock.now())
  const both = await Promise.allSettled([add(code), add(code)])
  assert.deepEqual(both.map(({ status }) => status).sort(), ['fulfilled', 'rejected'])
})

test('LOG-10 a code is accepted once, and none that is older (RFC 6238 §5.2)', async (t) => {
  const { world, setUp, use } = await aWorldWithAna(t)
  const { secret } = await setUp()
  const now = world.clock.now()
  const early = codeAt(secret, now.subtract({ seconds: 30 }))
  assert.equal(await use(early), false, 'the one that set it up')
  assert.equal(await use(codeAt(secret, now)), true)
  assert.equal(await use(codeAt(secret, now)), false, 'a second time')
  assert.equal(await use(codeAt(secret, now.add({ seconds: 30 }))), true, 'a phone that is ahead')
  assert.equal(await use(codeAt(secret, now)), false, 'an older one')
  assert.equal(await use(codeAt(secret, now.add({ seconds: 120 }))), false, 'a phone that is far ahead')
  world.clock.move({ seconds: 60 })
  assert.equal(await use(codeAt(secret, world.clock.now()).replace(/^(...)/, '$1 ')), true)
})

test('LOG-10 of many uses of one code at the same moment exactly one is right', async (t) => {
  const { world, setUp, use } = await aWorldWithAna(t)
  const { secret } = await setUp()
  const code = codeAt(secret, world.clock.now())
  const all = await Promise.all([use(code), use(code), use(code), use(code)])
  assert.deepEqual(all.filter(Boolean), [true])
})

test('LOG-10 a code of another account’s app is wrong, and its sealed key opens nowhere else', async (t) => {
  const { world, ana, tx, setUp, use } = await aWorldWithAna(t)
  await setUp()
  const bo = await world.account('bo@example.com')
  const theirs = await offerApp(world.on, world.secretKey, bo)
  const code = codeAt(theirs, world.clock.now())
  await tx((on) => addApp(on, { kind: 'holder', accountId: bo }, bo, world.secretKey, code))
  assert.equal(await use(codeAt(theirs, world.clock.now().add({ seconds: 30 }))), false)
  await world.on.run(sql`
    update authenticator set sealed_secret = (select sealed_secret from authenticator where account_id = ${bo})
    where account_id = ${ana}`)
  await assert.rejects(use('123456'), { code: 'credential.app-unreadable', status: 409 })
})

test('LOG-10 with another key of the installation an app is refused clearly, and can be set up anew', async (t) => {
  const { world, ana, actor, tx, setUp, use } = await aWorldWithAna(t)
  const { secret } = await setUp()
  await offerApp(world.on, world.secretKey, ana)
  const rotated = randomBytes(32)
  await assert.rejects(use(codeAt(secret, world.clock.now()), rotated), { code: 'credential.app-unreadable' })
  const fresh = await offerApp(world.on, rotated, ana)
  await tx((on) => addApp(on, actor, ana, rotated, codeAt(fresh, world.clock.now())))
  world.clock.move({ seconds: 30 })
  assert.equal(await use(codeAt(fresh, world.clock.now()), rotated), true)
})

test('LOG-10 a new app takes the place of the old one only when it has shown that it works', async (t) => {
  const { world, ana, add, setUp, use, step } = await aWorldWithAna(t)
  const { secret: old } = await setUp()
  const fresh = await offerApp(world.on, world.secretKey, ana)
  await assert.rejects(add('000000'), { code: 'credential.code-wrong' })
  assert.equal(await use(codeAt(old, world.clock.now())), true)
  assert.deepEqual(await add(codeAt(fresh, world.clock.now())), { codes: undefined, isReplaced: true })
  world.clock.move({ seconds: 30 })
  assert.equal(await use(codeAt(old, world.clock.now())), false)
  assert.equal(await use(codeAt(fresh, world.clock.now())), true)
  assert.equal((await step()).recoveryCodesLeft, 10, 'the codes stay')
  assert.deepEqual(await mailJobs(world), ['turned-on', 'app-replaced'])
})

test('LOG-10 the only second step cannot be removed while two-step is on', async (t) => {
  const { world, ana, actor, tx, setUp, step } = await aWorldWithAna(t)
  await setUp()
  const remove = () => tx((on) => removeApp(on, actor, ana))
  await assert.rejects(remove(), { code: 'credential.last-way', status: 409 })
  await world.on.run(sql`
    insert into passkey (id, account_id, kind, credential_id, public_key, sign_count, name, is_synced, created_at)
    values (${newId(world.clock.now())}, ${ana}, 'passkey', 'x', 'x', 0, 'Laptop', false, ${world.clock.now()})`)
  await setLastWay(world.on, ana, 'app')
  await remove()
  const left = await step()
  assert.equal(left.app, undefined)
  assert.deepEqual(waysOf(left), ['passkey', 'recovery-code'])
  assert.equal(firstWay(left), 'passkey')
})

test('LOG-10 two-step is never on with nothing to ask for, whatever happens at the same moment', async (t) => {
  const { world, ana, actor, tx, step } = await aWorldWithAna(t)
  const id = newId(world.clock.now())
  await tx((on) => setFirstPassword(on, ana, 'a hash'))
  for (let round = 0; round < 4; round += 1) {
    await world.on.run(sql`
      insert into passkey (id, account_id, kind, credential_id, public_key, sign_count, name, is_synced, created_at)
      values (${id}, ${ana}, 'passkey', 'x', 'x', 0, 'Laptop', false, ${world.clock.now()})
      on conflict do nothing`)
    await Promise.allSettled([
      tx((on) => turnOnSecondStep(on, actor, ana, world.secretKey)),
      tx((on) => removePasskey(on, actor, ana, id)),
    ])
    const { turnedOnAt, passkeys } = await step()
    assert.equal(turnedOnAt !== undefined, passkeys === 1)
    await tx((on) => turnOffSecondStep(on, actor, ana))
  }
})

test('LOG-10 a recovery code is good once, for its own account, in capitals or not', async (t) => {
  const { world, setUp, recover, step } = await aWorldWithAna(t)
  const { codes } = await setUp()
  const [one = '', two = ''] = codes
  const bo = await world.account('bo@example.com')
  assert.equal(await recover(one, bo), false)
  assert.deepEqual((await Promise.all([recover(one), recover(one.toLowerCase()), recover(one)])).filter(Boolean), [
    true,
  ])
  assert.equal(await recover(one), false)
  assert.equal(await recover(two.replaceAll('-', '')), true)
  assert.equal((await step()).recoveryCodesLeft, 8)
  assert.equal(await recover('ABCD-EFGH-JK'), false)
  const [row] = await world.on.all<{ code_hash: Buffer }>(sql`select code_hash from recovery_code`)
  assert.equal(row?.code_hash.length, 32)
})

test('LOG-10 new recovery codes end the old ones; the form that made them makes none a second time', async (t) => {
  const { world, ana, actor, tx, setUp, recover, step } = await aWorldWithAna(t)
  const { codes } = await setUp()
  const { recoveryCodeSet } = await step()
  const renewing = (insteadOf?: string) => tx((on) => renewRecoveryCodes(on, actor, ana, world.secretKey, insteadOf))
  const renew = () => renewing(recoveryCodeSet)
  const both = await Promise.all([renew(), renew()])
  const fresh = both.find(Boolean) ?? []
  assert.equal(both.filter(Boolean).length, 1)
  assert.equal(await renew(), undefined, 'the page is loaded again')
  assert.equal(await renewing(), undefined, 'as if there had been none')
  assert.equal(await recover(codes[0] ?? ''), false)
  assert.equal(await recover(fresh[0] ?? ''), true)
  await tx((on) => turnOffSecondStep(on, actor, ana))
  await assert.rejects(renew(), { code: 'credential.second-step-off', status: 409 })
})

test('LOG-10 turning two-step off takes app and codes along, and is said once', async (t) => {
  const { world, ana, actor, tx, setUp, step, recover } = await aWorldWithAna(t)
  const { codes } = await setUp()
  const off = () => tx((on) => turnOffSecondStep(on, actor, ana))
  assert.deepEqual((await Promise.all([off(), off()])).sort(), [false, true])
  assert.deepEqual(waysOf(await step()), [])
  assert.equal(await recover(codes[0] ?? ''), false)
  assert.deepEqual(await mailJobs(world), ['turned-on', 'turned-off'])
  const again = await setUp()
  assert.equal(again.codes.length, 10)
  assert.equal(await recover(codes[0] ?? ''), false, 'codes of before stay ended')
})

test('LOG-10 when the codes are used up, turning on gives new ones', async (t) => {
  const { world, ana, actor, tx, setUp, recover } = await aWorldWithAna(t)
  const { codes } = await setUp()
  for (const code of codes) assert.equal(await recover(code), true)
  const fresh = await tx((on) => turnOnSecondStep(on, actor, ana, world.secretKey))
  assert.equal(fresh?.length, 10)
})

test('an account that is erased takes its second step along', async (t) => {
  const { world, ana, tx, setUp } = await aWorldWithAna(t)
  await setUp()
  await tx((on) => on.run(sql`delete from account where id = ${ana}`))
  const [row] = await world.on.all(sql`
    select (select count(*) from authenticator) + (select count(*) from recovery_code) + (select count(*) from second_step) as n`)
  assert.deepEqual(row, { n: 0 })
})
