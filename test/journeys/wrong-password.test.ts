import assert from 'node:assert/strict'
import test, { after } from 'node:test'
import { aHouse } from '../house.ts'
import { aBrowser, type Window } from './browser.ts'
import { atAccount, hasHeading, isAt, says, somebody, typeAddress, typePassword } from './steps.ts'

const house = await aHouse({ after })
const open = await aBrowser({ after })

const wrongs = [4, 3, 2, 1]
// From the third on; which of them stands there is a matter of milliseconds.
const workWords = /(Your browser|One moment)[^\n]*calculation[^\n]*/g

async function failFiveTimes(page: Window): Promise<void> {
  for (const left of wrongs) {
    await typePassword(page, 'this is not the password')
    await says(page, left === 1 ? '1 try left' : `${left} tries left`)
  }
  await typePassword(page, 'this is not the password')
  await hasHeading(page, 'Let’s pause for a moment')
}

async function logOut(page: Window): Promise<void> {
  await page.locator('summary[aria-label$="account menu"]').click()
  await page.getByRole('button', { name: 'Log out' }).click()
  await hasHeading(page, 'You’re logged out')
}

test('LOG-5 a wrong password says how many tries are left, then comes the page that waits, for known and unknown addresses alike', async (t) => {
  const known = somebody()
  const unknown = somebody()
  await house.account(known.email)
  const told: string[][] = []
  for (const { email } of [known, unknown]) {
    const page = await open(t)
    await page.goto(house.trackerUrl)
    await typeAddress(page, email)
    const texts: string[] = []
    for (const left of wrongs) {
      await typePassword(page, 'this is not the password')
      await says(page, left === 1 ? '1 try left before a short pause.' : `${left} tries left before a short pause.`)
      assert.equal(page.status(), 422)
      assert.equal(await page.getByLabel('Password', { exact: true }).inputValue(), '')
      await says(page, email)
      texts.push((await page.getByRole('main').innerText()).replaceAll(workWords, ''))
    }
    await typePassword(page, 'this is not the password')
    await hasHeading(page, 'Let’s pause for a moment')
    assert.equal(page.status(), 429)
    const wait = Number(page.answer().headers()['retry-after'])
    assert.ok(wait > 0 && wait <= 900, `Retry-After: ${wait}`)
    await says(page, /password log-in is off until \d\d:\d\d/)
    await page.getByRole('link', { name: 'Reset password by email' }).waitFor()
    texts.push(await page.getByRole('main').innerText())
    told.push(texts.map((text) => text.replaceAll(email, '…').replaceAll(/\d\d:\d\d/g, '')))
  }
  const [one, other] = told
  // The round picture of an address has its letters.
  const plain = (texts: string[] = []) => texts.map((text) => text.replaceAll(/^.{1,2}$/gm, ''))
  assert.deepEqual(plain(one), plain(other))
})

test('LOG-5 the right password waits, too, and works when the wait is over', async (t) => {
  const { email, password } = somebody()
  await house.account(email, password)
  const page = await open(t)
  await page.goto(`${house.url}/profile`)
  await typeAddress(page, email)
  const passwordUrl = page.url()
  await failFiveTimes(page)
  await page.goto(passwordUrl)
  await typePassword(page, password)
  await hasHeading(page, 'Let’s pause for a moment')
  assert.equal(page.status(), 429)
  house.pass({ minutes: 1 })
  await page.goto(passwordUrl)
  await typePassword(page, password)
  await isAt(page, `${house.url}/profile`, 'Ana Lopez')
})

test('LOG-5 a stranger’s failures do not shut out a holder on a browser that is known', async (t) => {
  const { email, password } = somebody()
  await house.account(email, password)
  const holder = await open(t)
  await atAccount(holder, house, email)
  await logOut(holder)
  const stranger = await open(t)
  await stranger.goto(`${house.url}/profile`)
  await typeAddress(stranger, email)
  await failFiveTimes(stranger)
  await atAccount(holder, house, email)
  await hasHeading(holder, 'Ana Lopez')
})

test('LOG-5 an empty password costs no try', async (t) => {
  const { email, password } = somebody()
  await house.account(email, password)
  const page = await open(t, { javaScriptEnabled: false })
  await page.goto(`${house.url}/profile`)
  await typeAddress(page, email)
  await page.evaluate('document.forms[0].noValidate = true')
  await page.getByRole('button', { name: 'Log in' }).click()
  await says(page, 'Enter your password, or reset it by email.')
  await typePassword(page, 'this is not the password')
  await says(page, '4 tries left before a short pause.')
})

test('LOG-5 “Welcome back” is said only in a browser that has logged in as that account', async (t) => {
  const { email } = somebody()
  await house.account(email)
  const known = await open(t)
  await atAccount(known, house, email)
  await logOut(known)
  await known.goto(`${house.url}/profile`)
  await typeAddress(known, email)
  await hasHeading(known, 'Welcome back, Ana')
  const other = await open(t)
  await other.goto(`${house.url}/profile`)
  await typeAddress(other, email)
  await hasHeading(other, 'Enter your password')
})

test('nothing of it was a fault of Umbel’s', () => assert.deepEqual(house.faults(), []))
