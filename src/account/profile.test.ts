import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from '#platform'
import { aWorld } from '../../test/world.ts'
import {
  accountById,
  changeLanguage,
  changePicture,
  changePublicName,
  changeVisibility,
  keepUpload,
  removePicture,
} from './index.ts'
import { mustControl } from './must-control.ts'
import { pictureOf, uploadOf } from './picture/store.ts'
import { audiences, type Field, isVisibleTo, parseAudience, parseLanguage, parseZone } from './profile.ts'
import { purgeChanges } from './purge.ts'
import { zonesByRegion } from './zones.ts'

const picture = { large: Buffer.from('large'), small: Buffer.from('small') }
const whole = { content: Buffer.from('whole'), width: 100, height: 80 }

test('ACC-8 anyone is more than the organization, and that is more than me', () => {
  const table = audiences.map((viewer) => audiences.map((audience) => isVisibleTo(viewer, audience)))
  assert.deepEqual(table, [
    [true, false, false],
    [true, true, false],
    [true, true, true],
  ])
  for (const text of [undefined, '', 'Anyone', 'admin', 'constructor']) {
    assert.throws(() => parseAudience(text), { code: 'account.audience-unknown', status: 422 })
  }
})

test('ACC-8 a language is one there are words for, and the region stays while the language does', () => {
  assert.equal(parseLanguage('en', 'en-US'), 'en-US')
  assert.equal(parseLanguage('de', 'en-US'), 'de')
  assert.equal(parseLanguage('de', 'de-AT'), 'de-AT')
  for (const text of [undefined, '', 'fr', 'EN', 'en-US', '../en']) {
    assert.throws(() => parseLanguage(text, 'en'), { code: 'account.language-unknown', status: 422 })
  }
})

test('ACC-8 a time zone goes by any name that the IANA ever gave it, and by no offset', () => {
  for (const [typed, zone] of [
    ['Europe/Vienna', 'Europe/Vienna'],
    [' europe/vienna ', 'Europe/Vienna'],
    ['Asia/Kolkata', 'Asia/Kolkata'],
    ['Asia/Calcutta', 'Asia/Calcutta'],
    ['US/Eastern', 'US/Eastern'],
    ['UTC', 'UTC'],
    ['Etc/GMT+5', 'Etc/GMT+5'],
    ['America/Argentina/Buenos_Aires', 'America/Argentina/Buenos_Aires'],
  ] as const) {
    assert.equal(parseZone(typed), zone)
  }
  for (const text of [
    undefined,
    '',
    'Vienna',
    'Europe/Nowhere',
    '+01:00',
    'UTC+1',
    'Europe/../Vienna',
    'x'.repeat(99),
  ]) {
    assert.throws(() => parseZone(text), { code: 'account.zone-unknown', status: 422 })
  }
})

test('ACC-8 the list of time zones has each of them once, under today’s names, with the offset of the season', () => {
  const winter = zonesByRegion(Temporal.Instant.from('2026-01-10T12:00:00Z'), 'US/Eastern')
  const all = winter.flatMap(({ zones }) => zones)
  assert.ok(all.length > 400 && new Set(all.map(({ id }) => id)).size === all.length)
  for (const { id } of all) assert.equal(parseZone(id), id)
  const zone = (groups: typeof winter, id: string) =>
    groups.flatMap(({ zones }) => zones).find((each) => each.id === id)
  assert.deepEqual(zone(winter, 'Europe/Vienna'), { id: 'Europe/Vienna', place: 'Vienna', offset: '+01:00' })
  assert.equal(zone(winter, 'America/Argentina/Buenos_Aires')?.place, 'Argentina, Buenos Aires')
  assert.ok(zone(winter, 'Asia/Kolkata') && zone(winter, 'Etc/UTC') && zone(winter, 'US/Eastern'))
  assert.equal(zone(winter, 'Europe/Kiev'), undefined)
  const summer = zonesByRegion(Temporal.Instant.from('2026-07-10T12:00:00Z'), 'UTC')
  assert.equal(zone(summer, 'Europe/Vienna')?.offset, '+02:00')
})

test('CTL-1 where an organization decides, the refusal names it', () => {
  const since = Temporal.Instant.from('2026-11-20T09:00:00Z')
  const managedBy = { organizationId: 'o', organization: 'Acme Inc.', domain: 'acme.example.com', since }
  const account = { id: 'a', managedBy }
  const admin = (organizationId: string) => ({ kind: 'admin', accountId: 'b', organizationId }) as const
  const holder = { kind: 'holder', accountId: 'a' } as const
  assert.throws(() => mustControl(account, holder, 'change-email'), {
    code: 'account.managed',
    status: 403,
    details: { organization: 'Acme Inc.' },
  })
  mustControl(account, holder, 'change-picture')
  mustControl(account, admin('o'), 'change-email')
  assert.throws(() => mustControl(account, admin('o'), 'access-content'), { code: 'account.not-yours' })
  assert.throws(() => mustControl(account, admin('another'), 'change-email'), { code: 'account.unknown', status: 404 })
  mustControl({ id: 'a' }, holder, 'change-email')
  for (const actor of [{ kind: 'holder', accountId: 'b' }, { kind: 'operator' }, { kind: 'visitor' }] as const) {
    assert.throws(() => mustControl({ id: 'a' }, actor, 'change-name'), { code: 'account.not-yours', status: 403 })
  }
})

