import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { test } from 'node:test'
import { strFromU8, unzipSync } from 'fflate'
import { everythingHeld } from '#account-page'
import type { Refusal } from '#kernel'
import { openLog, sql } from '#platform'
import { askForExport } from '../src/account-page/export/ask-for-export.ts'
import { makeExport } from '../src/account-page/export/make-export.ts'
import { exportOf, finishExport, pieceOfExport, purgeExports } from '../src/account-page/export/store.ts'
import { mailExport } from '../src/account-page/export/tasks.ts'
import { aFullAccount, person, secretMark } from './a-full-account.ts'
import { aWorld, type World } from './world.ts'

type Json = Record<string, unknown>
const log = openLog('silent')
const once = { attempts: 1, maxAttempts: 5 }
const ask = (world: World, accountId: string) =>
  world.database.transaction((tx) => askForExport(tx, { kind: 'holder', accountId }, world.secretKey))
const make = (world: World, accountId: string, askedAt = world.clock.now(), job = once) =>
  makeExport({ ...world, log }, { accountId, askedAt: askedAt.toString() }, job)

/** The files of what was made, read back as its holder would. */
async function filesOf(world: World, accountId: string): Promise<Record<string, string>> {
  const made = await exportOf(world.on, accountId)
  assert.equal(made.state, 'ready')
  if (made.state !== 'ready') throw new Error('not ready')
  const pieces: Buffer[] = []
  for (let from = 0; ; ) {
    const piece = await pieceOfExport(world.on, { accountId, madeAt: made.madeAt }, from, 1_000)
    if (!piece) break
    pieces.push(piece)
    from += piece.length
  }
  const content = Buffer.concat(pieces)
  assert.equal(content.length, made.bytes)
  return Object.fromEntries(Object.entries(unzipSync(content)).map(([name, bytes]) => [name, strFromU8(bytes)]))
}

test('ACC-10 the download has every column that is to be given, and no secret, in JSON and to be read', async (t) => {
  const world = await aWorld(t)
  const { accountId } = await aFullAccount(world)
  await world.on.run(sql`delete from account_export`)
  await ask(world, accountId)
  await make(world, accountId)
  const files = await filesOf(world, accountId)
  assert.deepEqual(Object.keys(files).sort(), ['account.json', 'activity.json', 'index.html', 'picture.jpg'])
  const account = JSON.parse(files['account.json'] ?? '') as Json & { profile: Json }
  assert.deepEqual(
    [account.format, account.made_by, account.language],
    ['umbel.account/1', 'http://localhost:4400', 'de'],
  )
  assert.equal(account.profile.email, person.email)
  for (const { as, given, also = {} } of everythingHeld.filter(({ as }) => as !== 'activity')) {
    const row = (as === 'profile' ? account.profile : (account[as] as Json[])[0]) as Json | undefined
    assert.deepEqual(Object.keys(row ?? {}).sort(), [...given, ...Object.keys(also)].sort(), as)
  }
  assert.deepEqual(
    (account.recovery_codes as Json[]).map(({ codes_left }) => codes_left),
    [2],
  )
  const { entries, ...rest } = JSON.parse(files['activity.json'] ?? '') as { entries: Json[] }
  assert.deepEqual(rest, { format: 'umbel.activity/1', older_left_out: false })
  assert.ok(
    entries.some(
      ({ action, by, network }) => action === 'account.name-changed' && by === 'you' && network === person.network,
    ),
  )
  assert.ok(entries.every(({ sentence }) => typeof sentence === 'string' && sentence !== ''))
  const whole = Object.values(files).join('\n')
  const bytes = Buffer.from(secretMark).toString('hex')
  assert.ok(!whole.includes(secretMark) && !whole.includes(bytes))
  for (const word of Object.values(person)) assert.ok(whole.includes(word), word)
  assert.equal(files['picture.jpg'], 'a picture of Quark')
})

