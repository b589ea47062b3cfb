import assert from 'node:assert/strict'
import { test } from 'node:test'
import { reactWith } from '#events'
import { hashSecret } from '#kernel'
import { aWorld, testHashing } from '../../test/world.ts'
import { openHashing, passwordHashOf, resetPassword } from './index.ts'
import { judgePassword } from './strength.ts'

test('POL-4 any characters will do, if there are enough and nobody would guess them', async () => {
  const context = ['Mira Okafor', 'mira@okafor.example.com', 'Umbel', 'Tracker']
  const good = [
    'umbels grow in spring',
    'correct horse battery',
    'пароль для зонтика',
    '傘の花は春に咲く野原',
    'aB3$xQ9!zz-k',
    'regenschirm unter apfelbäumen',
    'r'.repeat(3) + '-quiet-lantern-42'.repeat(3),
  ]
  for (const password of good)
    assert.equal((await judgePassword(password, context, 8)).refusal?.code, undefined, password)
  const bad: Record<string, string> = {
    '': 'missing',
    'x7!kq': 'short',
    password123: 'leaked',
    qwertyuiop: 'leaked',
    MiraOkafor1: 'context',
    'tracker-umbel': 'context',
    'm1r@0kaf0r': 'context',
    'Tr4ck3r!!': 'context',
    rofakoarim: 'context',
    'r3kcart-l3bmu': 'context',
    'Ök@forMira7': 'context',
    aaaaaaaaaa: 'guessable',
    Zusammenarbeit: 'guessable',
    donnerstag7: 'guessable',
    Selbstverständlich: 'guessable',
    ['x1'.repeat(65)]: 'long',
  }
  for (const [password, reason] of Object.entries(bad)) {
    assert.equal((await judgePassword(password, context, 8)).refusal?.code, `credential.password-${reason}`, password)
  }
  assert.equal((await judgePassword('lantern-quiet', context, 15)).refusal?.code, 'credential.password-short')
})

test('a password is kept as Argon2id, with the pepper mixed in', async () => {
  const plain = await testHashing()
  const peppered = await openHashing({ memoryKib: 19_456, passes: 2, atOnce: 1, queue: 5, pepper: Buffer.alloc(32, 7) })
  const hash = await peppered.hash('umbels grow in spring')
  assert.match(hash, /^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
  assert.equal(await peppered.verify(hash, 'umbels grow in spring'), true)
  assert.equal(await peppered.verify(hash, 'umbels grow in autumn'), false)
  assert.equal(await plain.verify(hash, 'umbels grow in spring').catch(() => false), false)
  assert.equal(await plain.verifyNothing('the password of no account'), false)
  // The same letters in another Unicode form are the same password.
  assert.equal(await peppered.verify(await peppered.hash('b\u00fccher-im-regal'), 'bu\u0308cher-im-regal'), true)
})

test('a full queue of hashes answers with when to come back, and the waiting ones are still done', async () => {
  const hashing = await openHashing({ memoryKib: 19_456, passes: 2, atOnce: 1, queue: 3 })
  const outcomes = await Promise.allSettled(Array.from({ length: 6 }, () => hashing.hash('umbels grow in spring')))
  assert.equal(outcomes.filter(({ status }) => status === 'fulfilled').length, 4)
  for (const outcome of outcomes) {
    if (outcome.status === 'rejected')
      assert.deepEqual([outcome.reason.code, outcome.reason.status], ['credential.busy', 503])
  }
  assert.equal(hashing.waiting, 0)
})

test('LOG-9 a reset link works once, for 30 minutes, and for one of two at the same moment', async (t) => {
  const world = await aWorld(t)
  reactWith({})
  const id = await world.account('ana@example.com', { password: 'umbels grow in spring' })
  const use = (token: string | undefined, hash: string) =>
    world.database.transaction((tx) => resetPassword(tx, { kind: 'visitor' }, hashSecret(token ?? ''), hash))
  const first = await world.mailReset('ana@example.com')
  const both = await Promise.all([use(first.token, 'one'), use(first.token, 'two')])
  assert.deepEqual(both.filter(Boolean), [id])
  assert.match((await passwordHashOf(world.on, id)) ?? '', /^(one|two)$/)
  const second = await world.mailReset('ana@example.com')
  const third = await world.mailReset('ana@example.com')
  assert.equal(await use(third.token, 'three'), id)
  assert.equal(await use(second.token, 'four'), undefined, 'an earlier link ended with the change')
  const late = await world.mailReset('ana@example.com')
  world.clock.move({ minutes: 31 })
  assert.equal(await use(late.token, 'five'), undefined)
  assert.deepEqual(await world.mailReset('nobody@example.com'), {})
})

test('a password made to be slow is judged in a moment, and a flood of them is turned away', async () => {
  const slow = '4b3d3f6h!jk1mn0pqr$+uvwxyz2'.repeat(4)
  const timeOf = async (password: string) => {
    const started = performance.now()
    await judgePassword(password, [], 8)
    return performance.now() - started
  }
  await timeOf('warm')
  const beginning = await timeOf(slow.slice(0, 40))
  const whole = await timeOf(slow)
  assert.ok(whole < 4 * beginning + 100, `${whole} ms, and ${beginning} ms for its beginning`)
  const flood = await Promise.allSettled(Array.from({ length: 120 }, () => judgePassword(slow.slice(0, 12), [], 8)))
  const refused = flood.flatMap((each) => (each.status === 'rejected' ? [each.reason.code] : []))
  assert.ok(refused.length >= 60, `${refused.length} refused`)
  assert.deepEqual([...new Set(refused)], ['credential.busy'])
})
