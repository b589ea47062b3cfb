import { hashSecret } from '#kernel'
import type { Statements } from '#platform'
import type { Shown } from './cookies.ts'
import { outcome } from './session-store.ts'

export { type Attempt, nextStep, safePath, type Step } from './attempt.ts'
export { type CookieJar, openCookieJar, type Shown } from './cookies.ts'
export { endSessions } from './end-sessions.ts'
export { type Limits, openLimits } from './limits.ts'
export type { SessionLengths } from './log-in.ts'
export { mailNewDevice } from './mail-new-device.ts'
export { openAttempt, type Opened } from './open-attempt.ts'
export { attemptLostPage, logOutConfirmPage, loggedOutPage } from './pages/index.ts'
export { purgeSignIn } from './purge.ts'
export { signInRoutes } from './routes.ts'
export type { Presented, Session } from './session.ts'
export { sessionsOf } from './session-store.ts'
export { signInSettings } from './settings.ts'
export { originOf, presentedIn, setCookies, type SignInContext } from './visit.ts'

/** How a log-in ended: the account, its session, and how it was proved. */
export type Outcome = {
  readonly accountId: string
  readonly sessionId: string
  readonly methods: readonly string[]
  readonly authenticatedAt: Temporal.Instant
}

/** How an attempt ended, told only to the browser it began in; nothing while it is still under way. */
export async function outcomeOf(on: Statements, attemptId: string, shown: Shown): Promise<Outcome | undefined> {
  return shown.browser ? outcome(on, attemptId, hashSecret(shown.browser)) : undefined
}
