import { createProvedAccount } from '#account'
import { openHashing, setFirstPassword } from '#credential'
import { parseAddress, system } from '#kernel'
import { sql } from '#platform'
import { type Forms, holdAlike, password, umbel } from './alike.ts'
import type { Browser } from './an-umbel.ts'

// ACC-5: nor does somebody who is logged in, by wanting an address that may be another's.

/** Somebody who has just logged in; of all tests the same one, who has nothing else to do with these addresses. */
let loggedIn: Browser | undefined
async function someHolder(): Promise<Browser> {
  loggedIn ??= await logIn('asker@example.org')
  await umbel.database.durable.run(sql`update session set authenticated_at = now(), seen_at = now()`)
  return loggedIn
}

async function logIn(email: string): Promise<Browser> {
  const hashing = await openHashing({ memoryKib: 12_288, passes: 1, atOnce: 1, queue: 10 })
  const hash = await hashing.hash(password)
  await umbel.database.transaction(async (tx) => {
    const id = await createProvedAccount(tx, system, { name: 'Ana Asker', address: parseAddress(email) })
    await setFirstPassword(tx, id, hash)
  })
  const browser = umbel.browser()
  const attempt = await browser.identify(email)
  await browser.post('/sign-in/password', { attempt, password })
  return browser
}

const forms: Forms = {
  'another address for an account': async (_, email) => {
    const holder = await someHolder()
    await umbel.database.durable.run(sql`delete from address_change`)
    return () => holder.post('/profile/email', { email })
  },
  'the profile with an address that waits': async (_, email) => {
    const holder = await someHolder()
    await umbel.database.durable.run(sql`delete from address_change`)
    await holder.post('/profile/email', { email })
    return () => holder.get('/profile')
  },
}

holdAlike(forms)
