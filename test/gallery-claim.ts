import * as account from '../src/account-page/pages/index.ts'
import type { ClaimNotice } from '../src/domain-claim/index.ts'
import type { Html, Say } from '../src/platform/page/index.ts'
import * as signIn from '../src/sign-in/pages/index.ts'
import { attempt, check, email, holder, hostile, manager, nasty, now, signUp } from './gallery-data.ts'

const notice: ClaimNotice = {
  claimId: '0199f0ae-claim',
  accountId: '0199f0aa',
  organizationId: '0199f0ac',
  organization: 'Acme Inc.',
  domain: 'acme-labs.example',
  email: 'aiko@acme-labs.example',
  takesEffectAt: now.add({ hours: 12 * 24 + 1 }),
  state: 'open',
}
const hostileNotice: ClaimNotice = {
  ...notice,
  claimId: nasty.script,
  organization: nasty.script,
  domain: nasty.email.slice(70),
  email: nasty.email,
}
const longNotice: ClaimNotice = { ...hostileNotice, organization: nasty.long, takesEffectAt: now.add({ minutes: 40 }) }
const toBe = { organization: 'Acme Inc.', domain: 'acme-labs.example' }
const hostileToBe = { organization: nasty.script, domain: nasty.email.slice(70) }
const onward = { attempt, product: 'Tracker', href: '/authorize/x' }

/** What the holder of a claimed account sees, in each state. */
export function claimViews(say: Say): Record<string, () => Html> {
  const organization = (cards: readonly Html[], status?: string) =>
    account.organizationPage(say, { holder: { ...holder, hasOrganization: true }, cards, status })
  return {
    'claim-notice': () => signIn.claimNoticePage(say, { attempt, notice, now }),
    'claim-notice-missing': () => signIn.claimNoticePage(say, { attempt, notice, now, isMissing: true }),
    'claim-notice-last-day': () => signIn.claimNoticePage(say, { attempt, notice: longNotice, now }),
    'claim-notice-waits': () =>
      signIn.claimNoticePage(say, { attempt, notice, now, error: 'domain-claim.claim-waits' }),
    'claim-notice-nasty': () =>
      signIn.claimNoticePage(say, { attempt: nasty.script, notice: hostileNotice, now, isMissing: true }),
    'claim-managed': () =>
      signIn.nowManagedPage(say, { attempt, notice: { ...notice, state: 'managed', takesEffectAt: now } }),
    'claim-managed-nasty': () =>
      signIn.nowManagedPage(say, { attempt: nasty.script, notice: { ...hostileNotice, state: 'managed' } }),
    'claim-over': () => signIn.claimOverPage(say, { attempt }),
    'claim-link-gone': () => signIn.claimLinkGonePage(say),
    'claim-card': () => organization([account.claimCard(say, { notice, now }), account.managerCard(say, undefined)]),
    'claim-card-moving': () =>
      organization([
        account.claimCard(say, { notice: { ...notice, state: 'moving' }, now }),
        account.onwardLine(say, onward),
      ]),
    'claim-card-sent': () =>
      organization(
        [account.claimCard(say, { notice: { ...notice, state: 'moving' }, now, waitingFor: 'mira@okafor.example' })],
        'claim-asked',
      ),
    'claim-card-nasty': () =>
      account.organizationPage(say, {
        holder: { ...hostile(nasty.rtl), hasOrganization: true },
        cards: [
          account.claimCard(say, { notice: { ...hostileNotice, state: 'moving' }, now, waitingFor: nasty.email }),
          account.onwardLine(say, { ...onward, product: nasty.script }),
        ],
        status: 'claim-over',
      }),
    'claim-kept': () => organization([account.managerCard(say, manager)], 'claim-kept'),
    'change-email-claim': () => account.changeEmailPage(say, { holder, claim: notice, onward }),
    'change-email-claim-nasty': () =>
      account.changeEmailPage(say, {
        holder: hostile(nasty.long),
        claim: hostileNotice,
        onward: { ...onward, product: nasty.long },
        manager: hostileToBe,
        value: nasty.script,
        error: 'kernel.address-malformed',
      }),
    'confirm-email-managed': () =>
      account.confirmEmailPage(say, { token: 't', email: 'aiko@acme-labs.example', from: email, manager: toBe }),
    'sign-up-managed': () =>
      signIn.signUpPage(say, {
        ...signUp,
        values: { name: 'Aiko Tanaka', email: 'aiko@acme-labs.example' },
        errors: {},
        manager: toBe,
      }),
    'sign-up-managed-nasty': () =>
      signIn.signUpPage(say, { ...signUp, values: { email: nasty.email }, errors: {}, manager: hostileToBe }),
    'check-email-managed': () => signIn.checkEmailPage(say, { ...check, manager: toBe }),
    'verify-elsewhere-managed': () =>
      signIn.verifyElsewherePage(say, { token: 't', email, name: 'Aiko Tanaka', manager: toBe }),
  }
}
