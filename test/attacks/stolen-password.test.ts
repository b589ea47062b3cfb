import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { sql } from '#platform'
import type { Browser } from '../an-umbel.ts'
import { secretsIn } from '../world.ts'
import { type Arena, anArena, guessAt, isIn, logIn, password } from './arena.ts'

// Somebody knows the password, and the holder says so.

const another = 'quiet lanterns over water'

let arena: Arena
const ends: (() => unknown)[] = []
before(async () => {
  arena = await anArena({ after: (end) => void ends.push(end as () => unknown) })
})
after(async () => {
  for (const end of ends) await end()
})

/** A holder at home and at work, and a thief who has just logged in; the holder has said that this was nobody of theirs. */
async function disowned(email: string): Promise<{ home: Browser; work: Browser; thief: Browser; waiting: string }> {
  const home = await arena.holder(email)
  const work = arena.stranger()
  await logIn(work, email)
  await arena.umbel.mailTo(email, 0, '/devices/not-me')
  const thief = arena.stranger()
  const from = arena.umbel.mails.length
  const waiting = await thief.identify(email)
  assert.ok(isIn(await guessAt(thief, email, password)))
  const { token = '' } = secretsIn(await arena.umbel.mailTo(email, from, '/devices/not-me'))
  assert.equal((await arena.umbel.browser('203.0.113.9').post('/devices/not-me', { token })).status, 200)
  return { home, work, thief, waiting }
}

const resetTo = async (email: string, from: number) =>
  secretsIn(await arena.umbel.mailTo(email, from, '/password/reset')).token ?? ''

test('LOG-6 LOG-9 after “This wasn’t me” the password lets nobody in, and says so only to who knows it', async () => {
  const email = 'robbed@example.com'
  const { home, thief, waiting } = await disowned(email)
  assert.notEqual((await thief.get('/profile')).status, 200)
  for (const browser of [thief, arena.stranger(), home]) {
    const answer = await logIn(browser, email)
    assert.equal(answer.status, 403)
    assert.match(answer.body, /This password isn’t used any more/)
  }
  assert.equal((await guessAt(thief, email, password, waiting)).status, 403, 'nor a log-in that had begun before')
  const wrong = await logIn(arena.stranger(), email, 'not the right one')
  assert.doesNotMatch(wrong.body, /isn’t used any more/)
  assert.match(wrong.body, /doesn’t match/)
})

test('LOG-9 the mailed link ends it: another password counts, and every browser is a stranger again', async () => {
  const email = 'careful@example.com'
  const { home, work } = await disowned(email)
  const from = arena.umbel.mails.findIndex(({ to, mail }) => to === email && mail.text.includes('/password/reset'))
  const token = await resetTo(email, Math.max(0, from))
  assert.equal((await home.post('/password/reset', { token, password: another })).headers.location, '/')
  assert.equal((await home.get('/profile')).status, 200)
  const known = await arena.on.all(sql`
    select 1 from known_device k join account a on a.id = k.account_id where a.email_key = ${email}`)
  assert.equal(known.length, 1, 'only the browser in which it was chosen is known')
  assert.notEqual((await work.get('/profile')).status, 200)
  const mails = arena.umbel.mails.length
  assert.ok(isIn(await logIn(work, email, another)))
  await arena.umbel.mailTo(email, mails, '/devices/not-me')
})

test('LOG-9 a password changed for any other reason leaves known devices known', async () => {
  const email = 'calm@example.com'
  const home = await arena.holder(email)
  await logIn(home, email)
  const other = arena.stranger()
  await logIn(other, email)
  const changed = await home.post('/security/password', { current: password, password: another })
  assert.equal(changed.headers.location, '/security?status=password-changed')
  const known = await arena.on.all(sql`
    select 1 from known_device k join account a on a.id = k.account_id where a.email_key = ${email}`)
  assert.equal(known.length, 2)
})

test('LOG-5 guessing a retired password again and again mails its holder no more than any reset would', async () => {
  const email = 'patient@example.com'
  await disowned(email)
  for (let times = 1; times <= 12; times += 1) await logIn(arena.stranger(), email)
  await arena.drained()
  const sent = arena.umbel.mails.filter(({ to, mail }) => to === email && mail.text.includes('/password/reset?'))
  assert.ok(sent.length <= 5, `${sent.length} links`)
})

test('LOG-9 a retired password does not choose another one from a session that is still open', async () => {
  const email = 'atwork@example.com'
  const { work } = await disowned(email)
  assert.equal((await work.get('/profile')).status, 200)
  const answer = await work.post('/security/password', { current: password, password: another })
  assert.equal(answer.status, 422)
  assert.match(answer.body, /no password in use/)
})