test('ACC-10 the readable page is in the account’s language, fetches nothing, and shows names as text', async (t) => {
  const world = await aWorld(t)
  const { accountId } = await aFullAccount(world)
  const nasty = `<script>alert('عبد')</script>"'>&amp;`
  await world.on.run(sql`update account set name = ${nasty}, picture_id = null where id = ${accountId}`)
  await world.on.run(sql`update passkey set name = ${'<img src=x onerror=alert(1)>'}`)
  await world.on.run(sql`update help_message set message = ${'</td><script src="https://evil.example"></script>'}`)
  await world.on.run(sql`delete from account_export`)
  await ask(world, accountId)
  await make(world, accountId)
  const files = await filesOf(world, accountId)
  const page = files['index.html'] ?? ''
  assert.match(page, /<html lang="de">[\s\S]*Wo Sie angemeldet sind[\s\S]*Was geschehen ist/)
  assert.doesNotMatch(page, /<(script|img|link|iframe|object)|url\(|@import/)
  assert.ok(page.includes('&lt;script&gt;alert'))
  assert.equal((JSON.parse(files['account.json'] ?? '') as { profile: Json }).profile.name, nasty)
  assert.ok(!('picture.jpg' in files))
})

test('ACC-10 what happened is streamed: a long record is cut at a hundred thousand, newest first, and says so', async (t) => {
  const world = await aWorld(t)
  const accountId = await world.account('ana@example.com')
  await world.on.run(sql`
    insert into audit_entry (at, actor_kind, action, account_id, network, detail)
    select now(), 'visitor', 'sign-in.password-wrong', ${accountId}, md5(n::text), '{}' from generate_series(1, 100500) n`)
  await ask(world, accountId)
  const before = process.memoryUsage().rss
  await make(world, accountId)
  const grown = (process.memoryUsage().rss - before) / 1e6
  t.diagnostic(`memory grew by ${Math.round(grown)} MB`)
  const files = await filesOf(world, accountId)
  const { entries, older_left_out } = JSON.parse(files['activity.json'] ?? '') as {
    entries: Json[]
    older_left_out: boolean
  }
  assert.deepEqual([entries.length, older_left_out], [100_000, true])
  assert.equal(entries[0]?.action, 'account-page.export-asked')
  assert.equal(entries[1]?.network, createHash('md5').update('100500').digest('hex'))
  assert.ok(grown < 300, `${grown} MB`)
})

test('ACC-10 one at a time, three a day; asking again starts anew', async (t) => {
  const world = await aWorld(t)
  const accountId = await world.account('ana@example.com')
  const state = async () => (await exportOf(world.on, accountId)).state
  assert.equal(await state(), 'none')
  await Promise.all([ask(world, accountId), ask(world, accountId), ask(world, accountId)])
  assert.equal(await state(), 'being-made')
  assert.equal(
    (await world.on.all(sql`select 1 from audit_entry where action = 'account-page.export-asked'`)).length,
    1,
  )
  const first = world.clock.now()
  await make(world, accountId)
  for (const more of [1, 2]) {
    world.clock.move({ minutes: more })
    await ask(world, accountId)
    await make(world, accountId, first)
    assert.equal(await state(), 'being-made', 'the job of another wish makes nothing')
    await make(world, accountId)
    assert.equal(await state(), 'ready')
  }
  await assert.rejects(ask(world, accountId), (error: Refusal) => error.code === 'account-page.exports-many')
  assert.equal(await state(), 'ready', 'what was there stays')
  world.clock.move({ hours: 24 })
  await ask(world, accountId)
})

test('ACC-10 a download that cannot be made says so after the last try, and lost ones can be asked for again', async (t) => {
  const world = await aWorld(t)
  const accountId = await world.account('ana@example.com')
  await ask(world, accountId)
  const broken = { ...world, log, url: undefined as never }
  const askedAt = world.clock.now().toString()
  await assert.rejects(makeExport(broken, { accountId, askedAt }, { attempts: 4, maxAttempts: 5 }))
  assert.equal((await exportOf(world.on, accountId)).state, 'being-made')
  await assert.rejects(makeExport(broken, { accountId, askedAt }, { attempts: 5, maxAttempts: 5 }))
  assert.equal((await exportOf(world.on, accountId)).state, 'failed')
  await ask(world, accountId)
  world.clock.move({ minutes: 61 })
  assert.equal((await exportOf(world.on, accountId)).state, 'failed', 'its job was lost')
  await ask(world, accountId)
  assert.equal((await exportOf(world.on, accountId)).state, 'being-made')
})

test('ACC-10 the mail leads to a page, and after a week the download is gone', async (t) => {
  const world = await aWorld(t)
  const accountId = await world.account('ana@example.com')
  await ask(world, accountId)
  await make(world, accountId)
  await mailExport(world, { accountId })
  assert.match(world.mails[0]?.mail.text ?? '', new RegExp(`/profile/export\\?account=${accountId}`))
  assert.match(world.mails[0]?.mail.text ?? '', /until 27 November/)
  world.clock.move({ days: 7 })
  assert.equal((await exportOf(world.on, accountId)).state, 'none')
  await mailExport(world, { accountId })
  assert.equal(world.mails.length, 1)
  await purgeExports(world.on)
  assert.deepEqual(await world.on.all(sql`select 1 from account_export`), [])
  const late = { accountId, askedAt: world.clock.now(), content: Buffer.from('x'), until: world.clock.now() }
  assert.equal(await finishExport(world.on, late), false)
})
