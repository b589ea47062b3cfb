import * as account from '../src/account-page/pages/index.ts'
import * as last from '../src/platform/page/errors.ts'
import { type Html, languagePage, type Say, sayIn } from '../src/platform/page/index.ts'
import * as signIn from '../src/sign-in/pages/index.ts'
/** Every page in each of its states, with everyday data and with hostile data. */
import { claimViews } from './gallery-claim.ts'
import { consoleViews } from './gallery-console.ts'
import {
  attempt,
  before,
  check,
  email,
  entries,
  holder,
  hostile,
  lena,
  names,
  nasty,
  now,
  product,
  receipts,
  sessions,
  signUp,
  suite,
  wiki,
  work,
} from './gallery-data.ts'
import { disputeViews } from './gallery-dispute.ts'
import { helpViews } from './gallery-help.ts'
import { leavingViews } from './gallery-leaving.ts'
import { operatorViews } from './gallery-operator.ts'
import { organizationViews } from './gallery-organization.ts'
import { passkeyViews } from './gallery-passkeys.ts'
import { profileViews } from './gallery-profile.ts'
import { secondStepViews, stepOff } from './gallery-second-step.ts'

export { nasty } from './gallery-data.ts'

/** Views by the name of their address in the gallery, in one language. */
export function viewsIn(locale: string): Record<string, () => Html> {
  return views(sayIn(locale, 'Europe/London', () => now))
}

