import assert from 'node:assert/strict'
import { setTimeout as pause } from 'node:timers/promises'
import type { Page } from 'playwright-core'
import { goodPassword, type House } from '../house.ts'
import type { Window } from './browser.ts'

/** What people do on the pages, with the words that the pages have for it. */

export type Newcomer = { readonly name: string; readonly email: string; readonly password?: string }

let people = 0

/** Somebody who was never here before. */
export function somebody(name = 'Ana Lopez'): Required<Newcomer> {
  people += 1
  return { name, email: `${name.split(' ')[0]?.toLowerCase()}.${people}@example.com`, password: goodPassword }
}

/** Fills in the sign-up page and sends it. */
export async function signUp(page: Page, { name, email, password = goodPassword }: Newcomer): Promise<void> {
  await page.getByLabel('Full name').fill(name)
  await page.getByLabel('Email address').fill(email)
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.getByLabel('I agree to the terms').check()
  await page.getByRole('button', { name: 'Create account' }).click()
}

export async function typeCode(page: Page, code: string | undefined): Promise<void> {
  await page.getByLabel('Code from the email').fill(code ?? '')
  await page.getByRole('button', { name: 'Verify email' }).click()
}

/** Identifier first: the address and *Next*, then the password and *Log in* (LOG-2). */
export async function logIn(page: Page, email: string, password = goodPassword, keep = true): Promise<void> {
  await typeAddress(page, email)
  await page.getByRole('checkbox', { name: 'Keep me logged in' }).setChecked(keep)
  await typePassword(page, password)
}

export async function typeAddress(page: Page, email: string): Promise<void> {
  await page.getByLabel('Email address').fill(email)
  await page.getByRole('button', { name: 'Next' }).click()
  await page.waitForURL('**/sign-in/password?*')
}

export async function typePassword(page: Page, password: string): Promise<void> {
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'Log in' }).click()
}

/** Logs in at Umbel itself, in a browser that has not. */
export async function atAccount(page: Window, house: House, email: string, password?: string): Promise<void> {
  await page.goto(`${house.url}/profile`)
  await logIn(page, email, password)
  await page.waitForURL(`${house.url}/profile`)
}

/** Opens Tracker, which logs in at Umbel on the way. */
export async function atTracker(page: Window, house: House, email: string, password?: string): Promise<void> {
  await page.goto(house.trackerUrl)
  await logIn(page, email, password)
  await isAt(page, `${house.trackerUrl}/`, 'Issues')
}

export async function isAt(page: Page, url: string, heading: string): Promise<void> {
  await page.waitForURL(url)
  await hasHeading(page, heading)
}

/** That the page with this heading is shown, and if not, which is. */
export async function hasHeading(page: Page, heading: string): Promise<void> {
  const shown = page.getByRole('heading', { level: 1 })
  try {
    await page.getByRole('heading', { level: 1, name: heading, exact: true }).waitFor()
  } catch {
    assert.equal(await shown.textContent({ timeout: 1000 }), heading, `at ${page.url()}: ${await shortly(page)}`)
  }
}

export async function says(page: Page, words: string | RegExp): Promise<void> {
  try {
    await page.getByText(words).filter({ visible: true }).first().waitFor()
  } catch {
    assert.fail(`“${words}” is not on ${page.url()}: ${await shortly(page)}`)
  }
}

async function shortly(page: Page): Promise<string> {
  const text = await page.getByRole('main').innerText({ timeout: 1000 })
  return text.replaceAll(/\s+/g, ' ').slice(0, 400)
}

/** How long it took until something was so; fails when it takes longer. */
export async function within(milliseconds: number, what: string, isSo: () => Promise<boolean>): Promise<number> {
  const started = performance.now()
  for (;;) {
    if (await isSo()) return performance.now() - started
    if (performance.now() - started > milliseconds) assert.fail(`${what}: not within ${milliseconds / 1000} s`)
    await pause(50)
  }
}

/** Addresses the window has been at since, redirects included, as pages that somebody could have seen. */
export function pagesSeen(page: Window): string[] {
  const seen: string[] = []
  page.on('response', (response) => {
    const isPage = response.request().isNavigationRequest() && response.frame() === page.mainFrame()
    if (isPage && response.status() === 200) seen.push(response.url())
  })
  return seen
}
