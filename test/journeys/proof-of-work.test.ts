import assert from 'node:assert/strict'
import test, { after } from 'node:test'
import { aHouse, goodPassword, type House } from '../house.ts'
import { aBrowser, type OpenWindow, type Window } from './browser.ts'
import { checkPage } from './checks.ts'
import { atAccount, hasHeading, isAt, says, somebody, typeAddress, typePassword } from './steps.ts'

const house: House = await aHouse({ after })
const open: OpenWindow = await aBrowser({ after })

/** Three wrong passwords for an address, from somewhere else. */
async function afterThreeWrong(t: Parameters<OpenWindow>[0], email: string): Promise<void> {
  const stranger = await open(t, { javaScriptEnabled: false })
  await stranger.goto(`${house.url}/profile`)
  await typeAddress(stranger, email)
  for (const left of [4, 3, 2]) {
    await typePassword(stranger, 'this is not the password')
    await says(stranger, `${left} tries left`)
  }
}

async function atPassword(page: Window, email: string): Promise<void> {
  await page.goto(`${house.url}/profile`)
  await typeAddress(page, email)
}

test('LOG-5 wrong three times, then the browser works for a moment and the right password is taken', async (t) => {
  const { email, password } = somebody()
  await house.account(email, password)
  const page = await open(t)
  await atPassword(page, email)
  for (const left of [4, 3, 2]) {
    await typePassword(page, 'this is not the password')
    await says(page, `${left} tries left`)
  }
  const started = performance.now()
  await says(page, 'Your browser has finished its calculation.')
  t.diagnostic(`the work took ${Math.round(performance.now() - started)} ms`)
  await typePassword(page, password)
  await isAt(page, `${house.url}/profile`, 'Ana Lopez')
})

test('LOG-5 whoever presses the button before the work is done need not press it again', async (t) => {
  const { email, password } = somebody()
  await house.account(email, password)
  await afterThreeWrong(t, email)
  const page = await open(t)
  // A slow computer.
  const devTools = await page.context().newCDPSession(page)
  await devTools.send('Emulation.setCPUThrottlingRate', { rate: 4 })
  await atPassword(page, email)
  await typePassword(page, password)
  await isAt(page, `${house.url}/profile`, 'Ana Lopez')
})

test('OPS-5 LOG-5 without scripts the page says how long to wait, and then the right password is taken', async (t) => {
  const { email, password } = somebody()
  await house.account(email, password)
  await afterThreeWrong(t, email)
  const page = await open(t, { javaScriptEnabled: false })
  await atPassword(page, email)
  await says(page, 'Wait 15 seconds before you go on')
  await typePassword(page, password)
  await says(page, /Wait another \d+ seconds, then go on/)
  await says(page, 'We haven’t looked at that password yet.')
  house.pass({ seconds: 16 })
  await typePassword(page, password)
  await isAt(page, `${house.url}/profile`, 'Ana Lopez')
})

test('LOG-5 a browser that the account knows never meets it', async (t) => {
  const { email } = somebody()
  await house.account(email)
  const known = await open(t)
  await atAccount(known, house, email)
  await known.locator('summary[aria-label$="account menu"]').click()
  await known.getByRole('button', { name: 'Log out' }).click()
  await hasHeading(known, 'You’re logged out')
  await afterThreeWrong(t, email)
  await atPassword(known, email)
  await hasHeading(known, 'Welcome back, Ana')
  assert.equal(await known.locator('[name="work"]').count(), 0)
  await typePassword(known, goodPassword)
  await isAt(known, `${house.url}/profile`, 'Ana Lopez')
})

test('OPS-5 the page with the work is accessible', async (t) => {
  const { email } = somebody()
  await afterThreeWrong(t, email)
  const page = await open(t)
  await atPassword(page, email)
  await says(page, 'Your browser has finished its calculation.')
  await checkPage(page, 'a password that takes work')
})

test('nothing of it was a fault of Umbel’s', () => assert.deepEqual(house.faults(), []))
