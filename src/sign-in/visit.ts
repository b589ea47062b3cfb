import { noteActive } from '#account'
import type { Hashing, RelyingParty } from '#credential'
import type { GoogleContext } from '#identity-source'
import { hashSecret, type Origin, Refusal } from '#kernel'
import { type Database, type MailLimits, queryOf, show, type Visitor } from '#platform'
import type { Attempt, Facts } from './attempt.ts'
import type { CookieJar, Shown } from './cookies.ts'
import type { Limits } from './limits.ts'
import { proceed, type SessionLengths } from './log-in.ts'
import { openAttempt } from './open-attempt.ts'
import { attemptLostPage } from './pages/index.ts'
import type { Presented } from './session.ts'
import { presentedBy, touchSession } from './session-store.ts'
import { attemptOf } from './store.ts'
import type { Workshop } from './work.ts'

/** What the pages of this room work with. */
export type SignInContext = {
  readonly database: Database
  readonly hashing: Hashing
  readonly limits: Limits
  readonly mailLimits: MailLimits
  readonly workshop: Workshop
  readonly jar: CookieJar
  readonly lengths: SessionLengths
  readonly secretKey: Buffer
  /** For whom passkeys are made: our own address. */
  readonly relyingParty: RelyingParty
  /** The way to Google and back, for sites that are connected. */
  readonly google: GoogleContext
  /** The address our mails come from, as pages name it. */
  readonly sender: string
  readonly minPasswordLength: number
  /** Names of the suite's products, for sentences. */
  productNames(): Promise<readonly string[]>
  /** Words that nobody's password may be made of: our own, and names of what runs here (POL-4). */
  contextWords(): Promise<readonly string[]>
}

export const shownBy = (context: SignInContext, c: Visitor): Shown => context.jar.read(c.req.header('cookie'))

/** The same, with what this very answer gives the browser: one without a name is already the one it has just been given. */
export function shownFromNow(context: SignInContext, c: Visitor): Shown {
  const given = c.res.headers.getSetCookie().map((cookie) => cookie.split(';')[0])
  return { ...shownBy(context, c), ...context.jar.read(given.join('; ')) }
}

export const originOf = (c: Visitor): Required<Origin> => ({ network: c.get('network'), device: c.get('device') })

export function setCookies(c: Visitor, cookies: readonly string[]): void {
  for (const cookie of cookies) c.header('Set-Cookie', cookie, { append: true })
}

type Known = Attempt & Facts

/** The attempt a request names, if it belongs to this browser. */
export async function attemptIn(
  context: SignInContext,
  c: Visitor,
  id: string | undefined,
): Promise<Known | undefined> {
  const { browser } = shownBy(context, c)
  if (!browser || !id || id.length > 100 || id.includes('\0')) return undefined
  return attemptOf(context.database.durable, id, hashSecret(browser))
}

/** The attempt a request names; without it, a new one that leads to the account's own page. */
export async function attemptOrNew(
  context: SignInContext,
  c: Visitor,
  id: string | undefined,
): Promise<Pick<Known, 'id' | 'browserId' | 'product' | 'finishedAt' | 'returnTo'> & Partial<Known>> {
  const known = await attemptIn(context, c, id)
  if (known) return known
  // An attempt that was lost on the way to a product must not silently end somewhere else.
  if (id) throw new Refusal('sign-in.attempt-lost', 410)
  const opened = await openAttempt(context.database.durable, context.jar, shownBy(context, c), { returnTo: '/' })
  setCookies(c, opened.setCookies)
  return { id: opened.attemptId, browserId: opened.browserId, returnTo: '/', product: undefined, finishedAt: undefined }
}

export const attemptParameter = (c: Visitor): string | undefined => queryOf(c, 'attempt', 100)

/** Takes an attempt one step on and sends the browser there. */
export async function goOn(
  context: SignInContext,
  c: Visitor,
  attemptId: string,
  shown = shownFromNow(context, c),
): Promise<Response> {
  const onward = await context.database.transaction((tx) => proceed(tx, context, shown, attemptId, originOf(c)))
  setCookies(c, onward.setCookies)
  return c.redirect(onward.to, 303)
}

/**
 * Where a page of a log-in leads that is done, for whoever goes back to it: home to the product, which has had its answer
 * and would not know what to do with another.
 */
export const afterwards = ({ product, returnTo }: Pick<Attempt, 'product' | 'returnTo'>): string =>
  product && returnTo.startsWith('/authorize/') ? product.homeUrl : returnTo

/** Where a log-in was going that led elsewhere first: offered there, as long as what the product asked for is kept. */
export async function onwardOf(
  context: SignInContext,
  c: Visitor,
  id: string | undefined,
): Promise<{ readonly attempt: string; readonly product: string; readonly href: string } | undefined> {
  const attempt = await attemptIn(context, c, id)
  if (!attempt?.finishedAt || !attempt.product) return undefined
  return { attempt: attempt.id, product: attempt.product.name, href: attempt.returnTo }
}

/** What to answer when the browser has no such attempt: one way out, to start again. */
export function lost(c: Visitor): Promise<Response> {
  return show(c, attemptLostPage(c.get('say'), {}), { status: 410 })
}

const touchMinutes = 5

/** Who is logged in here now. Notes that the session was seen, every few minutes at most. */
export async function presentedIn(
  context: Pick<SignInContext, 'database' | 'jar'>,
  c: Visitor,
): Promise<Presented | undefined> {
  const shown = context.jar.read(c.req.header('cookie'))
  if (!shown.browser) return undefined
  const on = context.database.durable
  const presented = await presentedBy(on, hashSecret(shown.browser), shown.run ? hashSecret(shown.run) : undefined)
  if (presented && on.now.since(presented.seenAt).total('minutes') >= touchMinutes) {
    await touchSession(context.database.quick, presented.sessionId, presented.browserId)
    await noteActive(context.database.quick, presented.accountId)
  }
  return presented
}
