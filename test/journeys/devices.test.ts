import assert from 'node:assert/strict'
import test, { after, type TestContext } from 'node:test'
import { aHouse } from '../house.ts'
import { aBrowser, type Window } from './browser.ts'
import { atAccount, atTracker, hasHeading, isAt, logIn, says, somebody, within } from './steps.ts'

const house = await aHouse({ after })
const open = await aBrowser({ after })
const phone =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1'

/** One person, logged in at Tracker in two browsers. */
async function twoBrowsers(t: TestContext): Promise<{ email: string; here: Window; there: Window }> {
  const { email } = somebody()
  await house.account(email)
  const here = await open(t)
  const there = await open(t, { userAgent: phone, viewport: { width: 390, height: 800 }, network: '198.51.100.7' })
  await atTracker(here, house, email)
  await atTracker(there, house, email)
  return { email, here, there }
}

async function isLoggedOutEverywhere(page: Window): Promise<void> {
  await within(5000, 'Tracker logs out', async () => {
    await page.goto(house.trackerUrl)
    return page.url().startsWith(`${house.url}/sign-in`)
  })
  await page.goto(`${house.url}/profile`)
  await hasHeading(page, 'Log in')
}

async function isStillLoggedIn(page: Window): Promise<void> {
  await page.goto(house.trackerUrl)
  await isAt(page, `${house.trackerUrl}/`, 'Issues')
  await page.goto(`${house.url}/profile`)
  await hasHeading(page, 'Ana Lopez')
}

test('LOG-8 the holder sees each device, where it is and what it opened, and ends one, everywhere within 5 seconds', async (t) => {
  const { here, there } = await twoBrowsers(t)
  await here.goto(`${house.url}/devices`)
  const rows = here.getByRole('main').getByRole('listitem')
  assert.equal(await rows.count(), 2)
  const [mine, other] = await rows.allInnerTexts()
  assert.match(mine ?? '', /Chrome on Linux[\s\S]*This device[\s\S]*203\.0\.113\.\d+[\s\S]*Tracker/)
  assert.match(other ?? '', /Safari on iPhone[\s\S]*198\.51\.100\.7 · Active [\s\S]*Tracker/)
  await here.getByRole('button', { name: 'Log out Safari on iPhone' }).click()
  await says(here, 'That device is logged out')
  assert.equal(await rows.count(), 1)
  await isLoggedOutEverywhere(there)
  await isStillLoggedIn(here)
})

test('LOG-8 “Log out everywhere else” ends all but this one', async (t) => {
  const { email, here, there } = await twoBrowsers(t)
  const third = await open(t)
  await atAccount(third, house, email)
  await here.goto(`${house.url}/devices`)
  await here.getByRole('button', { name: 'Log out everywhere else' }).click()
  await says(here, 'You’re logged out everywhere else')
  assert.equal(await here.getByRole('button', { name: 'Log out everywhere else' }).count(), 0)
  await isLoggedOutEverywhere(there)
  await third.goto(`${house.url}/profile`)
  await hasHeading(third, 'Log in')
  await isStillLoggedIn(here)
})

test('LOG-8 logging out at Tracker logs out at Umbel, too, and comes back to Tracker’s door', async (t) => {
  const { here, there } = await twoBrowsers(t)
  await here.goto(house.trackerUrl)
  await here.getByRole('button', { name: 'Log out' }).click()
  // Tracker's own home page asks Umbel again, which nobody is logged in to any more.
  await hasHeading(here, 'Log in')
  await isLoggedOutEverywhere(here)
  await isStillLoggedIn(there)
})

test('LOG-8 logging out at Umbel logs out at Tracker, too', async (t) => {
  const { email, here, there } = await twoBrowsers(t)
  await here.goto(`${house.url}/profile`)
  await here.locator('summary[aria-label$="account menu"]').click()
  await here.getByRole('button', { name: 'Log out' }).click()
  await hasHeading(here, 'You’re logged out')
  await isLoggedOutEverywhere(here)
  await isStillLoggedIn(there)
  await here.goto(house.trackerUrl)
  await logIn(here, email)
  await isAt(here, `${house.trackerUrl}/`, 'Issues')
})

test('LOG-8 a request to log out that any page could have made is asked about first', async (t) => {
  const { here } = await twoBrowsers(t)
  await here.goto(`${house.url}/session/end`)
  await hasHeading(here, 'Log out?')
  await here.getByRole('button', { name: 'Stay logged in' }).click()
  await isStillLoggedIn(here)
  await here.goto(`${house.url}/session/end`)
  await here.getByRole('button', { name: 'Log out' }).click()
  await hasHeading(here, 'You’re logged out')
  await isLoggedOutEverywhere(here)
})

test('LOG-8 a log-in that is not kept ends with the browser, a kept one does not', async (t) => {
  const { email } = somebody()
  await house.account(email)
  for (const keep of [false, true]) {
    const page = await open(t)
    await page.goto(`${house.url}/profile`)
    await logIn(page, email, undefined, keep)
    await isAt(page, `${house.url}/profile`, 'Ana Lopez')
    // What a browser forgets when it is closed: cookies without a term.
    const { cookies } = await page.context().storageState()
    await page.context().clearCookies()
    await page.context().addCookies(cookies.filter(({ expires }) => expires !== -1))
    await page.goto(`${house.url}/profile`)
    await hasHeading(page, keep ? 'Ana Lopez' : 'Log in')
  }
})

test('LOG-8 logging out everywhere, here too, leaves nothing logged in', async (t) => {
  const { here, there } = await twoBrowsers(t)
  await here.goto(`${house.url}/devices`)
  await here.getByRole('button', { name: 'Log out everywhere, here too' }).click()
  await says(here, 'You’re logged out')
  await isLoggedOutEverywhere(here)
  await isLoggedOutEverywhere(there)
})

test('nothing of it was a fault of Umbel’s', () => assert.deepEqual(house.faults(), []))
