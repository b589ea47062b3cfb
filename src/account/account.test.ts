import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from '#platform'
import { aWorld } from '../../test/world.ts'
import { kindOf, namesOf, parseName } from './account.ts'
import { actions, verdictOn } from './control.ts'
import { changeName, holderOf, proveAddress, proveByCode, purgeUnverified, resendProof } from './index.ts'

const visitor = { kind: 'visitor' } as const

test('ACC-2 an account is managed when somebody manages it, and personal otherwise', () => {
  assert.equal(kindOf({}), 'personal')
  assert.equal(kindOf({ managedBy: { organization: 'Acme Inc.', domain: 'acme.example.com' } }), 'managed')
})

test('ACC-4 the code from the mail proves the address, once', async (t) => {
  const world = await aWorld(t)
  const id = await world.unproved('ana@example.com')
  const { code = '' } = await world.mailProof(id)
  assert.equal(world.mails[0]?.to, 'ana@example.com')
  assert.equal(await world.database.transaction((tx) => proveByCode(tx, visitor, world.secretKey, id, code)), true)
  assert.equal((await holderOf(world.on, 'ana@example.com'))?.id, id)
  assert.equal(await world.database.transaction((tx) => proveByCode(tx, visitor, world.secretKey, id, code)), false)
})

test('ACC-4 five wrong codes, or 30 minutes, end a code', async (t) => {
  const world = await aWorld(t)
  const id = await world.unproved('ana@example.com')
  const { code = '' } = await world.mailProof(id)
  const wrong = code === '000000' ? '000001' : '000000'
  const enter = (typed: string) =>
    world.database.transaction((tx) => proveByCode(tx, visitor, world.secretKey, id, typed))
  for (let tries = 1; tries <= 5; tries += 1) assert.equal(await enter(wrong), false)
  assert.equal(await enter(code), false, 'the right code came too late')

  const other = await world.unproved('bo@example.com')
  const late = await world.mailProof(other)
  world.clock.move({ minutes: 31 })
  assert.equal(
    await world.database.transaction((tx) => proveByCode(tx, visitor, world.secretKey, other, late.code ?? '')),
    false,
  )
})

test('ACC-4 sending again works once a minute and five times an hour, and ends the earlier code', async (t) => {
  const world = await aWorld(t)
  const id = await world.unproved('ana@example.com')
  const { code: first = '' } = await world.mailProof(id)
  const again = () => world.database.transaction((tx) => resendProof(tx, visitor, world.secretKey, id))
  assert.deepEqual(await again(), { sent: false, from: world.clock.now().add({ minutes: 1 }), often: false })
  for (let times = 1; times <= 5; times += 1) {
    world.clock.move({ seconds: 61 })
    assert.deepEqual(await again(), { sent: true })
  }
  await world.mailProof(id)
  assert.equal(await world.database.transaction((tx) => proveByCode(tx, visitor, world.secretKey, id, first)), false)
  world.clock.move({ seconds: 61 })
  const often = await again()
  assert.ok(!often.sent && often.often)
})

test('ACC-5 a taken address gets its owner a mail without a code, and the newcomer nothing', async (t) => {
  const world = await aWorld(t)
  await world.account('ana@example.com')
  const newcomer = await world.unproved('ANA@example.com', { name: 'Mallory' })
  const { code, token } = await world.mailProof(newcomer)
  assert.deepEqual({ code, token }, { code: undefined, token: undefined })
  assert.match(world.mails[0]?.mail.text ?? '', /\/password\/forgot/)
  assert.doesNotMatch(world.mails[0]?.mail.text ?? '', /Mallory/)
})

test('ACC-6 whoever first proves an address has it, and other unproved accounts with it go', async (t) => {
  const world = await aWorld(t)
  const first = await world.unproved('ana@example.com')
  const second = await world.unproved('ana@example.com')
  await world.database.transaction((tx) => proveAddress(tx, visitor, second))
  assert.equal((await holderOf(world.on, 'ana@example.com'))?.id, second)
  await assert.rejects(
    world.database.transaction((tx) => proveAddress(tx, visitor, first)),
    { code: 'account.gone' },
  )
})

test('ACC-6 two proofs of one address at the same moment leave one holder', async (t) => {
  const world = await aWorld(t)
  const ids = await Promise.all([world.unproved('ana@example.com'), world.unproved('ana@example.com')])
  const outcomes = await Promise.allSettled(
    ids.map((id) => world.database.transaction((tx) => proveAddress(tx, visitor, id))),
  )
  assert.deepEqual(outcomes.map(({ status }) => status).sort(), ['fulfilled', 'rejected'])
  const holders = await world.on.all(sql`select id from account where email_verified_at is not null`)
  assert.equal(holders.length, 1)
})

