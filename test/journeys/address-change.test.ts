import assert from 'node:assert/strict'
import test, { after } from 'node:test'
import { aHouse, goodPassword } from '../house.ts'
import { aBrowser, type Window } from './browser.ts'
import { checkPage } from './checks.ts'
import { atAccount, atTracker, hasHeading, isAt, logIn, says, somebody, within } from './steps.ts'

const house = await aHouse({ after })
const open = await aBrowser({ after })

async function askFor(page: Window, email: string): Promise<void> {
  await page.goto(`${house.url}/profile`)
  await page.getByRole('link', { name: 'Change email' }).click()
  await hasHeading(page, 'Change email')
  await page.getByLabel('New email address').fill(email)
  await page.getByRole('button', { name: 'Send link' }).click()
  await says(page, 'We’ve sent a link to your new address')
}

async function confirmAt(page: Window, email: string): Promise<void> {
  const { links } = await house.mailTo(email, /Confirm your new address/)
  await page.goto(links[0] ?? '')
  await hasHeading(page, 'Use this address?')
  await page.getByRole('button', { name: 'Use this address' }).click()
  await hasHeading(page, 'Your email is changed')
}

test('ACC-7 another address: asked for, waited for, confirmed from the mail; products hear of it, log-ins elsewhere stay', async (t) => {
  const page = await open(t)
  const other = await open(t)
  const { email } = somebody()
  const next = `new.${email}`
  await house.account(email)
  await atTracker(other, house, email)
  await atAccount(page, house, email)
  await askFor(page, next)
  await says(page, 'Waiting for you to confirm')
  await checkPage(page, 'profile-waiting')
  // On the phone on which the mail is read, nobody is logged in.
  const phone = await open(t, { viewport: { width: 320, height: 700 } })
  const { links, text } = await house.mailTo(next, /Confirm your new address/)
  assert.ok(text.includes(email), 'names the address the account has')
  await phone.goto(links[0] ?? '')
  await checkPage(phone, 'confirm-email')
  await phone.getByRole('button', { name: 'Use this address' }).click()
  await hasHeading(phone, 'Your email is changed')
  await checkPage(phone, 'email-confirmed')
  await phone.goto(links[0] ?? '')
  await hasHeading(phone, 'That link has expired')
  assert.equal(phone.status(), 410)
  await page.goto(`${house.url}/profile`)
  await says(page, next)
  await other.goto(house.trackerUrl)
  await isAt(other, `${house.trackerUrl}/`, 'Issues')
  const fresh = await open(t)
  await atAccount(fresh, house, next)
  // The former one is nobody's: it leads to a password that never fits.
  const former = await open(t)
  await former.goto(`${house.url}/profile`)
  await logIn(former, email)
  await says(former, 'That password doesn’t match this account.')
})

test('ACC-7 the former address undoes it all: every device is logged out, at Tracker within 5 seconds, and a new password is needed', async (t) => {
  const { email } = somebody()
  const thief = `thief.${email}`
  await house.account(email)
  const page = await open(t)
  await atAccount(page, house, email)
  const elsewhere = await open(t)
  await atTracker(elsewhere, house, email)
  await askFor(page, thief)
  await confirmAt(page, thief)
  const { links, text } = await house.mailTo(email, /Your address was changed/)
  assert.match(text, /Chrome on Linux/)
  assert.ok(text.includes(thief))
  const owner = await open(t)
  await owner.goto(links[0] ?? '')
  await hasHeading(owner, 'Undo this change?')
  await checkPage(owner, 'undo-email')
  await owner.getByRole('button', { name: 'Undo and secure my account' }).click()
  await hasHeading(owner, 'Your account is back')
  await checkPage(owner, 'email-undone')
  await within(5000, 'Tracker logs the other browser out', async () => {
    await elsewhere.goto(house.trackerUrl)
    return elsewhere.url().startsWith(house.url)
  })
  await page.goto(`${house.url}/profile`)
  await page.waitForURL('**/sign-in?**')
  const { links: reset } = await house.mailTo(email, /Reset your password/)
  await owner.goto(reset[0] ?? '')
  await owner.getByLabel('New password').fill('eleven kettles over the harbour')
  await owner.getByRole('button', { name: 'Save new password' }).click()
  await isAt(owner, `${house.url}/profile`, 'Ana Lopez')
  await says(owner, email)
  await owner.goto(links[0] ?? '')
  await hasHeading(owner, 'That link no longer works')
  assert.equal(owner.status(), 410)
})

test('ACC-5 a taken address answers the same, and its holder gets a mail without a link to confirm', async (t) => {
  const page = await open(t)
  const [mine, theirs] = [somebody().email, somebody('Bo Example').email]
  await house.account(mine)
  await house.account(theirs)
  await atAccount(page, house, mine)
  await askFor(page, theirs)
  await says(page, 'Waiting for you to confirm')
  const { text } = await house.mailTo(theirs, /Your address is used by this account/)
  assert.doesNotMatch(text, /email\/confirm/)
  assert.ok(!text.includes(mine))
})

test('ACC-7 without scripts: what is wrong is said, sending again waits a minute, and canceling is a click', async (t) => {
  const page = await open(t, { javaScriptEnabled: false })
  const { email } = somebody()
  await house.account(email)
  await atAccount(page, house, email)
  await page.goto(`${house.url}/profile/email`)
  await page.getByLabel('New email address').fill(email.toUpperCase())
  await page.getByRole('button', { name: 'Send link' }).click()
  await says(page, 'That’s the address you have now.')
  assert.equal(page.status(), 422)
  await askFor(page, `next.${email}`)
  await page.getByRole('button', { name: 'Send again' }).click()
  await says(page, 'One email a minute is enough.')
  assert.equal(page.status(), 429)
  house.pass({ seconds: 61 })
  await page.goto(`${house.url}/profile`)
  await page.getByRole('button', { name: 'Send again' }).click()
  await says(page, 'We’ve sent a link to your new address')
  await page.getByRole('button', { name: 'cancel' }).click()
  await says(page, 'Your email stays as it is')
  assert.equal(await page.getByText('Waiting for you').count(), 0)
})

test('ACC-7 after a quarter of an hour the password is asked for first, and the page comes back', async (t) => {
  const page = await open(t)
  const { email } = somebody()
  await house.account(email)
  await atAccount(page, house, email)
  house.pass({ minutes: 16 })
  await page.getByRole('link', { name: 'Change email' }).click()
  await page.waitForURL('**/sign-in/password?*')
  await page.getByLabel('Password', { exact: true }).fill(goodPassword)
  await page.getByRole('button', { name: 'Go on' }).click()
  await isAt(page, `${house.url}/profile/email`, 'Change email')
  await checkPage(page, 'change-email')
})

test('nothing of it was a fault of Umbel’s', () => assert.deepEqual(house.faults(), []))
