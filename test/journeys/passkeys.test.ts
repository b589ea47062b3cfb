import assert from 'node:assert/strict'
import test, { after, type TestContext } from 'node:test'
import { sql } from '#platform'
import { aHouse } from '../house.ts'
import { aBrowser, type Window } from './browser.ts'
import { checkPage } from './checks.ts'
import { aDevice, type Device } from './passkey-device.ts'
import { atAccount, hasHeading, isAt, says, somebody, typePassword, within } from './steps.ts'

const house = await aHouse({ after })
const open = await aBrowser({ after })

/** Somebody who is logged in, with a device that keeps passkeys. */
async function aPerson(
  t: TestContext,
  kind?: 'laptop' | 'key',
): Promise<{ page: Window; email: string; device: Device }> {
  const { email } = somebody()
  await house.account(email)
  const page = await open(t)
  const device = await aDevice(page, kind)
  // What the address field proposes would be taken at once.
  await device.agree(false)
  await atAccount(page, house, email)
  await device.agree(true)
  return { page, email, device }
}

/** Adds a passkey on the Security page. */
async function addPasskey(page: Window, name?: string): Promise<void> {
  await page.goto(`${house.url}/security`)
  await page.getByRole('link', { name: 'Add a passkey' }).click()
  await hasHeading(page, 'Add a passkey')
  if (name) await page.getByLabel('Name').fill(name)
  await page.getByRole('button', { name: 'Create passkey' }).click()
}

async function logOut(page: Window, device: Device): Promise<void> {
  await device.agree(false)
  await page.goto(`${house.url}/products`)
  await page.locator('summary[aria-label$="account menu"]').click()
  await page.getByRole('button', { name: 'Log out' }).click()
  await hasHeading(page, 'You’re logged out')
}

test('LOG-10 a passkey is made, named, and logs in from the address field without a password', async (t) => {
  const { page, email, device } = await aPerson(t)
  await addPasskey(page, 'Work laptop')
  await hasHeading(page, 'Also ask for a second step after your password?')
  await checkPage(page, 'the offer of a second step')
  await page.getByRole('link', { name: 'Not now' }).click()
  await says(page, 'Work laptop')
  await says(page, 'Not used yet')
  await checkPage(page, 'Security with a passkey')
  const { subject, text } = await house.mailTo(email, /passkey/)
  assert.match(subject, /A passkey was added/)
  assert.match(text, /Work laptop/)

  await logOut(page, device)
  await device.agree(true)
  await page.goto(house.trackerUrl)
  await isAt(page, `${house.trackerUrl}/`, 'Issues')
  await page.goto(`${house.url}/security`)
  await says(page, 'Logged in with a passkey')
  await says(page, 'Last used: Today')
})

test('LOG-4 “Use a passkey” logs in where nothing was proposed, and the next time is asked for first', async (t) => {
  const { page, email, device } = await aPerson(t)
  await addPasskey(page)
  await says(page, 'Your passkey is added')
  await logOut(page, device)

  await page.goto(`${house.url}/sign-in`)
  await page.getByLabel('Email address').fill(email)
  await page.getByRole('button', { name: 'Next' }).click()
  await hasHeading(page, 'Welcome back, Ana')
  await checkPage(page, 'the password, with a passkey instead')
  await device.agree(true)
  await page.getByRole('button', { name: 'Use a passkey instead' }).click()
  await page.waitForURL(`${house.url}/profile`)

  await logOut(page, device)
  await page.goto(`${house.url}/sign-in`)
  await page.getByLabel('Email address').fill(email)
  await page.getByRole('button', { name: 'Next' }).click()
  await page.waitForURL('**/sign-in/passkey?*')
  await says(page, 'Waiting for your device')
  await checkPage(page, 'the passkey first')
  await page.getByRole('link', { name: 'Use your password' }).click()
  await typePassword(page, 'tall meadow seven lanterns')
  await page.waitForURL(`${house.url}/profile`)
})

test('LOG-5 the password page offers a passkey to everybody alike', async (t) => {
  const { email } = somebody()
  await house.account(email)
  const page = await open(t)
  await aDevice(page)
  for (const address of [email, 'nobody.at.all@example.com']) {
    await page.goto(`${house.url}/sign-in`)
    await page.getByLabel('Email address').fill(address)
    await page.getByRole('button', { name: 'Next' }).click()
    await hasHeading(page, 'Enter your password')
    await page.getByRole('button', { name: 'Use a passkey instead' }).waitFor()
  }
})

