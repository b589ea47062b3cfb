import { actions, type Manager, verdictOn } from '../src/account/index.ts'
import * as account from '../src/account-page/pages/index.ts'
import type { EventReceipt } from '../src/openid/receipt-store.ts'
import type { Holder, Html, Say } from '../src/platform/page/index.ts'
import * as signIn from '../src/sign-in/pages/index.ts'
import { attempt, before, control, entry, holder, hostile, manager, nasty, receipts } from './gallery-data.ts'

const managed: Holder = {
  ...holder,
  account: { ...holder.account, email: 'mira.okafor@acme.example' },
  managedBy: 'Acme Inc.',
  hasOrganization: true,
}
const hostileManager: Manager = { ...manager, organization: nasty.script, domain: nasty.email.slice(70) }
const abilities = actions.map((action) => ({
  action,
  holder: verdictOn(action, 'managed', 'holder'),
  administrator: verdictOn(action, 'managed', 'org-admin'),
}))
const byAdmin = { byHolder: false, actorKind: 'admin', organization: 'Acme Inc.', device: undefined } as const
const acts = [
  entry('account.name-changed', 90, { ...byAdmin, detail: { was: 'Mira O.' } }),
  entry('account.reactivated', 4000, byAdmin),
  entry('account.deactivated', 9000, { ...byAdmin, detail: { reason: nasty.script } }),
]

const profile = {
  verified: true,
  username: 'mira',
  locale: 'en-US',
  zone: 'Europe/London',
  control,
  visibility: {
    name: 'anyone',
    'public-name': 'anyone',
    picture: 'anyone',
    language: 'anyone',
    'time-zone': 'anyone',
  },
} as const
const off = { attempt, email: 'wei.zhang@acme.example', at: Temporal.Instant.from('2026-04-16T09:00:00Z') }
const wei = { accountId: '4', name: 'Wei Zhang', email: off.email, loggedIn: false, managedBy: 'Acme Inc.' }

const told = (number: number, productName: string, more: Partial<EventReceipt>): EventReceipt => ({
  id: number,
  productId: productName.toLowerCase(),
  productName,
  accountId: holder.account.id,
  kind: 'disabled',
  toldAt: before(number * 90),
  tries: 1,
  canBeTold: true,
  ...more,
})
const events = [
  told(1, 'Tracker', { kind: 'enabled' }),
  told(2, 'Wiki', { failingSince: before(80) }),
  told(3, 'Chat', { failingSince: before(80), givenUpAt: before(10) }),
  told(4, nasty.script, { acknowledgedAt: before(300) }),
]

/** What an organization that manages the account changes: the profile, the section about it, and how a log-in may end. */
export function organizationViews(say: Say): Record<string, () => Html> {
  const cards = (by: Manager, entries = acts) => [
    account.managerCard(say, by),
    account.abilitiesCard(say, by, abilities),
    account.adminActivityCard(say, entries),
  ]
  return {
    'profile-managed': () => account.profilePage(say, { ...profile, holder: managed, managedBy: manager }),
    'profile-managed-nasty': () =>
      account.profilePage(say, {
        ...profile,
        holder: { ...hostile(nasty.long), hasOrganization: true, managedBy: nasty.script },
        managedBy: hostileManager,
      }),
    'receipts-events': () => account.receiptsPage(say, { holder: managed, receipts: receipts.slice(0, 1), events }),
    deactivated: () => signIn.deactivatedPage(say, { ...off, organization: 'Acme Inc.' }),
    'deactivated-nasty': () =>
      signIn.deactivatedPage(say, { ...off, email: nasty.email, organization: nasty.script, confirming: true }),
    suspended: () => signIn.deactivatedPage(say, off),
    'choose-deactivated': () =>
      signIn.choosePage(say, {
        attempt,
        removing: false,
        choices: [
          { ...wei, accountId: '1', email: 'wei@home.example', loggedIn: true, managedBy: undefined },
          { ...wei, off: 'deactivated' },
          { ...wei, accountId: '5', name: nasty.script, email: nasty.email, off: 'suspended' },
        ],
      }),
    'your-organization': () => account.organizationPage(say, { holder: managed, cards: cards(manager) }),
    'your-organization-quiet': () => account.organizationPage(say, { holder: managed, cards: cards(manager, []) }),
    'your-organization-none': () =>
      account.organizationPage(say, { holder, cards: [account.managerCard(say, undefined)] }),
    'your-organization-nasty': () =>
      account.organizationPage(say, {
        holder: { ...hostile(nasty.rtl), hasOrganization: true },
        cards: cards(hostileManager),
      }),
  }
}
