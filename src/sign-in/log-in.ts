import { holdActive, noteActive, proofTimes } from '#account'
import { record } from '#audit'
import { regainAccess, type SecondStepWay, setLastWay, stopLoss } from '#credential'
import { announce } from '#events'
import { linkIdentity } from '#identity-source'
import { type Actor, hashSecret, newId, newSecret, type Origin, Refusal } from '#kernel'
import { queueJob, type Tx } from '#platform'
import { countOtherSessions, rememberChoice } from './account-set-store.ts'
import { type Attempt, methodsOf, nextStep, pathOf } from './attempt.ts'
import { mostAccounts } from './choose-account.ts'
import type { CookieJar, Shown } from './cookies.ts'
import { insertAlert } from './device-alert-store.ts'
import { setLastWayHere } from './passkey-attempt-store.ts'
import { trustDevice } from './second-step-store.ts'
import { upsertSession } from './session-store.ts'
import { attemptOf, extendAttempt, finishAttempt, noteDevice, renewBrowser } from './store.ts'

// How long the holder may disown a log-in: LOG-9's mail is read within a week, or by nobody.
const alertHours = 24 * 7

/** Where the browser goes next, and the cookies it gets. */
export type Onward = { readonly to: string; readonly setCookies: readonly string[]; readonly sessionId?: string }

export type SessionLengths = { readonly kept: Temporal.Duration; readonly unkept: Temporal.Duration }

/**
 * Takes an attempt one step on: to the page of what is missing, or, with everything done, to a session and the place where
 * the log-in began (LOG-1, LOG-6). Repeated (double click, back button) it leads to the same place and writes nothing.
 * @throws Refusal 'sign-in.attempt-lost' 410 when this browser has no such attempt, 'sign-in.too-many-accounts' 409 (LOG-7)
 */
export async function proceed(
  tx: Tx,
  context: { jar: CookieJar; lengths: SessionLengths },
  shown: Shown,
  attemptId: string,
  origin: Required<Origin>,
): Promise<Onward> {
  const attempt = shown.browser && (await attemptOf(tx, attemptId, hashSecret(shown.browser), true))
  if (!attempt) throw new Refusal('sign-in.attempt-lost', 410)
  if (attempt.finishedAt) return { to: attempt.returnTo, setCookies: [] }
  const step = nextStep(attempt, attempt)
  // The job that ends the wait for a lost second step may be late; who waited is not to wait for it.
  if (step === 'second-step' && (await regainAccess(tx, attempt.accountId as string)))
    return proceed(tx, context, shown, attemptId, origin)
  // The link in the mail is good for a day, and leads on only as long as there is a log-in to go on with.
  if (step === 'verify-address') await extendAttempt(tx, attempt.id, tx.now.add({ hours: proofTimes.linkHours + 1 }))
  if (step !== 'done') return { to: pathOf(step, attempt.id), setCookies: [] }
  return logIn(tx, context, shown, attempt, origin)
}

async function logIn(
  tx: Tx,
  { jar, lengths }: { jar: CookieJar; lengths: SessionLengths },
  shown: Shown,
  attempt: Attempt,
  origin: Required<Origin>,
): Promise<Onward> {
  const accountId = attempt.accountId as string
  if (attempt.confirms && attempt.confirms !== accountId) throw new Refusal('sign-in.attempt-lost', 410)
  // Whoever turns it off now waits until there is a session to end, or has come first.
  if (!(await holdActive(tx, accountId))) return { to: pathOf('deactivated', attempt.id), setCookies: [] }
  const actor = { kind: 'holder', accountId, ...origin } as const
  const others = await countOtherSessions(tx, attempt.browserId, accountId)
  if (others >= mostAccounts) throw new Refusal('sign-in.too-many-accounts', 409, { most: mostAccounts })
  const run = attempt.keep ? undefined : (shown.run ?? newSecret())
  const sessionId = await upsertSession(tx, {
    id: newId(tx.now),
    browserId: attempt.browserId,
    accountId,
    runHash: run ? hashSecret(run) : undefined,
    methods: methodsOf(attempt),
    expiresAt: after(tx.now, attempt.keep ? lengths.kept : lengths.unkept),
    ...origin,
  })
  // Both are proved now: who it is at Google, and whose account it is.
  if (attempt.upstream) await linkIdentity(tx, actor, accountId, attempt.upstream)
  // A secret planted before the log-in must not be worth anything after it (ASVS 7.2.4).
  const browserSecret = newSecret()
  await renewBrowser(tx, attempt.browserId, hashSecret(browserSecret), sessionId)
  await finishAttempt(tx, attempt.id, sessionId)
  if (attempt.product) await rememberChoice(tx, attempt.browserId, attempt.product.id, accountId)
  await noteActive(tx, accountId)
  const device = await noteDevice(tx, accountId, attempt.browserId)
  const way = attempt.passkeyProvedAt ? 'passkey' : attempt.upstream ? 'google' : 'password'
  await setLastWayHere(tx, accountId, attempt.browserId, way)
  // Whoever has a passkey has not lost the second step.
  if (attempt.passkeyProvedAt) await stopLoss(tx, actor, accountId)
  if (attempt.secondStepWay) await noteSecondStep(tx, actor, attempt, attempt.secondStepWay)
  if (attempt.confirms) await record(tx, actor, 'sign-in.confirmed', { accountId })
  else {
    await record(tx, actor, 'sign-in.logged-in', {
      accountId,
      product: attempt.product?.id,
      newDevice: device === 'new',
      way,
    })
    await announce(tx, 'sign-in.logged-in', { accountId, sessionId })
  }
  if (device === 'new') {
    const alertId = newId(tx.now)
    const expiresAt = tx.now.add({ hours: alertHours })
    await insertAlert(tx, { id: alertId, accountId, sessionId, browserId: attempt.browserId, expiresAt, ...origin })
    await queueJob(tx, 'sign-in.mail-new-device', { alertId })
  }
  const setCookies = [jar.browser(browserSecret), ...(run ? [jar.run(run)] : [])]
  return { to: attempt.returnTo, setCookies, sessionId }
}

const trustDays = 30

/** What follows from a second step: the way to ask for first, a browser that is not asked again, and that it is not lost. */
async function noteSecondStep(
  tx: Tx,
  actor: Actor & { kind: 'holder' },
  { browserId, trustDevice: isTrusted }: Pick<Attempt, 'browserId' | 'trustDevice'>,
  way: SecondStepWay,
): Promise<void> {
  const { accountId } = actor
  if (way !== 'recovery-code') await setLastWay(tx, accountId, way)
  await stopLoss(tx, actor, accountId)
  if (isTrusted) await trustDevice(tx, accountId, browserId, tx.now.add({ hours: 24 * trustDays }))
}

// Days are 24 hours here: sessions do not know time zones.
function after(now: Temporal.Instant, length: Temporal.Duration): Temporal.Instant {
  const seconds = length.total({ unit: 'seconds', relativeTo: Temporal.PlainDateTime.from('2026-01-01T00:00') })
  return now.add({ seconds: Math.round(seconds) })
}
