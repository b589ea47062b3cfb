import assert from 'node:assert/strict'
import test, { after } from 'node:test'
import { aHouse, goodPassword } from '../house.ts'
import { aBrowser, type OpenWindow } from './browser.ts'
import {
  atAccount,
  hasHeading,
  isAt,
  logIn,
  says,
  signUp,
  somebody,
  typeAddress,
  typeCode,
  typePassword,
} from './steps.ts'

const house = await aHouse({ after })
const openAny = await aBrowser({ after })
const open: OpenWindow = (t, wishes) => openAny(t, { javaScriptEnabled: false, ...wishes })
const newPassword = 'eleven kettles over the harbour'

test('OPS-5 without scripts: from Tracker to an account, through a wrong code and a new one, and back to Tracker', async (t) => {
  const page = await open(t)
  const ana = somebody()
  await page.goto(house.trackerUrl)
  await page.getByRole('link', { name: 'Create an account' }).click()
  await page.evaluate('document.forms[0].noValidate = true')
  await page.getByRole('button', { name: 'Create account' }).click()
  assert.equal(page.status(), 422)
  await says(page, 'Enter the name people should see.')
  await says(page, 'Choose a password.')
  await says(page, 'Tick this to create an account.')
  await signUp(page, { ...ana, password: 'password1234' })
  await says(page, 'That password is in lists that attackers try first.')
  assert.equal(await page.getByLabel('Full name').inputValue(), ana.name)
  assert.equal(await page.getByLabel('Password', { exact: true }).inputValue(), '')
  await signUp(page, ana)
  const { code } = await house.mailTo(ana.email)
  await typeCode(page, code === '000 000' ? '111 111' : '000 000')
  await says(page, 'That code isn’t right')
  await page.getByRole('button', { name: 'Send it again' }).click()
  await says(page, 'One email a minute is enough')
  await typeCode(page, code)
  await isAt(page, `${house.trackerUrl}/`, 'Issues')
})

test('OPS-5 without scripts: logging in on two pages and on one, with a wrong password first', async (t) => {
  const { email, password } = somebody()
  await house.account(email, password)
  const page = await open(t)
  await page.goto(house.trackerUrl)
  await typeAddress(page, email)
  await typePassword(page, 'this is not the password')
  await says(page, '4 tries left')
  await typePassword(page, password)
  await isAt(page, `${house.trackerUrl}/`, 'Issues')
  const codeUrl = await house.product('Code', 'combined')
  const other = await open(t)
  await other.goto(codeUrl)
  await other.getByLabel('Email address').fill(email)
  await typePassword(other, 'this is not the password')
  await says(other, '4 tries left')
  assert.equal(await other.getByLabel('Email address').inputValue(), email)
  await typePassword(other, password)
  await isAt(other, `${codeUrl}/`, 'Issues')
})

test('OPS-5 without scripts: a forgotten password', async (t) => {
  const { email } = somebody()
  await house.account(email)
  const page = await open(t)
  await page.goto(house.trackerUrl)
  await typeAddress(page, email)
  await page.getByRole('link', { name: 'Forgot password?' }).click()
  await page.getByRole('button', { name: 'Email me a link' }).click()
  const { links } = await house.mailTo(email, /Reset/)
  await page.goto(links[0] ?? '')
  await page.getByLabel('New password').fill(newPassword)
  await page.getByRole('button', { name: 'Save new password' }).click()
  await isAt(page, `${house.trackerUrl}/`, 'Issues')
})

test('OPS-5 without scripts: name, password, devices, menus and logging out', async (t) => {
  const { email } = somebody()
  await house.account(email)
  const page = await open(t)
  const other = await open(t)
  await atAccount(page, house, email)
  await atAccount(other, house, email)
  await page.getByRole('link', { name: 'Change name' }).click()
  await page.getByLabel('Full name').fill('Ana López')
  await page.getByRole('button', { name: 'Save name' }).click()
  await says(page, 'Your name is changed')
  await page.getByRole('link', { name: 'Devices' }).click()
  await page.getByRole('button', { name: 'Log out Chrome on Linux' }).click()
  await says(page, 'That device is logged out')
  await other.goto(`${house.url}/profile`)
  await logIn(other, email)
  await page.goto(`${house.url}/security/password`)
  await page.getByLabel('Current password').fill(goodPassword)
  await page.getByLabel('New password').fill(newPassword)
  await page.getByRole('button', { name: 'Save new password' }).click()
  await says(page, 'Your password is changed')
  await other.goto(`${house.url}/devices`)
  await hasHeading(other, 'Log in')
  await page.locator('summary[aria-label="Switch product"]').click()
  await page.getByRole('navigation', { name: 'Products' }).getByRole('link', { name: 'Tracker' }).waitFor()
  await page.locator('summary[aria-label$="account menu"]').click()
  await page.getByRole('button', { name: 'Log out' }).click()
  await hasHeading(page, 'You’re logged out')
})

test('OPS-5 what only a script could do is not on the page without one', async (t) => {
  const page = await open(t)
  await page.goto(`${house.url}/sign-up`)
  assert.equal(await page.getByRole('button', { name: 'Show password' }).count(), 0)
  const scripted = await openAny(t)
  await scripted.goto(`${house.url}/sign-up`)
  await scripted.getByLabel('Password', { exact: true }).fill('password1234')
  await scripted.getByRole('button', { name: 'Show password' }).click()
  assert.equal(await scripted.locator('#password').getAttribute('type'), 'text')
  await says(scripted, 'Very easy to guess')
})

test('nothing of it was a fault of Umbel’s', () => assert.deepEqual(house.faults(), []))