test('ACC-8 every change moves the moment that products compare, is in the record, and is announced', async (t) => {
  const world = await aWorld(t)
  const id = await world.account('ana@example.com')
  const actor = { kind: 'holder', accountId: id } as const
  const changes = {
    'account.public-name-changed': (tx) => changePublicName(tx, actor, id, 'ana'),
    'account.public-name-removed': (tx) => changePublicName(tx, actor, id, '  '),
    'account.language-changed': (tx) => changeLanguage(tx, actor, id, { language: 'de', zone: 'Etc/UTC' }),
    'account.time-zone-changed': (tx) => changeLanguage(tx, actor, id, { language: 'de', zone: 'Asia/Tokyo' }),
    'account.visibility-changed': (tx) => changeVisibility(tx, actor, id, 'name', 'me'),
    'account.picture-changed': async (tx) => {
      await keepUpload(tx, actor, id, whole)
      await changePicture(tx, actor, id, picture)
    },
    'account.picture-removed': (tx) => removePicture(tx, actor, id),
  } satisfies Record<string, (tx: Parameters<Parameters<typeof world.database.transaction>[0]>[0]) => Promise<void>>
  for (const [action, change] of Object.entries(changes)) {
    world.clock.move({ minutes: 1 })
    const count = async () => ({
      records: await world.on.all(sql`select 1 from audit_entry where action = ${action}`),
      events: await world.on.all(sql`select 1 from event where name = 'account.profile-changed'`),
    })
    const before = await count()
    await world.database.transaction(change)
    const [row] = await world.on.all<{ updated_at: Temporal.Instant }>(sql`select updated_at from account`)
    assert.equal(row?.updated_at.toString(), world.clock.now().toString(), action)
    const after = await count()
    assert.equal(after.records.length, before.records.length + 1, action)
    assert.equal(after.events.length, before.events.length + 1, action)
    // Doing it again changes nothing.
    if (action === 'account.picture-changed') continue
    world.clock.move({ minutes: 1 })
    await world.database.transaction(change)
    assert.deepEqual(await count(), after, `${action} again`)
  }
})

test('ACC-8 nobody else changes any of it', async (t) => {
  const world = await aWorld(t)
  const id = await world.account('ana@example.com')
  const actor = { kind: 'holder', accountId: await world.account('bo@example.com') } as const
  for (const change of [
    (tx) => changePublicName(tx, actor, id, 'ana'),
    (tx) => changeLanguage(tx, actor, id, { language: 'de', zone: 'UTC' }),
    (tx) => changeVisibility(tx, actor, id, 'name', 'me'),
    (tx) => keepUpload(tx, actor, id, whole),
    (tx) => changePicture(tx, actor, id, picture),
    (tx) => removePicture(tx, actor, id),
  ] as ((tx: Parameters<Parameters<typeof world.database.transaction>[0]>[0]) => Promise<void>)[]) {
    await assert.rejects(world.database.transaction(change), { code: 'account.not-yours', status: 403 })
  }
})

test('ACC-8 another picture has another address, and so has one that fewer may see from now on', async (t) => {
  const world = await aWorld(t)
  const id = await world.account('ana@example.com')
  const actor = { kind: 'holder', accountId: id } as const
  const act = world.database.transaction
  const pictureId = async () => (await accountById(world.on, id))?.pictureId ?? ''
  const upload = () =>
    act(async (tx) => {
      await keepUpload(tx, actor, id, whole)
      await changePicture(tx, actor, id, picture)
    })
  const show = (audience: string) => act((tx) => changeVisibility(tx, actor, id, 'picture', audience))
  await upload()
  const first = await pictureId()
  assert.deepEqual(await pictureOf(world.on, first, 'large'), picture.large)
  assert.deepEqual(await pictureOf(world.on, first, 'small'), picture.small)
  await upload()
  const second = await pictureId()
  assert.notEqual(second, first)
  assert.equal(await pictureOf(world.on, first, 'large'), undefined)
  await show('organization')
  const third = await pictureId()
  await show('me')
  const fourth = await pictureId()
  assert.equal(new Set([first, second, third, fourth]).size, 4)
  for (const old of [second, third]) assert.equal(await pictureOf(world.on, old, 'small'), undefined)
  await show('anyone')
  assert.equal(await pictureId(), fourth, 'more may see it: whoever had the address keeps it')
  await act((tx) => removePicture(tx, actor, id))
  assert.equal(await pictureId(), '')
  assert.equal(await pictureOf(world.on, fourth, 'large'), undefined)
})

test('ACC-8 an upload waits for an hour, and is cut out once', async (t) => {
  const world = await aWorld(t)
  const id = await world.account('ana@example.com')
  const actor = { kind: 'holder', accountId: id } as const
  const act = world.database.transaction
  await act((tx) => keepUpload(tx, actor, id, whole))
  const cut = () => act((tx) => changePicture(tx, actor, id, picture))
  const outcomes = await Promise.allSettled([cut(), cut()])
  assert.deepEqual(outcomes.map(({ status }) => status).sort(), ['fulfilled', 'rejected'])
  await act((tx) => keepUpload(tx, actor, id, whole))
  world.clock.move({ minutes: 60 })
  assert.equal(await uploadOf(world.on, id), undefined)
  await assert.rejects(cut(), { code: 'account.upload-gone', status: 410 })
  await purgeChanges(world.on)
  assert.deepEqual(await world.on.all(sql`select 1 from picture_upload`), [])
})

test('ACC-8 as an account begins, and as old ones are, anyone sees everything', async (t) => {
  const world = await aWorld(t)
  const account = await accountById(world.on, await world.account('ana@example.com'))
  const fields: readonly Field[] = ['name', 'public-name', 'picture', 'language', 'time-zone']
  for (const field of fields) assert.equal(account?.visibility[field], 'anyone')
})
