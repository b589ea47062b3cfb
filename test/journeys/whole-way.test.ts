import assert from 'node:assert/strict'
import test, { after } from 'node:test'
import { aHouse } from '../house.ts'
import { aBrowser } from './browser.ts'
import {
  hasHeading,
  isAt,
  logIn,
  pagesSeen,
  says,
  signUp,
  somebody,
  typeAddress,
  typeCode,
  typePassword,
} from './steps.ts'

const house = await aHouse({ after })
const open = await aBrowser({ after })
const { trackerUrl } = house

test('LOG-1 ACC-4 a newcomer comes from Tracker, signs up, types the code of the mail, and is on Tracker’s home page', async (t) => {
  const page = await open(t)
  const ana = somebody()
  await page.goto(trackerUrl)
  await hasHeading(page, 'Log in')
  await says(page, 'to continue to Tracker')
  await page.getByRole('link', { name: 'Create an account' }).click()
  await signUp(page, ana)
  await hasHeading(page, 'Check your email')
  await says(page, 'hello@umbel.example.com')
  await says(page, 'spam folder')
  const mail = await house.mailTo(ana.email, /code/)
  await typeCode(page, mail.code)
  await isAt(page, `${trackerUrl}/`, 'Issues')
  await says(page, ana.name)
})

test('ACC-4 the link of the mail does the same in the browser that signed up', async (t) => {
  const page = await open(t)
  const ana = somebody()
  await page.goto(trackerUrl)
  await page.getByRole('link', { name: 'Create an account' }).click()
  await signUp(page, ana)
  const { links } = await house.mailTo(ana.email, /code/)
  await page.goto(links[0] ?? '')
  await isAt(page, `${trackerUrl}/`, 'Issues')
})

test('ACC-4 in another browser the link asks for the password chosen at sign-up', async (t) => {
  const ana = somebody()
  const computer = await open(t)
  await computer.goto(trackerUrl)
  await computer.getByRole('link', { name: 'Create an account' }).click()
  await signUp(computer, ana)
  const { links } = await house.mailTo(ana.email, /code/)
  const phone = await open(t)
  await phone.goto(links[0] ?? '')
  await hasHeading(phone, 'Is this account yours?')
  const way = (page: typeof phone) => page.getByRole('button', { name: 'Verify email' })
  await phone.getByLabel('Password', { exact: true }).fill('not the password of that account')
  await way(phone).click()
  await says(phone, 'That isn’t the password chosen when the account was created.')
  assert.equal(phone.status(), 422)
  await phone.getByLabel('Password', { exact: true }).fill(ana.password)
  await way(phone).click()
  await isAt(phone, `${house.url}/profile`, ana.name)
  // The computer, still on the page that waits, is let on, too.
  await computer.reload()
  await isAt(computer, `${trackerUrl}/`, 'Issues')
})

test('ACC-4 LOG-6 logging in with an unverified address comes to the same page, and goes on from there', async (t) => {
  const computer = await open(t)
  const ana = somebody()
  await computer.goto(`${house.url}/sign-up`)
  await signUp(computer, ana)
  const { code } = await house.mailTo(ana.email)
  const phone = await open(t)
  await phone.goto(house.trackerUrl)
  await typeAddress(phone, ana.email)
  await typePassword(phone, ana.password)
  await hasHeading(phone, 'Check your email')
  await phone.getByRole('button', { name: 'Send it again' }).waitFor()
  await typeCode(phone, code)
  await isAt(phone, `${house.trackerUrl}/`, 'Issues')
})

test('LOG-2 Tracker asks for the address, then for the password, and calls it “Log in”', async (t) => {
  const page = await open(t)
  const { email, password } = somebody()
  await house.account(email, password)
  await page.goto(trackerUrl)
  assert.equal(await page.getByLabel('Password').count(), 0)
  assert.deepEqual(await page.getByRole('main').getByRole('button').allTextContents(), ['Next', 'Use a passkey'])
  await page.getByLabel('Email address').fill(email)
  await page.getByRole('button', { name: 'Next' }).click()
  await hasHeading(page, 'Enter your password')
  await says(page, email)
  await page.getByRole('button', { name: 'Log in' }).waitFor()
  await page.getByRole('link', { name: 'Change email address' }).click()
  assert.equal(await page.getByLabel('Email address').inputValue(), email)
  await page.getByRole('button', { name: 'Next' }).click()
  await typePassword(page, password)
  await isAt(page, `${trackerUrl}/`, 'Issues')
  await page.getByRole('button', { name: 'Log out' }).waitFor()
})

test('LOG-1 an address deep within Tracker is kept through the log-in', async (t) => {
  const page = await open(t)
  const { email } = somebody()
  await house.account(email)
  await page.goto(`${trackerUrl}/?state=done&q=a%26b`)
  await logIn(page, email)
  await page.waitForURL(`${trackerUrl}/?state=done&q=a%26b`)
})

test('LOG-1 LOG-2 a second product opens without a page in between; one that asks for both at once does', async (t) => {
  const codeUrl = await house.product('Code', 'combined')
  const page = await open(t)
  const { email, password } = somebody()
  await house.account(email, password)
  await page.goto(codeUrl)
  await hasHeading(page, 'Log in to Code')
  assert.deepEqual(
    await page
      .getByRole('main')
      .getByRole('button', { name: /Next|Log in/ })
      .allTextContents(),
    ['Log in'],
  )
  await page.getByLabel('Email address').fill(email)
  await typePassword(page, password)
  await page.waitForURL(`${codeUrl}/`)
  const seen = pagesSeen(page)
  await page.goto(trackerUrl)
  await isAt(page, `${trackerUrl}/`, 'Issues')
  assert.deepEqual(seen, [`${trackerUrl}/`])
})

test('nothing of it was a fault of Umbel’s', () => assert.deepEqual(house.faults(), []))
