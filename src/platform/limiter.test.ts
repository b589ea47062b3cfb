import assert from 'node:assert/strict'
import { test } from 'node:test'
import { aWorld } from '../../test/world.ts'
import { countOne, forgetCount, giveBackOne, type Limit, purgeCounts, standing, takeOne } from './limiter.ts'

const subject = Buffer.from('somebody')
const perHour: Limit = { name: 'mail', most: 3, within: Temporal.Duration.from('PT1H') }
const doubling: Limit = {
  name: 'failure',
  most: 2,
  within: Temporal.Duration.from('PT15M'),
  firstWait: Temporal.Duration.from('PT30S'),
  longestWait: Temporal.Duration.from('PT2M'),
}

test('a plain limit blocks until its window is over, counted from the first', async (t) => {
  const world = await aWorld(t)
  const start = world.clock.now()
  const lefts = []
  for (let times = 1; times <= 3; times += 1) {
    lefts.push((await countOne(world.on, perHour, subject)).left)
    world.clock.move({ minutes: 10 })
  }
  assert.deepEqual(lefts, [2, 1, 0])
  assert.deepEqual((await standing(world.on, perHour, subject)).blockedUntil, start.add({ hours: 1 }))
  world.clock.move({ minutes: 31 })
  assert.deepEqual(await standing(world.on, perHour, subject), { left: 3 })
  assert.equal((await countOne(world.on, perHour, subject)).left, 2)
})

test('a limit with waits doubles them up to the longest, and forgets after a quiet time', async (t) => {
  const world = await aWorld(t)
  const waits = []
  for (let times = 1; times <= 6; times += 1) {
    const { blockedUntil } = await countOne(world.on, doubling, subject)
    if (!blockedUntil) continue
    waits.push(blockedUntil.since(world.clock.now()).total('seconds'))
    world.clock.move({ seconds: waits.at(-1) })
  }
  assert.deepEqual(waits, [30, 60, 120, 120, 120])
  world.clock.move({ minutes: 16 })
  assert.deepEqual(await standing(world.on, doubling, subject), { left: 2 })
})

test('two processes counting at once both count', async (t) => {
  const world = await aWorld(t)
  await Promise.all(Array.from({ length: 20 }, () => countOne(world.on, { ...perHour, most: 100 }, subject)))
  assert.equal((await standing(world.on, { ...perHour, most: 100 }, subject)).left, 80)
  await forgetCount(world.on, subject)
  assert.equal((await standing(world.on, { ...perHour, most: 100 }, subject)).left, 100)
  await countOne(world.on, perHour, subject)
  world.clock.move({ hours: 25 })
  assert.equal(await purgeCounts(world.on), 1)
})

test('of many taken at once no more are given than are left, and those given back can be taken again', async (t) => {
  const world = await aWorld(t)
  const taken = await Promise.all(Array.from({ length: 20 }, () => takeOne(world.on, perHour, subject)))
  const given = taken.filter((each) => each !== undefined)
  assert.equal(given.length, 3)
  assert.equal(await takeOne(world.on, perHour, subject), undefined)
  await giveBackOne(world.on, perHour, subject, given[0]!)
  assert.equal((await takeOne(world.on, perHour, subject))?.left, 0)
  assert.equal(await takeOne(world.on, perHour, subject), undefined)
})

test('one that is given back leaves no trace: not a longer life of the others, nor a wait', async (t) => {
  const world = await aWorld(t)
  await countOne(world.on, doubling, subject)
  world.clock.move({ minutes: 14 })
  const taken = await takeOne(world.on, doubling, subject)
  assert.ok(taken?.blockedUntil, 'it would have been the second')
  await giveBackOne(world.on, doubling, subject, taken)
  assert.deepEqual(await standing(world.on, doubling, subject), { left: 1 })
  world.clock.move({ minutes: 2 })
  assert.deepEqual(await standing(world.on, doubling, subject), { left: 2 }, 'a quarter of an hour after the only one')
})
