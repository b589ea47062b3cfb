import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import { sql } from '#platform'
import type { Browser } from '../an-umbel.ts'
import { aSoftKey } from '../authenticator.ts'
import { type Arena, anArena, guessAt, isIn, isLooked, logIn, password, wantsWork } from './arena.ts'

let arena: Arena
let home: Browser
const ends: (() => unknown)[] = []
before(async () => {
  arena = await anArena({ after: (end) => void ends.push(end as () => unknown) })
  home = await arena.holder('holder@example.com')
})
after(async () => {
  for (const end of ends) await end()
})
beforeEach(async () => {
  await home.post('/log-out', {})
  await arena.forget()
})

const many = <T>(count: number, make: (number: number) => Promise<T>) =>
  Promise.all(Array.from({ length: count }, (_, number) => make(number)))

test('LOG-5 one account guessed at from 120 networks: three are looked at, and the holder gets in at home meanwhile', async () => {
  const answers = await many(120, (number) => guessAt(arena.stranger(), 'holder@example.com', `guess ${number}`))
  assert.equal(answers.filter(isLooked).length, 3)
  assert.equal(answers.filter(wantsWork).length, 117)
  assert.equal(await arena.looked(), 3)
  assert.ok(isIn(await guessAt(home, 'holder@example.com', password)), 'without any work')
})

test('LOG-5 whoever guesses at one account for an hour and does the work each time gets a dozen answers', async () => {
  const stranger = arena.stranger()
  const until = arena.clock.now().add({ hours: 1 })
  let waits = 0
  while (Temporal.Instant.compare(arena.clock.now(), until) < 0) {
    const answer = await logIn(stranger, 'holder@example.com', `guess ${waits}`)
    if (answer.status === 429) {
      waits += 1
      arena.clock.move({ seconds: Number(answer.headers['retry-after']) })
    }
  }
  assert.ok((await arena.looked()) <= 13, `${await arena.looked()} guesses`)
  assert.ok(isIn(await guessAt(home, 'holder@example.com', password)))
  arena.clock.move({ minutes: 16 })
  assert.ok(isIn(await logIn(arena.stranger(), 'holder@example.com')), 'on a new device, once the wait is over')
})

test('LOG-5 300 accounts guessed at from one network: ten answers, twenty with work; neighbors who are known get in', async () => {
  const network = '203.0.113.77'
  const free = await many(300, (number) => guessAt(arena.stranger(network), `a${number}@example.com`, 'spring 2026!'))
  assert.equal(free.filter(isLooked).length, 10)
  const worked: string[] = []
  for (let number = 0; number < 14; number += 1) {
    const answer = await logIn(arena.stranger(network), `b${number}@example.com`, 'spring 2026!')
    worked.push(isLooked(answer) ? 'looked' : String(answer.status))
  }
  assert.equal(await arena.looked(), 20)
  assert.equal(worked.at(-1), '429')
  const neighbor = arena.stranger(network)
  for (const [name, value] of home.cookies) neighbor.cookies.set(name, value)
  const known = await guessAt(neighbor, 'holder@example.com', password)
  assert.ok(isIn(known), 'a known device does not wait for its network')
  home.cookies.clear()
  for (const [name, value] of neighbor.cookies) home.cookies.set(name, value)
  assert.ok(isIn(await logIn(arena.stranger(), 'holder@example.com')), 'and elsewhere nobody waits')
})

test('LOG-5 200 guesses at the same moment through two processes are no more than one after the other', async () => {
  const other = await arena.beside()
  const at = (number: number) => (number % 2 === 0 ? arena.umbel : other)
  const begun = await many(200, async (number) => {
    const browser = arena.stranger(undefined, at(number))
    return { browser, attempt: await browser.identify('holder@example.com') }
  })
  // The right one is among them, and would be found if more were looked at.
  const answers = await Promise.all(
    begun.map(({ browser, attempt }, number) =>
      guessAt(browser, '', number === 150 ? password : `guess ${number}`, attempt),
    ),
  )
  const tried = answers.filter((answer) => isLooked(answer) || isIn(answer)).length
  assert.ok(tried <= 3, `${tried} were looked at`)

  await arena.forget()
  const network = '203.0.113.99'
  const spread = await many(200, (number) =>
    guessAt(arena.stranger(network, at(number)), `c${number}@example.com`, 'spring 2026!'),
  )
  assert.ok(spread.filter(isLooked).length <= 10, `${spread.filter(isLooked).length} from one network`)
  await many(30, (number) => logIn(arena.stranger(network, at(number)), `d${number}@example.com`, 'spring 2026!'))
  assert.ok((await arena.looked()) <= 20, `${await arena.looked()} from one network with work`)
})

test('LOG-5 twenty people of one office who log in at the same moment on new devices do so', async () => {
  for (let number = 0; number < 20; number += 1) await arena.account(`office${number}@example.com`)
  await arena.forget()
  const answers = await many(20, (number) =>
    guessAt(arena.stranger('203.0.113.5'), `office${number}@example.com`, password),
  )
  assert.equal(answers.filter(isIn).length, 20)
})

test('LOG-5 a passkey gets its holder in on a new device, in a network and for an address that wait, amid an alarm', async () => {
  const network = '203.0.113.123'
  const email = 'keyholder@example.com'
  await arena.account(email)
  const owner = arena.stranger()
  await logIn(owner, email)
  const key = aSoftKey(arena.umbel.url.origin)
  const options = await owner.post('/security/passkeys/options', { kind: 'passkey' }, { accept: 'application/json' })
  const answer = JSON.stringify(key.create(JSON.parse(options.body)))
  await owner.post('/security/passkeys/add', { kind: 'passkey', name: 'Phone', answer })

  for (let number = 0; number < 20; number += 1) await logIn(arena.stranger(network), `e${number}@example.com`, 'wrong')
  for (let tries = 0; tries < 5; tries += 1) await logIn(arena.stranger(), email, `wrong ${tries}`)
  await arena.on.run(sql`
    insert into alarm (began_at, lasts_until, most_in_a_minute)
    values (${arena.clock.now()}, ${arena.clock.now().add({ minutes: 15 })}, 1000)`)
  const browser = arena.stranger(network)
  assert.equal((await logIn(browser, email)).status, 429, 'the password has to wait')
  const asked = await browser.post('/sign-in/passkey/options', {}, { accept: 'application/json' })
  const shown = JSON.stringify(key.get(JSON.parse(asked.body)))
  assert.ok(isIn(await browser.post('/sign-in/passkey', { answer: shown })))
})
