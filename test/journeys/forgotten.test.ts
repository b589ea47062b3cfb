import assert from 'node:assert/strict'
import test, { after } from 'node:test'
import { aHouse } from '../house.ts'
import { aBrowser, type Window } from './browser.ts'
import { atAccount, atTracker, hasHeading, isAt, logIn, says, somebody, typeAddress, within } from './steps.ts'

const house = await aHouse({ after })
const open = await aBrowser({ after })
const newPassword = 'eleven kettles over the harbour'

async function askForLink(page: Window, email: string): Promise<string> {
  await page.goto(`${house.url}/password/forgot`)
  await page.getByLabel('Email address').fill(email)
  await page.getByRole('button', { name: 'Email me a link' }).click()
  await hasHeading(page, 'Check your email')
  const { links } = await house.mailTo(email, /Reset your password/)
  return links[0] ?? ''
}

async function choose(page: Window, password: string): Promise<void> {
  await page.getByLabel('New password').fill(password)
  await page.getByRole('button', { name: 'Save new password' }).click()
}

test('LOG-9 LOG-8 a new password from the mailed link ends the log-in elsewhere, at Tracker within 5 seconds', async (t) => {
  const { email } = somebody()
  await house.account(email)
  const office = await open(t)
  await atTracker(office, house, email)
  const home = await open(t)
  await home.goto(house.trackerUrl)
  await typeAddress(home, email)
  await home.getByRole('link', { name: 'Forgot password?' }).click()
  assert.equal(await home.getByLabel('Email address').inputValue(), email)
  await home.getByRole('button', { name: 'Email me a link' }).click()
  await hasHeading(home, 'Check your email')
  await says(home, /If .* has an account, a link to choose a new password is on its way/)
  const { links } = await house.mailTo(email, /Reset your password/)
  await home.goto(links[0] ?? '')
  await hasHeading(home, 'Choose a new password')
  await choose(home, newPassword)
  // Whoever asked on the way to Tracker comes out there.
  await isAt(home, `${house.trackerUrl}/`, 'Issues')
  const isOut = async () => {
    await office.goto(house.trackerUrl)
    return office.url().startsWith(house.url)
  }
  await within(5000, 'Tracker logs the other browser out', isOut)
  await office.goto(`${house.url}/profile`)
  await logIn(office, email, newPassword)
  await isAt(office, `${house.url}/profile`, 'Ana Lopez')
  await house.mailTo(email, /Your password was changed/)
})

test('LOG-9 the old password is worth nothing afterwards', async (t) => {
  const { email, password } = somebody()
  await house.account(email, password)
  const page = await open(t)
  await page.goto(await askForLink(page, email))
  await choose(page, newPassword)
  await isAt(page, `${house.url}/profile`, 'Ana Lopez')
  const other = await open(t)
  await other.goto(house.trackerUrl)
  await logIn(other, email, password)
  await says(other, 'That password doesn’t match this account.')
})

test('LOG-9 the link works once and for 30 minutes, and its page leads to a new one', async (t) => {
  const { email } = somebody()
  await house.account(email)
  const page = await open(t)
  const link = await askForLink(page, email)
  await page.goto(link)
  await choose(page, 'password1234')
  await says(page, 'That password is in lists that attackers try first.')
  await choose(page, newPassword)
  await isAt(page, `${house.url}/profile`, 'Ana Lopez')
  await page.goto(link)
  await hasHeading(page, 'That link has expired')
  assert.equal(page.status(), 410)
  const late = await askForLink(page, email)
  house.pass({ minutes: 31 })
  await page.goto(late)
  await hasHeading(page, 'That link has expired')
  await page.getByRole('link', { name: 'Send a new link' }).click()
  await hasHeading(page, 'Reset your password')
})

test('ACC-5 asking for a link answers alike for an address without an account, and sends nothing', async (t) => {
  const { email } = somebody()
  const page = await open(t)
  await page.goto(`${house.url}/password/forgot`)
  await page.getByLabel('Email address').fill(email)
  await page.getByRole('button', { name: 'Email me a link' }).click()
  await hasHeading(page, 'Check your email')
  await says(page, `If ${email} has an account`)
  assert.equal(page.status(), 200)
  const known = somebody().email
  await house.account(known)
  await askForLink(page, known)
  assert.deepEqual(await house.subjectsTo(email), [])
})

test('LOG-9 a log-in on another device sends a mail; the first one ever and those on a known device do not', async (t) => {
  const { email } = somebody()
  await house.account(email)
  const page = await open(t)
  await atAccount(page, house, email)
  const other = await open(t, { network: '198.51.100.7' })
  await atAccount(other, house, email)
  const mail = await house.mailTo(email)
  assert.equal(mail.subject, 'New log-in to your account')
  assert.match(mail.text, /Chrome on Linux[\s\S]*198\.51\.100\.7/)
  for (const known of [page, other]) {
    await known.locator('summary[aria-label$="account menu"]').click()
    await known.getByRole('button', { name: 'Log out' }).click()
    await hasHeading(known, 'You’re logged out')
    await atAccount(known, house, email)
  }
  // Mails go out in their order: when this one is there, no other is on its way.
  await askForLink(other, email)
  assert.deepEqual(await house.subjectsTo(email), ['New log-in to your account', 'Reset your password'])
})

test('nothing of it was a fault of Umbel’s', () => assert.deepEqual(house.faults(), []))
