import assert from 'node:assert/strict'
import test, { after } from 'node:test'
import { aHouse } from '../house.ts'
import { aBrowser, type Window } from './browser.ts'
import { checkPage } from './checks.ts'
import { atTracker, hasHeading, isAt, logIn, says, somebody, within } from './steps.ts'

const house = await aHouse({ after })
const open = await aBrowser({ after })
const wikiUrl = await house.product('Wiki')

/** One browser in which somebody is at Tracker with one account, and has added a second one. */
async function withTwo(page: Window) {
  const [own, work] = [somebody('Mira Okafor'), somebody('Mira Work')]
  await house.account(own.email, own.password, own.name)
  await house.account(work.email, work.password, work.name)
  await atTracker(page, house, own.email)
  await page.goto(`${house.url}/profile`)
  await page.getByLabel(`${own.name}, account menu`).click()
  await page.getByRole('link', { name: 'Use another account' }).click()
  await hasHeading(page, 'Choose an account')
  await page.getByRole('link', { name: 'Use another account' }).click()
  await logIn(page, work.email)
  await page.waitForURL(`${house.url}/profile`)
  await hasHeading(page, work.name)
  return { own, work }
}

async function isAtTrackerAs(page: Window, name: string): Promise<void> {
  await page.goto(house.trackerUrl)
  await isAt(page, `${house.trackerUrl}/`, 'Issues')
  await says(page, name)
}

test('LOG-7 a second account joins the first; each product keeps its own, and a new one asks', async (t) => {
  const page = await open(t)
  const { own, work } = await withTwo(page)
  await isAtTrackerAs(page, own.name)
  await page.goto(wikiUrl)
  await hasHeading(page, 'Choose an account')
  await checkPage(page, 'the chooser')
  await page.getByRole('button', { name: work.name }).click()
  await isAt(page, `${wikiUrl}/`, 'Issues')
  await says(page, work.name)
  await isAtTrackerAs(page, own.name)
  await page.goto(`${house.url}/devices`)
  await page.goto(wikiUrl)
  await says(page, work.name)
})

test('LOG-7 switching logs nobody out, and the account’s own pages follow the choice', async (t) => {
  const page = await open(t)
  const { own, work } = await withTwo(page)
  await page.goto(`${house.url}/accounts`)
  await page.getByRole('button', { name: own.name }).click()
  await page.waitForURL(`${house.url}/profile`)
  await hasHeading(page, own.name)
  await page.goto(`${house.url}/accounts`)
  await page.getByRole('button', { name: work.name }).click()
  await page.waitForURL(`${house.url}/profile`)
  await hasHeading(page, work.name)
  await isAtTrackerAs(page, own.name)
})

test('LOG-7 an account taken off the list is logged out of its products in this browser, and the other stays', async (t) => {
  const page = await open(t)
  const { own, work } = await withTwo(page)
  await page.goto(`${house.url}/accounts`)
  await page.getByRole('link', { name: 'Remove an account from this list' }).click()
  await hasHeading(page, 'Remove an account')
  await checkPage(page, 'taking an account off')
  await page.getByRole('button', { name: own.name }).click()
  await page.waitForURL(`${house.url}/accounts`)
  assert.equal(await page.getByRole('button', { name: own.name }).count(), 0)
  await within(5000, 'Tracker goes on with the account that is left', async () => {
    await page.goto(house.trackerUrl)
    return (await page.getByText(work.name).count()) > 0
  })
  await page.goto(`${house.url}/accounts`)
  await page.getByRole('button', { name: 'Log out of all' }).click()
  await says(page, 'You’re logged out')
  await page.goto(`${house.url}/profile`)
  await hasHeading(page, 'Log in')
})

test('LOG-7 where no account is known the list is never shown empty: the way leads to the address', async (t) => {
  const page = await open(t)
  await page.goto(`${house.url}/accounts`)
  await hasHeading(page, 'Log in')
  await page.goto(`${house.url}/accounts?remove=1`)
  await hasHeading(page, 'Log in')
})

test('LOG-7 an account whose log-in has run out is asked for its password, and leads on to the product', async (t) => {
  const page = await open(t)
  const { own, work } = await withTwo(page)
  await page.goto(wikiUrl)
  await page.getByRole('button', { name: work.name }).click()
  await isAt(page, `${wikiUrl}/`, 'Issues')
  house.pass({ hours: 24 * 31 })
  await page.context().clearCookies({ domain: 'wiki.localhost' })
  await page.goto(`${house.url}/accounts`)
  await says(page, 'Logged out. We’ll ask for your password.')
  await page.getByRole('button', { name: own.name }).click()
  await hasHeading(page, `Welcome back, ${own.name.split(' ')[0]}`)
})

test('nothing of it was a fault of Umbel’s', () => assert.deepEqual(house.faults(), []))