test('LOG-10 a prompt that is closed says so, and asks again', async (t) => {
  const { page, device } = await aPerson(t)
  await device.recognize(false)
  await addPasskey(page, 'Work laptop')
  await page.getByRole('alert').getByText('The prompt was closed before it was done').waitFor()
  const again = page.getByRole('button', { name: 'Ask again' })
  assert.equal(await again.evaluate((one) => one === one.ownerDocument.activeElement), true)
  await checkPage(page, 'a closed prompt')
  await device.recognize(true)
  await page.keyboard.press('Enter')
  await says(page, 'Your passkey is added')

  await addPasskey(page)
  await page.getByRole('alert').getByText('This device already has a passkey of yours').waitFor()
})

test('LOG-10 a browser that has no passkeys says so, and offers none to log in with', async (t) => {
  const { email } = somebody()
  await house.account(email)
  const page = await open(t)
  await page.addInitScript('delete globalThis.PublicKeyCredential')
  await page.goto(`${house.url}/sign-in`)
  assert.equal(await page.getByRole('button', { name: 'Use a passkey' }).count(), 0)
  await atAccount(page, house, email)
  await page.goto(`${house.url}/security/passkeys/add`)
  await page.getByRole('alert').getByText('This browser can’t use passkeys here').waitFor()
  assert.equal(await page.getByRole('button', { name: 'Create passkey' }).isDisabled(), true)
  await page.getByRole('link', { name: 'Use an authenticator app' }).waitFor()
})

test('LOG-10 a security key is a second step after the password, and no more', async (t) => {
  const { page, email, device } = await aPerson(t, 'key')
  await page.goto(`${house.url}/security/passkeys/add`)
  await page.getByRole('link', { name: 'Add a security key instead' }).click()
  await hasHeading(page, 'Add a security key')
  await checkPage(page, 'adding a security key')
  await page.getByRole('button', { name: 'Add security key' }).click()
  await says(page, 'Your security key is added')
  await page.getByRole('button', { name: 'Turn on two-step verification' }).click()
  await says(page, 'recovery codes')
  await page.goto(`${house.url}/security`)
  await says(page, 'Second step only')

  await logOut(page, device)
  await page.goto(`${house.url}/sign-in`)
  await page.getByLabel('Email address').fill(email)
  await page.getByRole('button', { name: 'Next' }).click()
  await typePassword(page, 'tall meadow seven lanterns')
  await hasHeading(page, 'Use your passkey')
  await says(page, 'a touch of your security key')
  await checkPage(page, 'the second step by passkey')
  await page.getByRole('link', { name: 'Use a recovery code' }).waitFor()
  await device.agree(true)
  await page.reload()
  await page.waitForURL(`${house.url}/profile`)
  const [session] = await house.umbel.database.durable.all<{ methods: string[] }>(sql`
    select s.methods from session s join account a on a.id = s.account_id where a.email = ${email}`)
  assert.deepEqual(session?.methods, ['pwd', 'pop', 'mfa'])
})

test('LOG-10 a passkey is renamed, and removed for good; the last second step stays', async (t) => {
  const { page, device } = await aPerson(t)
  await addPasskey(page, 'Work laptop')
  await page.getByRole('button', { name: 'Turn on two-step verification' }).click()
  await says(page, 'recovery codes')
  await page.goto(`${house.url}/security`)
  await page.getByRole('link', { name: 'Rename Work laptop' }).click()
  await hasHeading(page, 'Rename passkey')
  await checkPage(page, 'renaming')
  await page.getByLabel('Name').fill('Blue laptop')
  await page.getByRole('button', { name: 'Save name' }).click()
  await says(page, 'It has its new name')
  await page.getByRole('link', { name: 'Remove Blue laptop' }).click()
  await says(page, 'It’s your only second step')
  assert.equal(await page.getByRole('main').getByRole('button').count(), 0)
  await checkPage(page, 'a passkey that has to stay')
  await page.goto(`${house.url}/security/two-step/off`)
  await page.getByRole('main').getByRole('button').click()
  await page.getByRole('link', { name: 'Remove Blue laptop' }).click()
  await hasHeading(page, 'Remove “Blue laptop”?')
  await checkPage(page, 'removing')
  await page.getByRole('button', { name: 'Remove passkey' }).click()
  await says(page, 'It’s removed')
  await within(5000, 'the device hears of it', async () => (await device.passkeys()) === 0)
})