test('ACC-6 an account that stays unproved is dropped after seven days', async (t) => {
  const world = await aWorld(t)
  await world.unproved('ana@example.com')
  await world.account('bo@example.com')
  world.clock.move({ hours: 24 * 7 - 1 })
  assert.equal(await purgeUnverified(world.database), 0)
  world.clock.move({ hours: 2 })
  assert.equal(await purgeUnverified(world.database), 1)
  assert.equal((await world.on.all(sql`select id from account`)).length, 1)
})

test('DEV-2 usernames are unique and never given again', async (t) => {
  const world = await aWorld(t)
  const first = await world.account('ana@example.com')
  const second = await world.account('ana@example.org')
  const names = await world.on.all<{ username: string }>(
    sql`select username from account order by created_at, username`,
  )
  assert.deepEqual(names.map(({ username }) => username).sort(), ['ana', 'ana2'])
  await world.on.run(sql`delete from account where id in (${first}, ${second})`)
  const third = await world.account('ana@example.net')
  const [row] = await world.on.all<{ username: string }>(sql`select username from account where id = ${third}`)
  assert.equal(row?.username, 'ana3')
})

test('ACC-8 only the holder changes the name, and the change is in the record', async (t) => {
  const world = await aWorld(t)
  const id = await world.account('ana@example.com')
  const other = await world.account('bo@example.com')
  const change = (accountId: string) =>
    world.database.transaction((tx) => changeName(tx, { kind: 'holder', accountId }, id, 'Ana  Ny'))
  await assert.rejects(change(other), { code: 'account.not-yours', status: 403 })
  await change(id)
  const [row] = await world.on.all<{ name: string }>(sql`select name from account where id = ${id}`)
  assert.equal(row?.name, 'Ana Ny')
  const entries = await world.on.all(
    sql`select 1 from audit_entry where account_id = ${id} and action = 'account.name-changed'`,
  )
  assert.equal(entries.length, 1)
})

test('names may be in any script, but are one line and carry no hidden direction or link', () => {
  for (const name of ['Ana', '李小龍', 'محمد', 'Søren  Ålund', 'O’Neill-Smith', '👩‍🚀 Ana', 'x'.repeat(200)]) {
    assert.equal(parseName(name), name.replace(/\s+/g, ' '))
  }
  for (const [name, code] of [
    ['', 'missing'],
    [' \n ', 'missing'],
    ['x'.repeat(201), 'long'],
    ['a\u202eb', 'malformed'],
    ['see https://spam.example', 'malformed'],
    ['<b>', 'malformed'],
    ['\u200b\u2060', 'malformed'],
    ['Win at evil.example/x', 'malformed'],
    [undefined, 'missing'],
  ] as const) {
    assert.throws(() => parseName(name), { code: `account.name-${code}` })
  }
  assert.deepEqual(namesOf('Mira Ada Okafor'), { given: 'Mira Ada', family: 'Okafor' })
  assert.deepEqual(namesOf('Mira'), { given: 'Mira' })
})

test('CTL the control table says what the specification says', () => {
  // action: personal holder, managed holder, managed org admin, anyone's site admin, operator
  const specified: Record<string, string> = {
    'change-email': 'yes ask yes no no',
    'change-name': 'yes yes yes no no',
    'change-picture': 'yes yes yes no no',
    delete: 'yes ask yes no no',
    deactivate: 'no no yes no abuse',
    'see-products': 'yes yes yes own-site yes',
    'access-content': 'yes yes never never never',
    'access-others-content': 'never never never never never',
    'set-password-for-holder': 'never never never never never',
  }
  assert.deepEqual(Object.keys(specified), [...actions])
  for (const action of actions) {
    const said = [
      verdictOn(action, 'personal', 'holder'),
      verdictOn(action, 'managed', 'holder'),
      verdictOn(action, 'managed', 'org-admin'),
      verdictOn(action, 'managed', 'site-admin'),
      verdictOn(action, 'managed', 'operator'),
    ]
    assert.equal(said.join(' '), specified[action], action)
    // A personal account is nobody's but its holder's; the operator may see where it is used.
    for (const part of ['org-admin', 'site-admin', 'operator'] as const) {
      assert.equal(verdictOn(action, 'personal', part) === 'yes', action === 'see-products' && part === 'operator')
    }
  }
})
