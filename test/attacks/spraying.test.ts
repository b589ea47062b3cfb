import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { sql } from '#platform'
import { openAlarm } from '#sign-in'
import type { Browser } from '../an-umbel.ts'
import { type Arena, anArena, guessAt, isIn, isLooked, logIn, password, wantsWork } from './arena.ts'

// Few guesses at each of many addresses, from many networks: no count of an address or a network shows it.

const least = 60
const networks = 2_000

let arena: Arena
let home: Browser
const ends: (() => unknown)[] = []
before(async () => {
  const settings = { UMBEL_ALARM_FAILURES: String(least), UMBEL_METRICS_TOKEN: 'a token for collectors' }
  arena = await anArena({ after: (end) => void ends.push(end as () => unknown) }, settings)
  home = await arena.holder('holder@example.com')
  await arena.account('newcomer@example.com')
})
after(async () => {
  for (const end of ends) await end()
})

const metrics = async () => {
  const headers = { authorization: 'Bearer a token for collectors' }
  return (await arena.umbel.send('/metrics', { headers })).body
}
const actions = async () => {
  const rows = await arena.on.all<{ action: string }>(
    sql`select action from audit_entry where action like 'sign-in.alarm%' order by id`,
  )
  return rows.map(({ action }) => action)
}

test('LOG-5 one password tried at 2,000 addresses from 2,000 networks raises the alarm, and from then on nothing is looked at', async () => {
  assert.match(await metrics(), /umbel_log_in_alarm 0/)
  // Every fiftieth would be right: what was stolen elsewhere often is.
  for (let number = 0; number < networks; number += 50) await arena.account(`person${number}@example.com`)
  const before = await arena.sessions()
  const counts = { looked: 0, in: 0, work: 0 }
  for (let from = 0; from < networks; from += 50) {
    const some = Array.from({ length: 50 }, async (_, offset) => {
      const email = `person${from + offset}@example.com`
      const answer = await arena.stranger().post('/sign-in/combined', { email, password })
      if (isLooked(answer)) counts.looked += 1
      else if (wantsWork(answer)) counts.work += 1
      else if (answer.status === 303) counts.in += 1
    })
    await Promise.all(some)
  }
  assert.ok(counts.looked >= least && counts.looked < least + 60, `${counts.looked} were looked at`)
  assert.ok(counts.in <= 4, `${counts.in} of 40 stolen passwords were of use`)
  assert.equal(counts.looked + counts.in + counts.work, networks)
  assert.equal((await arena.sessions()) - before, counts.in)
  assert.match(await metrics(), /umbel_log_in_alarm 1/)
  assert.deepEqual(await actions(), ['sign-in.alarm-began'])
  assert.match(arena.umbel.log.join(''), /under attack/)
})

test('LOG-5 in the midst of it, a known device logs in as ever, and a new one does more work than usual, or waits', async () => {
  assert.ok(isIn(await guessAt(home, 'holder@example.com', password)))
  const page = await home.get('/sign-in/password?attempt=none')
  assert.doesNotMatch(page.body, /name="work"/)
  assert.ok(isIn(await logIn(arena.stranger(), 'newcomer@example.com')), 'with work')

  const patient = arena.stranger()
  const attempt = await patient.identify('newcomer@example.com')
  const { body } = await patient.get(`/sign-in/password?attempt=${attempt}`)
  const work = /name="work" value="([^"]+)"/.exec(body)?.[1] ?? ''
  assert.match(body, /Wait 45 seconds/)
  arena.clock.move({ seconds: 46 })
  assert.ok(isIn(await patient.post('/sign-in/password', { attempt, password, work })), 'after a wait')
})

test('LOG-5 the alarm ends a quarter of an hour after the last bad minute, and that is in the record', async () => {
  const alarm = openAlarm({ leastPerMinute: least })
  await alarm.settle(arena.umbel.database)
  assert.deepEqual(await actions(), ['sign-in.alarm-began'], 'it is on')
  arena.clock.move({ minutes: 16 })
  await Promise.all([alarm.settle(arena.umbel.database), alarm.settle(arena.umbel.database)])
  assert.deepEqual(await actions(), ['sign-in.alarm-began', 'sign-in.alarm-ended'])
  assert.match(await metrics(), /umbel_log_in_alarm 0/)
  const stranger = arena.stranger()
  assert.ok(isIn(await guessAt(stranger, 'newcomer@example.com', password)), 'without work')
})

test('LOG-5 what is usual for an installation raises no alarm', async () => {
  await arena.forget()
  // A day in which 30 fail in each minute.
  await arena.on.run(sql`
    insert into failed_log_ins (minute, count)
    select date_trunc('minute', ${arena.clock.now()}::timestamptz) - make_interval(mins => n), 30 from generate_series(1, 1440) n`)
  const alarm = openAlarm({ leastPerMinute: least })
  for (let failures = 0; failures < 290; failures += 1) await alarm.noteFailure(arena.umbel.database)
  assert.equal(await alarm.isOn(arena.on), false)
  for (let failures = 0; failures < 50; failures += 1) await alarm.noteFailure(arena.umbel.database)
  assert.equal(await alarm.isOn(arena.on), true)
})

test('LOG-5 counting failures costs a log-in next to nothing, however many fail at once', async (t) => {
  await arena.forget()
  const alarm = openAlarm({ leastPerMinute: 1_000_000 })
  const started = performance.now()
  await Promise.all(Array.from({ length: 2_000 }, () => alarm.noteFailure(arena.umbel.database)))
  const each = (performance.now() - started) / 2_000
  t.diagnostic(`${each.toFixed(2)} ms for each of 2,000 at once`)
  assert.ok(each < 5, `${each} ms`)
})
