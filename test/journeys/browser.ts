import assert from 'node:assert/strict'
import type { TestContext } from 'node:test'
import type { Browser, BrowserContextOptions, Page, Response } from 'playwright-core'
import { startChromium } from './chromium.ts'

/** A page, and what went wrong in it without anybody asking. */
export type Window = Page & {
  /** The answer that the page shown now came with. */
  answer(): Response
  /** The status of that answer. */
  status(): number
}

type Wishes = BrowserContextOptions & {
  /** The network it is in; each is in one of its own unless told otherwise. */
  network?: string
}

/** A browser of a kind, such as a person has several of: with cookies of its own, in a network of its own. */
export type OpenWindow = (t: Pick<TestContext, 'after'>, wishes?: Wishes) => Promise<Window>

const patienceMs = 15_000
let networks = 0

/**
 * Starts a browser for a test file. What it gives opens a window in a fresh profile: nothing of another test is in it.
 * A window in which a script failed, or in which the content policy stopped something, fails its test.
 */
export async function aBrowser(t: { after(end: () => unknown): void }): Promise<OpenWindow> {
  const browser: Browser = await startChromium()
  t.after(() => browser.close())
  return async (test, { network, ...wishes } = {}) => {
    const context = await browser.newContext({
      viewport: { width: 1280, height: 860 },
      reducedMotion: 'reduce',
      locale: 'en-US',
      ...wishes,
      extraHTTPHeaders: { 'x-forwarded-for': network ?? `203.0.113.${++networks % 250}` },
    })
    context.setDefaultTimeout(patienceMs)
    const page = await context.newPage()
    const faults = watch(page)
    context.on('page', (another) => faults.push(...watch(another)))
    test.after(async () => {
      await context.close()
      assert.deepEqual(faults, [], 'what browsers complained about')
    })
    return asWindow(page)
  }
}

/** Another tab of the same browser. */
export async function anotherTab(page: Page): Promise<Window> {
  return asWindow(await page.context().newPage())
}

function asWindow(page: Page): Window {
  let last: Response | undefined
  page.on('response', (response) => {
    const isPage = response.request().isNavigationRequest() && response.frame() === page.mainFrame()
    if (isPage && (response.status() < 300 || response.status() >= 400)) last = response
  })
  const answer = () => {
    if (!last) throw new Error('No page has been opened yet.')
    return last
  }
  return Object.assign(page, { answer, status: () => answer().status() })
}

function watch(page: Page): string[] {
  const faults: string[] = []
  page.on('pageerror', (error) => faults.push(`${page.url()}: ${error.stack ?? error.message}`))
  page.on('console', (message) => {
    if (message.type() !== 'error') return
    // A page that is answered with 422 or 410 is meant to be; only what a page loads must not be missing.
    const isAnswer = /^Failed to load resource.* 4\d\d /.test(message.text()) && !isAsset(message.location().url)
    if (!isAnswer) faults.push(`${page.url()}: ${message.text()}`)
  })
  return faults
}

const isAsset = (url: string) => /\/assets\/|\.(css|js|svg|png)$/.test(URL.parse(url)?.pathname ?? '')
