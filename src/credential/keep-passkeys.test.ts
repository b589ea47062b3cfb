import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from '#platform'
import { anaWith, enrol, holder, refused } from '../../test/passkeys.ts'
import { aWorld } from '../../test/world.ts'
import { mailPasskey } from './mail-passkey.ts'
import { mostPasskeys, parsePasskeyName } from './passkey.ts'
import { passkeysOf } from './passkey-store.ts'
import { removePasskey } from './remove-passkey.ts'
import { renamePasskey } from './rename-passkey.ts'
import { turnOnSecondStep } from './turn-on-second-step.ts'

test('LOG-10 a passkey is in one account once', async (t) => {
  const { world, ana, key } = await anaWith(t)
  const bo = await world.account('bo@example.com')
  for (const account of [ana, bo]) await assert.rejects(enrol(world, account, { key }), refused('taken'))
})

test(`LOG-10 an account has ${mostPasskeys} passkeys at most, also when two are added at the same moment`, async (t) => {
  const { world, ana } = await anaWith(t)
  await world.on.run(sql`
    insert into passkey (id, account_id, kind, credential_id, public_key, sign_count, name, is_synced, created_at)
    select gen_random_uuid(), ${ana}, 'passkey', decode(md5(n::text), 'hex'), decode('00', 'hex'), 0, 'Key ' || n, false, now()
    from generate_series(1, ${mostPasskeys - 2}) n`)
  const both = await Promise.allSettled([enrol(world, ana), enrol(world, ana)])
  assert.deepEqual(both.map(({ status }) => status).sort(), ['fulfilled', 'rejected'])
  await assert.rejects(enrol(world, ana), { code: 'credential.passkeys-many' })
})

test('ACC-11 adding, renaming and removing are written down; the holder hears by mail of the first and the last', async (t) => {
  const { world, ana } = await anaWith(t)
  const [passkey] = await passkeysOf(world.on, ana)
  assert.ok(passkey)
  await world.database.transaction((tx) => renamePasskey(tx, holder(ana), ana, passkey.id, 'Blue key'))
  await world.database.transaction((tx) => removePasskey(tx, holder(ana), ana, passkey.id))
  assert.deepEqual(await passkeysOf(world.on, ana), [])
  const actions = await world.on.all<{ action: string }>(sql`
    select action from audit_entry where account_id = ${ana} and action like 'credential.passkey%' order by id`)
  assert.deepEqual(
    actions.map(({ action }) => action),
    ['credential.passkey-added', 'credential.passkey-renamed', 'credential.passkey-removed'],
  )
  const events = await world.on.all<{ name: string }>(sql`
    select name from event where account_id = ${ana} and name like 'credential.passkey%' order by id`)
  assert.deepEqual(
    events.map(({ name }) => name),
    ['credential.passkey-added', 'credential.passkey-removed'],
  )
  for (const [what, kind, words] of [
    ['added', 'passkey', /your account has a new passkey/],
    ['removed', 'security-key', /security key was taken off your account/],
  ] as const) {
    const at = world.clock.now().toString()
    await mailPasskey(world, { accountId: ana, what, kind, name: 'Blue key', device: 'Chrome on macOS', at })
    assert.match(world.mails.at(-1)?.mail.text ?? '', words)
  }
})

test('LOG-10 the only way into an account stays', async (t) => {
  const world = await aWorld(t)
  const ana = await world.account('ana@example.com')
  await enrol(world, ana)
  await enrol(world, ana, { kind: 'security-key' })
  const [key, passkey] = (await passkeysOf(world.on, ana)).toSorted((one, other) => other.kind.localeCompare(one.kind))
  assert.ok(passkey && key)
  const remove = (id: string) => world.database.transaction((tx) => removePasskey(tx, holder(ana), ana, id))
  await assert.rejects(remove(passkey.id), refused('last-way'))
  await enrol(world, ana)
  await remove(passkey.id)
  await remove(key.id)
  await assert.rejects(remove(key.id), refused('gone'))
})

test('LOG-10 the only second step stays while two-step verification is on, also when two go at the same moment', async (t) => {
  const { world, ana } = await anaWith(t)
  await enrol(world, ana, { kind: 'security-key' })
  await world.database.transaction((tx) => turnOnSecondStep(tx, holder(ana), ana, world.secretKey))
  const both = await Promise.allSettled(
    (await passkeysOf(world.on, ana)).map(({ id }) =>
      world.database.transaction((tx) => removePasskey(tx, holder(ana), ana, id)),
    ),
  )
  const [failed] = both.filter((each) => each.status === 'rejected')
  assert.equal(failed?.reason.code, 'credential.passkey-last-step')
  assert.equal((await passkeysOf(world.on, ana)).length, 1)
})

test('LOG-10 nobody renames or removes another’s passkey', async (t) => {
  const { world, ana } = await anaWith(t)
  const bo = await world.account('bo@example.com')
  const [passkey] = await passkeysOf(world.on, ana)
  assert.ok(passkey)
  await assert.rejects(
    world.database.transaction((tx) => renamePasskey(tx, holder(bo), bo, passkey.id, 'Mine')),
    refused('gone'),
  )
  await assert.rejects(
    world.database.transaction((tx) => removePasskey(tx, holder(bo), bo, passkey.id)),
    refused('gone'),
  )
})

test('LOG-10 names are one line of 1 to 100 characters', () => {
  assert.equal(parsePasskeyName('  Blue \n key\u0007 '), 'Blue key')
  assert.equal(parsePasskeyName('🔑'.repeat(100)), '🔑'.repeat(100))
  for (const empty of [undefined, '', ' \t']) assert.throws(() => parsePasskeyName(empty), refused('name-missing'))
  assert.throws(() => parsePasskeyName('x'.repeat(101)), refused('name-long'))
})
