import * as account from '../src/account-page/pages/index.ts'
import { mostPasskeys } from '../src/credential/passkey.ts'
import type { Html, Say } from '../src/platform/page/index.ts'
import * as signIn from '../src/sign-in/pages/index.ts'
import { attempt, before, email, entries, holder, hostile, nasty, product } from './gallery-data.ts'

const passkey = (name: string, more: Partial<account.ShownPasskey> = {}): account.ShownPasskey => ({
  id: '0199f0aa-0000-7000-8000-000000000001',
  kind: 'passkey',
  credentialId: 'A'.repeat(43),
  name,
  isSynced: false,
  createdAt: before(60 * 24 * 95),
  ...more,
})
const passkeys = [
  passkey('Work laptop', { lastUsedAt: before(300), isSynced: true }),
  passkey('Blue security key', { kind: 'security-key' }),
]
const step = { turnedOnAt: before(60 * 24), app: undefined, passkeys: 2, recoveryCodesLeft: 7 }
const unknown = { code: 'credential.passkey-unknown', details: { credential: 'A'.repeat(43) } }

/** Pages about passkeys and security keys, in each of their states. */
export function passkeyViews(say: Say): Record<string, () => Html> {
  return {
    passkey: () => signIn.passkeyPage(say, { attempt, product, email, greetName: 'Mira', use: 'log-in' }),
    'passkey-error': () => signIn.passkeyPage(say, { use: 'log-in', problem: unknown }),
    'passkey-confirm': () => signIn.passkeyPage(say, { attempt, email, use: 'confirm' }),
    'passkey-second-step': () =>
      signIn.passkeyPage(say, {
        attempt,
        product,
        email,
        use: 'second-step',
        ways: ['app', 'passkey', 'recovery-code'],
      }),
    'passkey-second-step-error': () =>
      signIn.passkeyPage(say, {
        attempt,
        email: nasty.email,
        use: 'second-step',
        ways: ['passkey'],
        problem: 'credential.passkey-copied',
      }),
    'passkey-nasty': () =>
      signIn.passkeyPage(say, {
        attempt: nasty.script,
        product: { id: 'x', name: nasty.script },
        email: nasty.email,
        greetName: nasty.long,
        use: 'log-in',
        problem: { code: 'credential.passkey-unknown', details: { credential: nasty.script } },
      }),
    'security-passkeys': () => account.securityPage(say, { holder, step, passkeys, entries: entries.slice(0, 2) }),
    'security-passkeys-nasty': () =>
      account.securityPage(say, {
        holder: hostile(nasty.script),
        step,
        passkeys: [passkey(nasty.script), passkey(nasty.rtl), passkey(nasty.long, { kind: 'security-key' })],
        entries: [],
        status: 'passkey-removed',
      }),
    'security-passkeys-full': () =>
      account.securityPage(say, {
        holder,
        step,
        passkeys: Array.from({ length: mostPasskeys }, (_, i) => passkey(`Key ${i + 1}`, { lastUsedAt: before(i) })),
        entries: [],
      }),
    'add-passkey': () =>
      account.addPasskeyPage(say, { holder, kind: 'passkey', name: 'Passkey in Chrome on macOS', isFull: false }),
    'add-passkey-error': () =>
      account.addPasskeyPage(say, {
        holder,
        kind: 'passkey',
        name: nasty.script,
        isFull: false,
        problem: 'credential.passkey-late',
      }),
    'add-passkey-name': () =>
      account.addPasskeyPage(say, {
        holder,
        kind: 'passkey',
        name: '',
        isFull: false,
        problem: 'credential.passkey-name-missing',
      }),
    'add-passkey-full': () => account.addPasskeyPage(say, { holder, kind: 'passkey', name: '', isFull: true }),
    'add-security-key': () =>
      account.addPasskeyPage(say, { holder, kind: 'security-key', name: 'Security key', isFull: false }),
    'offer-two-step': () => account.offerTwoStepPage(say, { holder, kind: 'passkey' }),
    'offer-two-step-key': () => account.offerTwoStepPage(say, { holder, kind: 'security-key' }),
    'rename-passkey': () =>
      account.renamePasskeyPage(say, { holder, passkey: passkey('Work laptop'), name: 'Work laptop' }),
    'rename-passkey-error': () =>
      account.renamePasskeyPage(say, {
        holder,
        passkey: passkey('Work laptop'),
        name: nasty.long.repeat(2),
        problem: { code: 'credential.passkey-name-long', details: { most: 100 } },
      }),
    'remove-passkey': () => account.removePasskeyPage(say, { holder, passkey: passkey('Work laptop') }),
    'remove-passkey-nasty': () => account.removePasskeyPage(say, { holder, passkey: passkey(nasty.script) }),
    'remove-passkey-stays': () =>
      account.removePasskeyPage(say, {
        holder,
        passkey: passkey('Work laptop'),
        reason: 'credential.passkey-last-step',
      }),
  }
}
