import * as account from '../src/account-page/pages/index.ts'
import { appUri } from '../src/credential/app-code.ts'
import type { Html, Say } from '../src/platform/page/index.ts'
import * as signIn from '../src/sign-in/pages/index.ts'
import { attempt, before, email, entries, holder, hostile, nasty, now, product, sessions } from './gallery-data.ts'

const secret = 'JQ5C7XPM2WKD4TRNJQ5C7XPM2WKD4TRN'
const codes = ['7KQM-2F9D-XA', 'H4WN-PR68-TB', '3VXC-Y7JE-MD', 'QB5T-96LK-RF', 'M8DZ-HN3W-GH']
const app = { addedAt: before(60 * 24 * 95) }
export const stepOff = { passkeys: 0, recoveryCodesLeft: 0 }
const stepOn = { turnedOnAt: app.addedAt, app, passkeys: 0, recoveryCodesLeft: 7 }
const ways = ['app', 'passkey', 'recovery-code'] as const
const due = now.add({ hours: 24 })

/** Every page of the second step, in each of its states. */
export function secondStepViews(say: Say): Record<string, () => Html> {
  const setUp = {
    holder,
    secret,
    uri: appUri(secret, 'Umbel (account.example.com)', holder.account.email),
    isOn: false,
    hasApp: false,
    hasPasskeys: false,
  }
  const step = { attempt, product, email, ways }
  return {
    'two-step-app': () => signIn.totpPage(say, { ...step, trust: false }),
    'two-step-app-wrong': () => signIn.totpPage(say, { ...step, ways: ['app'], error: 'wrong', trust: true }),
    'two-step-app-unreadable': () =>
      signIn.totpPage(say, { ...step, error: 'credential.app-unreadable', trust: false, confirming: true }),
    'two-step-nasty': () =>
      signIn.totpPage(say, {
        attempt: nasty.script,
        product: { id: 'x', name: nasty.script, site: nasty.long },
        email: nasty.email,
        ways,
        error: 'none-such',
        trust: false,
      }),
    'two-step-recovery': () => signIn.recoveryPage(say, { ...step, left: 7 }),
    'two-step-recovery-wrong': () => signIn.recoveryPage(say, { ...step, left: 1, error: 'wrong' }),
    'two-step-paused': () => signIn.codePausedPage(say, { attempt, now, until: now.add({ minutes: 4 }) }),
    'lacks-second-step': () => signIn.lacksSecondStepPage(say, { attempt, product }),
    'lost-step': () => signIn.lostSecondStepPage(say, { attempt, product, email }),
    'lost-step-often': () =>
      signIn.lostSecondStepPage(say, {
        attempt,
        email: nasty.email,
        error: { code: 'credential.loss-often', details: { until: now.add({ minutes: 40 }) } },
      }),
    'lost-step-under-way': () => signIn.lostSecondStepPage(say, { attempt, product, email, dueAt: due }),
    'loss-sent': () => signIn.lossSentPage(say, { attempt, email, sender: 'hello@umbel.example' }),
    'loss-link': () => signIn.lossLinkPage(say, { token: 't', email }),
    'loss-link-nasty': () => signIn.lossLinkPage(say, { token: nasty.script, email: nasty.email }),
    'loss-started': () => signIn.lossStartedPage(say, { dueAt: due }),
    'stop-loss': () => signIn.stopLossPage(say, { token: 't', email, dueAt: due }),
    'loss-stopped': () => signIn.lossStoppedPage(say),
    'loss-gone': () => signIn.lossGonePage(say),
    'security-two-step': () =>
      account.securityPage(say, {
        holder,
        step: stepOn,
        passkeys: [],
        entries: entries.slice(0, 2),
        status: 'two-step-on',
      }),
    'security-few-codes': () =>
      account.securityPage(say, {
        holder,
        step: { ...stepOn, passkeys: 2, recoveryCodesLeft: 3 },
        passkeys: [],
        entries: [],
      }),
    'security-passkeys-only': () =>
      account.securityPage(say, {
        holder: { ...holder, notice: account.lossNote(say, due) },
        step: { turnedOnAt: now, passkeys: 2, recoveryCodesLeft: 0 },
        passkeys: [],
        entries: [],
      }),
    'set-up-app': () => account.setUpAppPage(say, setUp),
    'set-up-app-wrong': () =>
      account.setUpAppPage(say, { ...setUp, hasPasskeys: true, error: 'credential.code-wrong' }),
    'replace-app': () => account.setUpAppPage(say, { ...setUp, isOn: true, hasApp: true }),
    'add-app-nasty': () => account.setUpAppPage(say, { ...setUp, holder: hostile(nasty.script), isOn: true }),
    'recovery-codes': () =>
      account.recoveryCodesPage(say, {
        holder,
        codes: [...codes, ...codes],
        host: 'account.example.com',
        because: 'turned-on',
      }),
    'recovery-codes-renewed': () =>
      account.recoveryCodesPage(say, {
        holder: hostile(nasty.rtl),
        codes,
        host: 'account.example.com',
        because: 'renewed',
      }),
    'renew-codes': () => account.renewCodesPage(say, { holder, left: 3, insteadOf: '0199f0aa' }),
    'renew-codes-none': () => account.renewCodesPage(say, { holder, left: 0 }),
    'turn-off': () => account.turnOffPage(say, { holder, hasApp: true }),
    'turn-off-passkeys': () => account.turnOffPage(say, { holder, hasApp: false }),
    'remove-app': () => account.removeAppPage(say, { holder, isLastWay: false }),
    'remove-app-last': () => account.removeAppPage(say, { holder, isLastWay: true }),
    'devices-trusted': () =>
      account.devicesPage(say, {
        holder,
        sessions: sessions.slice(0, 2).map((session) => ({ ...session, trusted: true })),
        status: 'asked-again',
      }),
  }
}
