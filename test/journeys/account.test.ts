import assert from 'node:assert/strict'
import test, { after } from 'node:test'
import { aHouse, goodPassword } from '../house.ts'
import { aBrowser, type Window } from './browser.ts'
import { atAccount, atTracker, hasHeading, isAt, logIn, says, somebody, within } from './steps.ts'

const house = await aHouse({ after })
const open = await aBrowser({ after })
const newPassword = 'eleven kettles over the harbour'

async function changePassword(page: Window, current: string, password: string): Promise<void> {
  await page.getByLabel('Current password').fill(current)
  await page.getByLabel('New password').fill(password)
  await page.getByRole('button', { name: 'Save new password' }).click()
}

test('ACC-8 the holder changes the name, and products show it from the next log-in', async (t) => {
  const page = await open(t)
  const { email } = somebody()
  await house.account(email)
  await atAccount(page, house, email)
  await page.getByRole('link', { name: 'Change name' }).click()
  await page.getByLabel('Full name').fill('https://example.com')
  await page.getByRole('button', { name: 'Save name' }).click()
  await says(page, 'Leave out web addresses')
  assert.equal(page.status(), 422)
  await page.getByLabel('Full name').fill('Ana María López')
  await page.getByRole('button', { name: 'Save name' }).click()
  await says(page, 'Your name is changed')
  await hasHeading(page, 'Ana María López')
  await page.goto(house.trackerUrl)
  await isAt(page, `${house.trackerUrl}/`, 'Issues')
  await says(page, 'Ana María López')
})

test('LOG-8 changing the password keeps this browser and logs out the others, at Tracker within 5 seconds', async (t) => {
  const { email } = somebody()
  await house.account(email)
  const here = await open(t)
  const there = await open(t)
  await atAccount(here, house, email)
  await atTracker(there, house, email)
  await here.goto(`${house.url}/security`)
  await here.getByRole('link', { name: 'Change password' }).click()
  await changePassword(here, 'this is not my password', newPassword)
  await says(here, 'That isn’t your current password.')
  await changePassword(here, goodPassword, 'password1234')
  await says(here, 'That password is in lists that attackers try first.')
  await changePassword(here, goodPassword, newPassword)
  await says(here, 'Your password is changed')
  await within(5000, 'Tracker logs the other browser out', async () => {
    await there.goto(house.trackerUrl)
    return there.url().startsWith(house.url)
  })
  await here.goto(`${house.url}/profile`)
  await hasHeading(here, 'Ana Lopez')
  await logIn(there, email, goodPassword)
  await says(there, 'That password doesn’t match this account.')
  await house.mailTo(email, /Your password was changed/)
})

test('LOG-5 guessing the current password in a browser left open comes to a pause', async (t) => {
  const { email } = somebody()
  await house.account(email)
  const page = await open(t)
  await atAccount(page, house, email)
  await page.goto(`${house.url}/security/password`)
  for (let tries = 1; tries <= 5; tries++) await changePassword(page, `guess number ${tries}`, newPassword)
  await changePassword(page, goodPassword, newPassword)
  await says(page, 'That was too many tries. Wait a few minutes, then try again.')
  assert.equal(page.status(), 429)
})

test('ACC-11 the account says what happened to it, who did it, from where and when', async (t) => {
  const { email } = somebody()
  await house.account(email)
  const page = await open(t, { network: '198.51.100.20' })
  const stranger = await open(t, { network: '198.51.100.66' })
  await stranger.goto(`${house.url}/profile`)
  await logIn(stranger, email, 'not the password of ana')
  await says(stranger, 'That password doesn’t match this account.')
  await atTracker(page, house, email)
  await page.goto(`${house.url}/profile/name`)
  await page.getByLabel('Full name').fill('Ana López')
  await page.getByRole('button', { name: 'Save name' }).click()
  await page.goto(`${house.url}/security`)
  await page.getByRole('link', { name: 'See everything that happened' }).click()
  await hasHeading(page, 'What happened')
  const lines = await page.getByRole('main').getByRole('listitem').allInnerTexts()
  const seen = lines.map((line) => line.split('\n').slice(0, 2).join(' | '))
  assert.deepEqual(seen, [
    'Name changed | You · Chrome on Linux · 198.51.100.20',
    'Logged in | You · Chrome on Linux · 198.51.100.20',
    'Wrong password | Someone not logged in · Chrome on Linux · 198.51.100.66',
    'Email address verified | Umbel, by itself',
    'Account created | Umbel, by itself',
  ])
})

test('LOG-1 the holder sees the products, and opens one without logging in again', async (t) => {
  const { email } = somebody()
  await house.account(email)
  const page = await open(t)
  await atAccount(page, house, email)
  await page.getByRole('link', { name: 'Products', exact: true }).click()
  await hasHeading(page, 'Products')
  await page.getByRole('link', { name: 'Open Tracker' }).click()
  await isAt(page, `${house.trackerUrl}/`, 'Issues')
  await page.goto(`${house.url}/profile`)
  await page.locator('summary[aria-label="Switch product"]').click()
  await page.getByRole('navigation', { name: 'Products' }).getByRole('link', { name: 'Tracker' }).click()
  await isAt(page, `${house.trackerUrl}/`, 'Issues')
})

test('LOG-1 each page of the account asks to log in first, and comes back to that page', async (t) => {
  const { email } = somebody()
  await house.account(email)
  for (const [path, heading] of [
    ['/security', 'Security'],
    ['/security/activity', 'What happened'],
    ['/devices', 'Devices'],
  ] as const) {
    const page = await open(t)
    await page.goto(house.url + path)
    await logIn(page, email)
    await isAt(page, house.url + path, heading)
  }
})

test('CTL the profile says what the holder decides, and what an organization would', async (t) => {
  const { email } = somebody()
  await house.account(email)
  const page = await open(t)
  await atAccount(page, house, email)
  const rows = await page.getByRole('table').getByRole('row').allInnerTexts()
  assert.ok(
    rows.some((row) => /Change email\s+You\s+The organization/.test(row)),
    rows.join(' / '),
  )
  assert.ok(
    rows.some((row) => /Change name\s+You\s+You/.test(row)),
    rows.join(' / '),
  )
})

test('nothing of it was a fault of Umbel’s', () => assert.deepEqual(house.faults(), []))