test('LOG-10 a passkey that was removed here no longer opens anything, and the device is told to forget it', async (t) => {
  const { page, email, device } = await aPerson(t)
  await addPasskey(page, 'Work laptop')
  await says(page, 'Your passkey is added')
  await house.umbel.database.durable.run(sql`
    delete from passkey where account_id = (select id from account where email = ${email})`)
  await logOut(page, device)
  // Where nothing is proposed: a device that agrees only after it was asked never answers.
  await page.goto(`${house.url}/sign-in`)
  await page.getByLabel('Email address').fill(email)
  await page.getByRole('button', { name: 'Next' }).click()
  await hasHeading(page, 'Welcome back, Ana')
  await device.agree(true)
  await page.getByRole('button', { name: 'Use a passkey instead' }).click()
  await says(page, 'That passkey opens no account here any more')
  assert.equal(page.status(), 422)
  await checkPage(page, 'a passkey that nobody knows')
  assert.ok(await page.locator('form[data-unknown]').count())
})

test('LOG-10 with a passkey the holder confirms who is logged in, before something sensitive', async (t) => {
  const { page, device } = await aPerson(t)
  await addPasskey(page, 'Work laptop')
  await says(page, 'Your passkey is added')
  house.pass({ minutes: 16 })
  await page.goto(`${house.url}/security/passkeys/add`)
  await hasHeading(page, 'Confirm it’s you')
  await page.getByRole('button', { name: 'Use a passkey instead' }).click()
  await page.waitForURL(`${house.url}/security/passkeys/add`)
  await device.agree(true)
})

test('LOG-10 everything with the keyboard alone, in German', async (t) => {
  const { email } = somebody()
  await house.account(email)
  await house.umbel.database.durable.run(sql`update account set locale = 'de-DE' where email = ${email}`)
  const page = await open(t, { locale: 'de-DE' })
  const device = await aDevice(page)
  await device.agree(false)
  // Chromium moves to the first field when it draws the page, which may be after the page has loaded.
  await page.goto(`${house.url}/profile`)
  await page.locator('input[name="email"]:focus').waitFor()
  await page.keyboard.type(email)
  await page.keyboard.press('Enter')
  await page.waitForURL('**/sign-in/password?*')
  await page.locator('input[name="password"]:focus').waitFor()
  await page.keyboard.type('tall meadow seven lanterns')
  await page.keyboard.press('Enter')
  await hasHeading(page, 'Ana Lopez')
  await device.agree(true)
  await page.goto(`${house.url}/security/passkeys/add`)
  await hasHeading(page, 'Passkey hinzufügen')
  await checkPage(page, 'adding, in German')
  await page.getByLabel('Name').focus()
  await page.keyboard.press('Enter')
  await says(page, 'Ihr Passkey ist hinzugefügt')
  await checkPage(page, 'the offer, in German')
  await page.goto(`${house.url}/security`)
  await says(page, 'Noch nicht verwendet')
  await checkPage(page, 'Security, in German')
})

test('LOG-5 while passwords have to wait, a passkey leads back to the product', async (t) => {
  const { page, email, device } = await aPerson(t)
  await addPasskey(page)
  await says(page, 'Your passkey is added')
  await logOut(page, device)
  await page.goto(house.trackerUrl)
  await page.getByLabel('Email address').fill(email)
  await page.getByRole('button', { name: 'Next' }).click()
  await page.waitForURL('**/sign-in/password?*')
  for (let tries = 0; tries < 5; tries += 1) {
    await typePassword(page, 'this is not the password')
    await page.waitForLoadState('load')
  }
  await hasHeading(page, 'Let’s pause for a moment')
  await device.agree(true)
  await page.getByRole('button', { name: 'Use a passkey instead' }).click()
  await isAt(page, `${house.trackerUrl}/`, 'Issues')
})
