import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import type { Browser } from '../an-umbel.ts'
import { solve, workOf } from '../work.ts'
import { type Arena, anArena, guessAt, isIn, isLooked, password, wantsWork } from './arena.ts'

// Proofs of work that are forged, borrowed, used again or waited for in bulk.

let arena: Arena
const ends: (() => unknown)[] = []
before(async () => {
  arena = await anArena({ after: (end) => void ends.push(end as () => unknown) })
  await arena.account('holder@example.com')
})
after(async () => {
  for (const end of ends) await end()
})
// Three wrong ones: whoever comes next has work to do.
beforeEach(async () => {
  await arena.forget()
  for (let tries = 1; tries <= 3; tries += 1) await guessAt(arena.stranger(), 'holder@example.com', `wrong ${tries}`)
})

async function aPage(browser = arena.stranger()): Promise<{ browser: Browser; attempt: string; work: string }> {
  const attempt = await browser.identify('holder@example.com')
  const work = workOf(await browser.get(`/sign-in/password?attempt=${attempt}`))
  assert.ok(work)
  return { browser, attempt, work }
}
const send = (
  { browser, attempt }: { browser: Browser; attempt: string },
  fields: Record<string, string>,
  typed = 'no',
) => browser.post('/sign-in/password', { attempt, password: typed, ...fields })

test('LOG-5 a solution counts once, also when it comes twice at the same moment to two processes', async () => {
  const page = await aPage()
  const done = solve(page.work)
  const other = await arena.beside()
  const elsewhere = other.browser(page.browser.network)
  for (const [name, value] of page.browser.cookies) elsewhere.cookies.set(name, value)
  const answers = await Promise.all([send(page, done), send({ ...page, browser: elsewhere }, done), send(page, done)])
  assert.equal(answers.filter(isLooked).length, 1)
  assert.equal(answers.filter(wantsWork).length, 2)
  assert.ok(wantsWork(await send(page, done, password)))
})

test('LOG-5 the solution of another log-in, of another form, or of none does not count', async () => {
  const page = await aPage()
  const other = await aPage()
  const done = solve(other.work)
  const [body = '', mac = ''] = page.work.split('.')
  const easy = JSON.parse(Buffer.from(body, 'base64url').toString())
  easy.challenge.parameters.keyPrefix = '0'
  const forged = `${Buffer.from(JSON.stringify(easy)).toString('base64url')}.${mac}`
  const { solution } = solve(page.work)
  for (const fields of [
    done,
    { work: page.work, solution: done.solution },
    { work: page.work, solution: solution.replace(/.$/, (last) => (last === '0' ? '1' : '0')) },
    { work: page.work, solution: `0.${'0'.repeat(64)}` },
    { work: page.work, solution: 'nonsense' },
    { work: forged, solution },
    { work: `${page.work}x`, solution },
    { work: '.', solution },
    { work: 'e30.e30', solution },
    { work: 'x'.repeat(19_000), solution },
    {},
  ]) {
    assert.ok(wantsWork(await send(page, fields, password)), JSON.stringify(fields).slice(0, 200))
  }
  assert.ok(isIn(await send(page, solve(page.work), password)), 'none of it has spent the real one')
})

test('LOG-5 work is good for ten minutes, and what was made before the alarm is not enough during it', async () => {
  const page = await aPage()
  const done = solve(page.work)
  arena.clock.move({ minutes: 11 })
  assert.ok(wantsWork(await send(page, done)))
  const before = await aPage()
  const [least, now] = [2_000, arena.clock.now()]
  const { sql } = await import('#platform')
  await arena.on.run(sql`
    insert into alarm (began_at, lasts_until, most_in_a_minute) values (${now}, ${now.add({ minutes: 9 })}, ${least})`)
  assert.ok(wantsWork(await send(before, solve(before.work), password)))
  const during = await aPage()
  assert.ok(isIn(await send(during, solve(during.work), password)))
})

test('OPS-5 LOG-5 without scripts a wait does as well, and pressing early costs nothing', async () => {
  const page = await aPage()
  const early = await send(page, { work: page.work }, password)
  assert.ok(wantsWork(early))
  assert.equal(workOf(early), page.work, 'the wait does not begin anew')
  assert.match(early.body, /another 15 seconds/)
  arena.clock.move({ seconds: 16 })
  assert.ok(isIn(await send(page, { work: page.work }, password)))
})

test('LOG-5 a hundred forms that wait at the same time are one try', async () => {
  const network = '203.0.113.200'
  const pages = await Promise.all(Array.from({ length: 100 }, () => aPage(arena.stranger(network))))
  const same = await Promise.all(Array.from({ length: 20 }, () => aPage(pages[0]?.browser)))
  arena.clock.move({ seconds: 16 })
  const answers = await Promise.all([...pages, ...same].map((page) => send(page, { work: page.work })))
  assert.equal(answers.filter(isLooked).length, 1)
  arena.clock.move({ seconds: 1 })
  const next = await aPage(arena.stranger(network))
  arena.clock.move({ seconds: 16 })
  assert.ok(isIn(await send(next, { work: next.work }, password)), 'a form that was given out since does')
})
