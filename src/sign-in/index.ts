import { hashSecret } from '#kernel'
import type { Statements } from '#platform'
import type { Shown } from './cookies.ts'
import { outcome } from './session-store.ts'

export { openAlarm } from './alarm.ts'
export { type Attempt, nextStep, type Step } from './attempt.ts'
export { accountsHere } from './choose-account.ts'
export { confirmFirst, isRecent } from './confirm-first.ts'
export { contextWords } from './context-words.ts'
export { type CookieJar, openCookieJar, type Shown } from './cookies.ts'
export { type DeviceAlert, openAlertOf } from './device-alert-store.ts'
export { endSessions } from './end-sessions.ts'
export { guess } from './guess.ts'
export { signInHeld } from './held.ts'
export { forgetAttemptsOf, forgetEverywhere } from './leaving-store.ts'
export { type Limits, openLimits } from './limits.ts'
export type { SessionLengths } from './log-in.ts'
export { mailNewDevice } from './mail-new-device.ts'
export { type Opened, openAttempt } from './open-attempt.ts'
export { attemptLostPage, loggedOutPage, logOutConfirmPage } from './pages/index.ts'
export { purgeSignIn } from './purge.ts'
export { type Next, type RouteFacts, type RuleId, resolve, rules } from './route.ts'
export { signInRoutes } from './routes.ts'
export { endTrust, trustedBrowsers } from './second-step-store.ts'
export type { Presented, Session } from './session.ts'
export { sessionsOf } from './session-store.ts'
export { signInSettings } from './settings.ts'
export { speakAsHolder } from './speak-as-holder.ts'
export { stopTrust } from './stop-trust.ts'
export { forgetDevices, unproveAttempts } from './store.ts'
export { onwardOf, originOf, presentedIn, type SignInContext, setCookies } from './visit.ts'
export { openWorkshop } from './work.ts'

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
