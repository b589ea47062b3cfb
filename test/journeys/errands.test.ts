import assert from 'node:assert/strict'
import test, { after, type TestContext } from 'node:test'
import { connectGoogle } from '#identity-source'
import { system } from '#kernel'
import { addSite } from '#site'
import { openGoogle } from '../../demo/google/google.ts'
import { demoDomain } from '../../demo/google/users.ts'
import { aHouse, goodPassword } from '../house.ts'
import { aBrowser } from './browser.ts'
import { atProfile, errands, type Kit, logInWith } from './errands.ts'
import { aKeyboard, aMouse } from './hands.ts'
import { aDevice } from './passkey-device.ts'
import { aPhone } from './phone.ts'
import { hasHeading, says, somebody } from './steps.ts'

const house = await aHouse({ after }, { UMBEL_CONTACT: 'people@umbel.example.com' })
const open = await aBrowser({ after })
const phone = aPhone(house)
const client = { clientId: 'umbel', clientSecret: 'the secret that Google gave us' }
const google = await openGoogle({
  clients: [{ ...client, name: 'Umbel', redirectUris: [`${house.url}/sign-in/google/callback`] }],
})
after(() => google.close())
const wiki = { url: await house.product('Wiki'), email: `lena.fischer@${demoDomain}`, password: google.password }
await house.umbel.database.transaction(async (tx) => {
  const site = await addSite(tx, system, { name: 'Wiki Studio', host: 'wiki.umbel.example.com', productIds: ['wiki'] })
  await connectGoogle(tx, system, house.secretKey, site.id, { ...client, domain: demoDomain, issuer: google.issuer })
})

const ways = {
  'with the keyboard alone': { javaScriptEnabled: true, handsIn: aKeyboard },
  'without scripts': { javaScriptEnabled: false, handsIn: aMouse },
}

/** Somebody with an account, and what they have to do things with. */
async function aKit(t: TestContext, how: keyof typeof ways): Promise<Kit> {
  const { javaScriptEnabled, handsIn } = ways[how]
  const person = somebody()
  await house.account(person.email, goodPassword, person.name)
  const elsewhere = async () => {
    const page = await open(t, { javaScriptEnabled, acceptDownloads: true })
    return { page, hands: handsIn(page) }
  }
  return { house, phone, wiki, person, elsewhere, ...(await elsewhere()) }
}

for (const [name, errand] of Object.entries(errands)) {
  for (const how of Object.keys(ways) as (keyof typeof ways)[]) {
    test(`OPS-5 ${how}: ${name}`, async (t) => errand(await aKit(t, how)))
  }
}

test('OPS-5 LOG-10 with the keyboard alone: a passkey is made, renamed, logs in, and is removed', async (t) => {
  const kit = await aKit(t, 'with the keyboard alone')
  const { page, hands, person } = kit
  const device = await aDevice(page)
  // What the address field proposes would be taken at once.
  await device.agree(false)
  await atProfile(kit)
  await device.agree(true)
  await hands.press('Security')
  await hasHeading(page, 'Security')
  await hands.press('Add a passkey')
  await hasHeading(page, 'Add a passkey')
  await hands.write('Name', 'Work laptop')
  await hands.press('Create passkey')
  await says(page, 'Your passkey is added')
  await hands.press('Not now')
  await hasHeading(page, 'Security')
  await hands.press('Rename Work laptop')
  await hasHeading(page, 'Rename passkey')
  await hands.write('Name', 'Blue laptop')
  await hands.press('Save name')
  await says(page, 'It has its new name')

  await device.agree(false)
  await hands.press(`${person.name}, account menu`)
  await hands.press('Log out')
  await hasHeading(page, 'You’re logged out')
  await page.goto(`${house.url}/security`)
  await hasHeading(page, 'Log in')
  await hands.press('Use a passkey')
  await device.agree(true)
  await hasHeading(page, 'Security')
  await hands.press('Remove Blue laptop')
  await hasHeading(page, 'Remove “Blue laptop”?')
  await hands.press('Remove passkey')
  await says(page, 'It’s removed')
})

test('OPS-5 LOG-10 without scripts the pages of passkeys say that they need them, and offer an app', async (t) => {
  const kit = await aKit(t, 'without scripts')
  const { page, hands } = kit
  await page.goto(`${house.url}/security/passkeys/add`)
  await logInWith(kit)
  await hasHeading(page, 'Add a passkey')
  await says(page, /JavaScript|scripts/)
  await hands.press('Use an authenticator app')
  await hasHeading(page, 'Set up two-step verification')
})

test('nothing of it was a fault of Umbel’s', () => assert.deepEqual(house.faults(), []))
