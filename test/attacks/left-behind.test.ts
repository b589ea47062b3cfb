import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { type IncomingMessage, request } from 'node:http'
import { after, before, test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { addPasskey, passkeysOf, secondStepOf, turnOnSecondStep } from '#credential'
import { sql } from '#platform'
import type { Browser } from '../an-umbel.ts'
import { secretsIn } from '../world.ts'
import { type Arena, anArena, guessAt, isIn, logIn, password } from './arena.ts'

// Somebody who knew the password was in, and made ready to come back. Then the holder shuts them out.

const another = 'quiet lanterns over water'

let arena: Arena
const ends: (() => unknown)[] = []
before(async () => {
  arena = await anArena({ after: (end) => void ends.push(end as () => unknown) })
})
after(async () => {
  for (const end of ends) await end()
})

async function withPasskey(accountId: string, name: string): Promise<void> {
  const key = { kind: 'passkey', credentialId: randomBytes(16), publicKey: randomBytes(16), signCount: 0 } as const
  const rest = { transports: [], isSynced: false, aaguid: undefined, name }
  await arena.umbel.database.transaction((tx) =>
    addPasskey(tx, { kind: 'holder', accountId }, accountId, { ...key, ...rest }),
  )
}

/** A holder with a passkey, and a thief who logs in, adds one, and asks for another address. */
async function readied(email: string): Promise<{
  home: Browser
  accountId: string
  /** The link of the mail to the holder that says a new device is in. */
  notMe: string
  /** The link of the mail to the thief's address. */
  confirm: string
}> {
  const home = await arena.holder(email)
  const row = await arena.on.first<{ id: string }>(sql`select id from account where email_key = ${email}`)
  const accountId = row?.id ?? ''
  await withPasskey(accountId, 'Holder’s own')
  arena.clock.move({ minutes: 5 })
  const from = arena.umbel.mails.length
  const thief = arena.stranger()
  assert.ok(isIn(await guessAt(thief, email, password)))
  await withPasskey(accountId, 'Thief’s')
  await thief.post('/profile/email', { email: `to.${email}` })
  const { token: confirm = '' } = secretsIn(await arena.umbel.mailTo(`to.${email}`, from, '/email/confirm'))
  const { token: notMe = '' } = secretsIn(await arena.umbel.mailTo(email, from, '/devices/not-me'))
  return { home, accountId, notMe, confirm }
}

const stillWorks = async (confirm: string) =>
  (await arena.umbel.browser().post('/email/confirm', { token: confirm })).status === 200

test('LOG-9 after “This wasn’t me” a passkey that was added since that log-in opens nothing, and the holder hears of it', async () => {
  const email = 'passkey@example.com'
  const { accountId, notMe } = await readied(email)
  const from = arena.umbel.mails.length
  const done = await arena.stranger().post('/devices/not-me', { token: notMe })
  assert.match(done.body, /passkeys that were added since/)
  const left = await passkeysOf(arena.on, accountId)
  assert.deepEqual(
    left.map(({ name }) => name),
    ['Holder’s own'],
  )
  await arena.umbel.mailTo(email, from, 'Thief’s')
})

test('ACC-7 after “This wasn’t me” a link to a new address that was on its way changes nothing', async () => {
  const { notMe, confirm } = await readied('notme@example.com')
  assert.equal((await arena.stranger().post('/devices/not-me', { token: notMe })).status, 200)
  assert.equal(await stillWorks(confirm), false)
})

test('ACC-7 another password, by mail or in the account, ends a change of address that waits', async () => {
  const ways = {
    mail: async (home: Browser, email: string) => {
      const from = arena.umbel.mails.length
      await home.post('/password/forgot', { email })
      const { token = '' } = secretsIn(await arena.umbel.mailTo(email, from, '/password/reset'))
      return home.post('/password/reset', { token, password: another })
    },
    account: async (home: Browser, email: string) => {
      assert.ok(isIn(await guessAt(home, email, password)))
      return home.post('/security/password', { current: password, password: another })
    },
  }
  for (const [way, change] of Object.entries(ways)) {
    const email = `${way}@example.com`
    const { home, confirm } = await readied(email)
    assert.equal((await change(home, email)).status, 303)
    assert.equal(await stillWorks(confirm), false, way)
  }
})

test('LOG-9 LOG-10 “This wasn’t me” takes the thief’s passkey, and leaves two-step on: the mail alone is no way past it', async () => {
  const email = 'twostep@example.com'
  const { accountId, notMe } = await readied(email)
  await arena.on.run(sql`delete from passkey where name = 'Holder’s own' and account_id = ${accountId}`)
  const { secretKey } = arena.umbel
  const actor = { kind: 'holder', accountId } as const
  await arena.umbel.database.transaction((tx) => turnOnSecondStep(tx, actor, accountId, secretKey))
  const from = arena.umbel.mails.length
  assert.equal((await arena.stranger().post('/devices/not-me', { token: notMe })).status, 200)
  const { turnedOnAt, passkeys } = await secondStepOf(arena.on, accountId)
  assert.ok(turnedOnAt)
  assert.equal(passkeys, 0)
  const { token = '' } = secretsIn(await arena.umbel.mailTo(email, from, '/password/reset'))
  const holder = arena.stranger()
  const onward = String((await holder.post('/password/reset', { token, password: another })).headers.location)
  assert.match(onward, /^\/sign-in\/second-step/)
  const asked = String((await holder.get(onward)).headers.location)
  assert.equal((await holder.get(asked)).status, 200)
})

test('LOG-9 at a computer that was left alone nobody says of the holder’s log-ins that they were not theirs', async () => {
  const email = 'leftalone@example.com'
  const { home, accountId } = await readied(email)
  assert.ok(isIn(await logIn(home, email)))
  const row = await arena.on.first<{ id: string }>(sql`select id from device_alert where account_id = ${accountId}`)
  arena.clock.move({ minutes: 16 })
  const later = await home.post('/devices/not-me', { alert: row?.id ?? '' })
  assert.match(String(later.headers.location), /^\/sign-in\/password\?/)
  assert.equal((await passkeysOf(arena.on, accountId)).length, 2)
  const attempt = String(later.headers.location).replace(/.*attempt=/, '')
  assert.equal((await guessAt(home, email, password, attempt)).headers.location, '/devices')
  assert.equal((await home.post('/devices/not-me', { alert: row?.id ?? '' })).status, 200)
  assert.equal((await passkeysOf(arena.on, accountId)).length, 1)
})

test('LOG-8 a form whose body dawdles is not taken for a session that has ended meanwhile', async () => {
  const email = 'slow@example.com'
  await arena.holder(email)
  const thief = arena.stranger()
  const from = arena.umbel.mails.length
  assert.ok(isIn(await guessAt(thief, email, password)))
  const { token = '' } = secretsIn(await arena.umbel.mailTo(email, from, '/devices/not-me'))
  const body = 'email=slow.thief%40example.net'
  const dawdling = request(new URL('/profile/email', arena.umbel.url), {
    method: 'POST',
    headers: {
      ...thief.headers(),
      origin: arena.umbel.url.origin,
      'content-type': 'application/x-www-form-urlencoded',
      'content-length': body.length,
    },
  })
  const answered = new Promise<IncomingMessage>((resolve) => dawdling.on('response', resolve))
  dawdling.write(body.slice(0, 6))
  await pause(300)
  assert.equal((await arena.stranger().post('/devices/not-me', { token })).status, 200)
  dawdling.end(body.slice(6))
  assert.match(String((await answered).headers.location), /^\/sign-in\?/)
  assert.deepEqual(await arena.on.all(sql`select 1 from address_change where email = 'slow.thief@example.net'`), [])
})
