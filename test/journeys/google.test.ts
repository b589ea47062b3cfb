import assert from 'node:assert/strict'
import test, { after } from 'node:test'
import { connectGoogle } from '#identity-source'
import { system } from '#kernel'
import type { LogInForm } from '#product'
import { addSite } from '#site'
import { openGoogle } from '../../demo/google/google.ts'
import { demoDomain } from '../../demo/google/users.ts'
import { aHouse } from '../house.ts'
import { aBrowser, type Window } from './browser.ts'
import { checkPage } from './checks.ts'
import { hasHeading, isAt, says, typePassword } from './steps.ts'

const house = await aHouse({ after })
const open = await aBrowser({ after })
const client = { clientId: 'umbel', clientSecret: 'the secret that Google gave us', name: 'Umbel' }
const google = await openGoogle({
  clients: [{ ...client, redirectUris: [`${house.url}/sign-in/google/callback`] }],
})
after(() => google.close())
const lena = `lena.fischer@${demoDomain}`
const jonas = `jonas.weber@${demoDomain}`

/** Tracker under another name, on a site of its own whose people log in with Google. */
async function aConnectedProduct(name: string, form?: LogInForm, skipPage = false): Promise<string> {
  const url = await house.product(name, form)
  await house.umbel.database.transaction(async (tx) => {
    const host = `${name.toLowerCase()}.umbel.example.com`
    const site = await addSite(tx, system, { name: `${name} Studio`, host, productIds: [name.toLowerCase()] })
    const { clientId, clientSecret } = client
    await connectGoogle(tx, system, house.secretKey, site.id, {
      domain: demoDomain,
      clientId,
      clientSecret,
      issuer: google.issuer,
      skipPage,
    })
  })
  return url
}

async function passGoogle(page: Window, email?: string): Promise<void> {
  await hasHeading(page, 'Log in with Google')
  if (email) await page.getByLabel('Email').fill(email)
  await page.getByLabel('Password').fill(google.password)
  await page.getByRole('button', { name: 'Next' }).click()
}

async function typeOfDomain(page: Window, email: string): Promise<void> {
  await page.getByLabel('Email address').fill(email)
  await page.getByRole('button', { name: 'Next' }).click()
}

test('LOG-3 LOG-1 after Next a person of the connected domain goes to Google, and from there to the product', async (t) => {
  const wiki = await aConnectedProduct('Wiki')
  const page = await open(t)
  await page.goto(wiki)
  await says(page, 'to continue to Wiki on wiki.umbel.example.com')
  await checkPage(page, 'the page with Continue with Google')
  await typeOfDomain(page, lena)
  await hasHeading(page, 'We’ll take you to Google')
  assert.equal(await page.getByLabel('Password').count(), 0)
  await says(page, `Use ${lena} when Google asks`)
  await checkPage(page, 'the hand-off')
  await page.getByRole('button', { name: 'Continue to Google' }).click()
  await passGoogle(page)
  await isAt(page, `${wiki}/`, 'Issues')
  await says(page, 'Lena Fischer')

  // A second product of another site: the session is there, so there is no page in between.
  await page.goto(house.trackerUrl)
  await isAt(page, `${house.trackerUrl}/`, 'Issues')
})

test('LOG-3 Continue with Google, an alias, and somebody else’s Google account', async (t) => {
  const pad = await aConnectedProduct('Pad')
  const page = await open(t)
  await page.goto(pad)
  await typeOfDomain(page, `lena@${demoDomain}`)
  await page.getByRole('button', { name: 'Continue to Google' }).click()
  await passGoogle(page)
  await hasHeading(page, 'Use your main address')
  await says(page, lena)
  await checkPage(page, 'the page that names the primary address')
  await page.getByRole('button', { name: 'Choose another Google account' }).click()
  await hasHeading(page, 'Choose an account')
  await page.goBack()
  await page.getByRole('button', { name: 'Continue with this address' }).click()
  await isAt(page, `${pad}/`, 'Issues')

  const other = await open(t)
  await other.goto(pad)
  await other.getByRole('button', { name: 'Continue with Google' }).click()
  await passGoogle(other, jonas)
  await isAt(other, `${pad}/`, 'Issues')
})

test('LOG-3 the combined form goes to Google at once where the site skips the page; a refusal has a way on', async (t) => {
  const forge = await aConnectedProduct('Forge', 'combined', true)
  const page = await open(t)
  await page.goto(forge)
  await page.getByLabel('Email address').fill(lena)
  await typePassword(page, 'whatever they had in mind')
  await hasHeading(page, 'Log in with Google')
  await page.getByRole('button', { name: 'Cancel' }).click()
  await hasHeading(page, 'Logging in with Google didn’t work')
  await says(page, 'You stopped at Google')
  await checkPage(page, 'the page after a refusal')
  await page.getByRole('button', { name: 'Try again' }).click()
  await passGoogle(page)
  await isAt(page, `${forge}/`, 'Issues')
})

test('LOG-3 an account from before is connected once its password is typed', async (t) => {
  const shop = await aConnectedProduct('Shop')
  const email = `ida.klein@${demoDomain}`
  await house.account(email, undefined, 'Ida Klein')
  const own = await openGoogle({
    clients: [{ ...client, redirectUris: [`${house.url}/sign-in/google/callback`] }],
    users: [{ sub: '77', email, givenName: 'Ida', familyName: 'Klein', domain: demoDomain }],
    password: google.password,
  })
  t.after(() => own.close())
  await house.umbel.database.transaction((tx) =>
    connectGoogle(tx, system, house.secretKey, 'shop-studio', { ...client, domain: demoDomain, issuer: own.issuer }),
  )
  const ida = await open(t)
  await ida.goto(shop)
  await typeOfDomain(ida, email)
  await ida.getByRole('button', { name: 'Continue to Google' }).click()
  await passGoogle(ida)
  await hasHeading(ida, 'Connect Google to your account')
  await checkPage(ida, 'the page that connects an account')
  await ida.getByLabel('Umbel password').fill('tall meadow seven lanterns')
  await ida.getByRole('button', { name: 'Connect and log in' }).click()
  await isAt(ida, `${shop}/`, 'Issues')
})

test('nothing of this was a fault of Umbel’s', () => assert.deepEqual(house.faults(), []))
