import * as account from '../src/account-page/pages/index.ts'
import type { Html, Say } from '../src/platform/page/index.ts'
import * as signIn from '../src/sign-in/pages/index.ts'
import { attempt, before, holder, hostile, nasty, now, product } from './gallery-data.ts'

const dueAt = now.add({ hours: 14 * 24 })
const token = '0199f0bb-aaaa-token'
const { email } = holder.account
const known = (productName: string, canBeTold = true) => ({
  productId: productName.toLowerCase(),
  productName,
  canBeTold,
})
const goes = {
  username: 'mira',
  hasPicture: true,
  ways: { password: true, passkeys: 2, app: true, codes: 10, google: 0 },
  sessions: 3,
  products: [known('Tracker'), known('Wiki'), known('Code')],
}
const nothing = {
  hasPicture: false,
  ways: { password: false, passkeys: 0, app: false, codes: 0, google: 1 },
  sessions: 1,
  products: [],
}
const ready = {
  state: 'ready',
  askedAt: before(50),
  madeAt: before(48),
  until: now.add({ hours: 7 * 24 }),
  bytes: 184_321,
} as const

/** Leaving and taking everything along, in each of their states. */
export function leavingViews(say: Say): Record<string, () => Html> {
  return {
    export: () => account.exportPage(say, { holder, download: { state: 'none' } }),
    'export-being-made': () =>
      account.exportPage(say, { holder, download: { state: 'being-made', askedAt: before(1) } }),
    'export-ready': () => account.exportPage(say, { holder, download: ready }),
    'export-failed': () => account.exportPage(say, { holder, download: { state: 'failed', askedAt: before(70) } }),
    'export-often': () =>
      account.exportPage(say, {
        holder,
        download: { ...ready, bytes: 41_000_000 },
        error: 'account-page.exports-many',
      }),
    'export-nasty': () =>
      account.exportPage(say, {
        holder: hostile(nasty.script),
        download: { state: 'none' },
        isForAnother: true,
        error: nasty.script,
      }),
    delete: () => account.deleteAccountPage(say, { holder, goes, dueAt }),
    'delete-little': () => account.deleteAccountPage(say, { holder, goes: nothing, dueAt }),
    'delete-last-operator': () =>
      account.deleteAccountPage(say, { holder, goes, dueAt, problem: 'account.last-operator' }),
    'delete-nasty': () =>
      account.deleteAccountPage(say, {
        holder: hostile(nasty.rtl),
        goes: { ...goes, username: nasty.long, products: [known(nasty.script), known(nasty.long, false)] },
        dueAt,
        problem: { code: 'organization.left-alone', details: { organization: nasty.script } },
      }),
    leaving: () => account.leavingPage(say, { email, dueAt, freed: false }),
    'leaving-freed': () => account.leavingPage(say, { email: nasty.email, dueAt, freed: true }),
    'keep-account': () => signIn.keepAccountPage(say, { attempt, product, email, dueAt }),
    'keep-account-nasty': () =>
      signIn.keepAccountPage(say, { attempt: nasty.script, email: nasty.email, dueAt, error: 'account.address-taken' }),
    'keep-account-left': () => signIn.leftAlonePage(say, { attempt, dueAt }),
    'keep-by-mail': () => signIn.keepByMailPage(say, { token, email, dueAt }),
    'keep-by-mail-nasty': () => signIn.keepByMailPage(say, { token: nasty.script, email: nasty.email, dueAt }),
    kept: () => signIn.keptPage(say, { email }),
    'keep-elsewhere': () => signIn.keepElsewherePage(say, { token, email, dueAt }),
    'keep-elsewhere-error': () =>
      signIn.keepElsewherePage(say, {
        token,
        email: nasty.email,
        dueAt,
        value: nasty.script,
        error: 'kernel.address-unfinished',
      }),
    'keep-elsewhere-sent': () => signIn.newHomeSentPage(say, { email: nasty.email, sender: 'hello@umbel.example' }),
    'keep-new-home': () => signIn.newHomePage(say, { token, email }),
    'keep-gone': () => signIn.keepGonePage(say),
  }
}
