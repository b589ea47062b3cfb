import { hashSecret, newId, newSecret } from '#kernel'
import type { Statements } from '#platform'
import { pathOf } from './attempt.ts'
import type { CookieJar, Shown } from './cookies.ts'
import { browserByToken, insertAttempt, insertBrowser } from './store.ts'

const attemptHours = 1

/** A log-in that has just begun. */
export type Opened = {
  readonly attemptId: string
  readonly browserId: string
  /** The page where it goes on. */
  readonly url: string
  /** `Set-Cookie` values the answer must carry: the browser gets its name with its first attempt. */
  readonly setCookies: readonly string[]
}

/**
 * Begins a log-in for a browser (LOG-1). It is worth an hour; several may be under way in one browser.
 * @param wanted.returnTo a path of ours where it leads when done
 * @param wanted.freshSince set: an older log-in of the same session will not do
 */
export async function openAttempt(
  on: Statements,
  jar: CookieJar,
  shown: Shown,
  wanted: {
    returnTo: string
    productId?: string
    /** The site that the log-in is for (SIT-1). */
    siteId?: string
    email?: string
    freshSince?: Temporal.Instant
    /** Lets the person choose among the accounts of this browser first. */
    choose?: boolean
    accountId?: string
    passwordProvedAt?: Temporal.Instant
    /** The account that is logged in here and confirms it: no other can come out of this log-in. */
    confirms?: string
    /** Whether the session is to outlive the browser. */
    keep?: boolean
    /** One step will not do, though the browser is trusted. */
    secondStep?: boolean
  },
): Promise<Opened> {
  const { id: browserId, setCookies } = await ensureBrowser(on, jar, shown)
  const attemptId = newSecret()
  await insertAttempt(on, { ...wanted, id: attemptId, browserId, expiresAt: on.now.add({ hours: attemptHours }) })
  return { attemptId, browserId, url: pathOf('identify', attemptId), setCookies }
}

/** The record of a browser, made if it shows none that we know. */
export async function ensureBrowser(
  on: Statements,
  jar: CookieJar,
  shown: Shown,
): Promise<{ id: string; setCookies: readonly string[] }> {
  const known = shown.browser && (await browserByToken(on, hashSecret(shown.browser)))
  if (known) return { id: known, setCookies: [] }
  const id = newId(on.now)
  const secret = newSecret()
  await insertBrowser(on, id, hashSecret(secret))
  return { id, setCookies: [jar.browser(secret)] }
}