function views(say: Say): Record<string, () => Html> {
  return {
    ...consoleViews(say),
    ...operatorViews(say),
    ...passkeyViews(say),
    ...organizationViews(say),
    ...leavingViews(say),
    ...disputeViews(say),
    ...claimViews(say),
    ...secondStepViews(say),
    'sign-in': () => signIn.identifyPage(say, { attempt, product }),
    'sign-in-plain': () => signIn.identifyPage(say, {}),
    'sign-in-error': () =>
      signIn.identifyPage(say, { attempt, product, email: 'mira.okafor@acme', error: 'kernel.address-unfinished' }),
    'sign-in-nasty': () =>
      signIn.identifyPage(say, {
        attempt: nasty.script,
        product: { id: 'x', name: nasty.script, site: nasty.long },
        email: nasty.email,
        error: 'none-such',
      }),
    'sign-in-google': () => signIn.identifyPage(say, { attempt, product: wiki, google: true }),
    'handoff-google': () =>
      signIn.handoffPage(say, { attempt, product: wiki, siteName: 'Brightwater Studio', email: lena }),
    'handoff-google-nasty': () =>
      signIn.handoffPage(say, { attempt: nasty.script, siteName: nasty.script, email: nasty.email }),
    'google-address': () =>
      signIn.confirmAddressPage(say, { attempt, typed: 'lena@brightwater.example', primary: lena }),
    'google-address-nasty': () =>
      signIn.confirmAddressPage(say, { attempt: nasty.script, typed: nasty.script, primary: nasty.email }),
    'google-link': () => signIn.linkPage(say, { attempt, email: lena, keep: true }),
    'google-link-work': () => signIn.linkPage(say, { attempt, email: lena, keep: true, work }),
    'google-link-error': () =>
      signIn.linkPage(say, { attempt, email: nasty.email, keep: false, error: 'wrong', triesLeft: 2 }),
    'google-problem': () => signIn.googleProblemPage(say, { attempt, problem: 'identity-source.down', again: true }),
    'google-problem-over': () => signIn.googleProblemPage(say, { problem: 'identity-source.not-ours', again: false }),
    confirm: () => signIn.passwordPage(say, { attempt, email, keep: true, confirming: true, hasPasskey: true }),
    password: () => signIn.passwordPage(say, { attempt, product, email, greetName: 'Mira', keep: true }),
    'password-error': () =>
      signIn.passwordPage(say, { attempt, product, email, keep: false, error: 'wrong', triesLeft: 3 }),
    'password-work': () => signIn.passwordPage(say, { attempt, product, email, keep: true, work }),
    'password-work-early': () =>
      signIn.passwordPage(say, { attempt, email, keep: true, error: 'work', work: { ...work, again: 'early' } }),
    'password-retired': () => signIn.retiredPasswordPage(say, { attempt, email, sender: 'hello@umbel.example' }),
    'password-nasty': () =>
      signIn.passwordPage(say, { attempt, product, email: nasty.email, greetName: nasty.long, keep: false }),
    choose: () =>
      signIn.choosePage(say, {
        attempt: 'a',
        product: { id: 'desk', name: 'Desk' },
        removing: false,
        choices: [
          {
            accountId: '1',
            name: 'Mira Okafor',
            email: 'mira.okafor@acme.example',
            loggedIn: true,
            managedBy: 'Acme Inc.',
          },
          { accountId: '2', name: 'Mira Okafor', email: 'mira@okafor.example', loggedIn: true },
          { accountId: '3', name: 'Mira O.', email: 'mira@okafor.example', loggedIn: false },
        ],
      }),
    'choose-remove': () =>
      signIn.choosePage(say, {
        removing: true,
        choices: [{ accountId: '2', name: 'Mira Okafor', email: 'mira@okafor.example', loggedIn: true }],
      }),
    combined: () =>
      signIn.combinedPage(say, {
        attempt,
        product: suite[5],
        products: names,
        keep: false,
        email: 'mira@okafor.example',
      }),
    'combined-error': () =>
      signIn.combinedPage(say, {
        attempt,
        product: suite[5],
        keep: false,
        email: 'mira@x',
        errors: { email: 'kernel.address-unfinished', password: 'wrong' },
        triesLeft: 0,
      }),
    'sign-up': () =>
      signIn.signUpPage(say, {
        ...signUp,
        values: { name: 'Mira Okafor', email: 'mira@okafor.example', terms: true },
        errors: {},
      }),
    'sign-up-work': () =>
      signIn.signUpPage(say, {
        ...signUp,
        values: { name: 'Mira Okafor', email: 'mira@okafor.example', terms: true },
        errors: { password: 'sign-in.work-first' },
        work,
      }),
    'sign-up-errors': () =>
      signIn.signUpPage(say, {
        ...signUp,
        values: { name: nasty.script, email: nasty.rtl },
        errors: {
          name: 'account.name-malformed',
          email: 'kernel.address-malformed',
          password: { code: 'credential.password-short', details: { least: 12 } },
          terms: 'missing',
        },
      }),
    'check-email': () => signIn.checkEmailPage(say, check),
    'check-email-sent': () =>
      signIn.checkEmailPage(say, {
        ...check,
        sentAgainAt: now,
        nextSendAt: now.add({ minutes: 1 }),
        now,
        error: 'wrong',
      }),
    'check-email-limit': () =>
      signIn.checkEmailPage(say, { ...check, nextSendAt: now.add({ minutes: 40 }), error: 'resend-limit' }),
    'verify-elsewhere': () => signIn.verifyElsewherePage(say, { token: 't', email, name: 'Mira Okafor' }),
    'verify-elsewhere-error': () =>
      signIn.verifyElsewherePage(say, { token: 't', email: nasty.email, name: nasty.rtl, error: 'wrong' }),
    'address-verified': () =>
      signIn.addressVerifiedPage(say, { email, productName: 'Tracker', continueUrl: '/authorize/x' }),
    'address-refused': () => signIn.addressRefusedPage(say, { email }),
    'forgot-password': () => signIn.forgotPage(say, { attempt, product, email }),
    'forgot-work': () => signIn.forgotPage(say, { email, work: { ...work, again: 'missing' } }),
    'forgot-error': () => signIn.forgotPage(say, { email: 'x', error: 'kernel.address-malformed' }),
    'reset-sent': () => signIn.resetSentPage(say, { email, sender: 'hello@umbel.example' }),
    'new-password': () => signIn.newPasswordPage(say, { token: 't', errors: {}, minLength: 12, email }),
    'new-password-error': () =>
      signIn.newPasswordPage(say, { token: 't', errors: { password: 'credential.password-leaked' }, minLength: 12 }),
    'password-reset': () => signIn.passwordResetPage(say, { continueUrl: '/sign-in' }),
    'expired-link': () => signIn.expiredLinkPage(say, { again: 'verify', email: 'mira@okafor.example', attempt }),
    'expired-verify': () => signIn.expiredLinkPage(say, { again: 'verify' }),
    'expired-reset': () => signIn.expiredLinkPage(say, { again: 'reset', email: nasty.email }),
    'expired-reset-plain': () => signIn.expiredLinkPage(say, { again: 'reset' }),
    'rate-limited': () =>
      signIn.rateLimitedPage(say, {
        attempt,
        email: 'mira@okafor.example',
        now,
        until: now.add({ minutes: 15 }),
        passkey: true,
      }),
    'rate-limited-plain': () => signIn.rateLimitedPage(say, { now, until: now.add({ seconds: 20 }) }),
    'attempt-lost': () => signIn.attemptLostPage(say, { productName: 'Tracker', homeUrl: 'https://tracker.example/' }),
    'not-me': () =>
      signIn.notMePage(say, {
        token: 't',
        email,
        device: 'Firefox on Windows',
        network: '198.51.100.7',
        at: before(90),
      }),
    'not-me-nasty': () =>
      signIn.notMePage(say, { token: nasty.script, email: nasty.email, device: nasty.script, network: '::1', at: now }),
    'not-me-done': () => signIn.notMeDonePage(say, { email, device: 'Firefox on Windows' }),
    'not-me-gone': () => signIn.notMeGonePage(say),
    'logged-out': () => signIn.loggedOutPage(say, { productName: 'Tracker', homeUrl: 'https://tracker.example/' }),
    'logged-out-plain': () => signIn.loggedOutPage(say, {}),
    'log-out': () =>
      signIn.logOutConfirmPage(say, { name: 'Mira', email, product, action: '/log-out', fields: { xsrf: 'x"y' } }),
    'log-out-plain': () => signIn.logOutConfirmPage(say, { name: 'Mira', email, action: '/log-out', fields: {} }),
    'server-error': () => last.brokenPage(say, '7f3a-91c2'),
    'not-found': () => last.notFoundPage(say),
    'bad-request': () => last.badRequestPage(say, { sentence: nasty.script }),
    'foreign-origin': () => last.foreignOriginPage(say),
    'too-large': () => last.tooLargePage(say),
    busy: () => last.busyPage(say, 5),
    language: () => languagePage(say, { returnTo: '/sign-in' }),
    'language-nasty': () => languagePage(say, { returnTo: `/help?${nasty.script}` }),
    refused: () => last.refusedPage(say, { code: 'account.not-yours', status: 403, details: {} }),
    'refused-often': () => last.refusedPage(say, { code: 'none.such', status: 429, details: {} }),
    ...profileViews(say),
    security: () =>
      account.securityPage(say, {
        holder,
        passwordChangedAt: before(60 * 24 * 73),
        step: stepOff,
        passkeys: [],
        entries: entries.slice(0, 3),
      }),
    'security-status': () =>
      account.securityPage(say, { holder, step: stepOff, passkeys: [], entries: [], status: 'password-changed' }),
    'change-password': () => account.changePasswordPage(say, { holder, errors: {}, minLength: 12 }),
    'change-password-errors': () =>
      account.changePasswordPage(say, {
        holder,
        errors: { current: 'wrong', password: 'credential.password-guessable' },
        minLength: 12,
      }),
    activity: () => account.activityPage(say, { holder, entries, olderHref: '/security/activity?before=5' }),
    devices: () => account.devicesPage(say, { holder, sessions }),
    'devices-new': () =>
      account.devicesPage(say, {
        holder,
        sessions,
        newLogIn: { id: 'a1', device: 'Firefox on Windows', network: '198.51.100.7', at: before(4000) },
      }),
    'devices-one': () =>
      account.devicesPage(say, {
        holder: hostile(nasty.long),
        sessions: sessions.slice(0, 1),
        status: 'others-logged-out',
      }),
    receipts: () => account.receiptsPage(say, { holder, receipts, nextHref: '/devices/receipts?after=wiki' }),
    'receipts-nasty': () =>
      account.receiptsPage(say, {
        holder: hostile(nasty.rtl),
        receipts: [
          { productId: 'other', productName: nasty.script, toldAt: now, open: 0 },
          { productId: 'long', productName: nasty.long, toldAt: now, givenUpAt: now, open: 1 },
        ],
        firstHref: '/devices/receipts',
      }),
    'receipts-none': () => account.receiptsPage(say, { holder, receipts: [] }),
    products: () => account.productsPage(say, { holder }),
    'products-nasty': () => account.productsPage(say, { holder: hostile(nasty.long) }),
    'products-none': () => account.productsPage(say, { holder: { ...holder, products: [] } }),
    ...helpViews(say),
  }
}
