import { actions, type Manager, verdictOn } from '../src/account/index.ts'
import * as account from '../src/account-page/pages/index.ts'
import type { Holder, Html, Say } from '../src/platform/page/index.ts'
import { entry, holder, hostile, manager, nasty } from './gallery-data.ts'

const managed: Holder = {
  ...holder,
  account: { ...holder.account, email: 'mira.okafor@acme.example' },
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

/** The section about the organization that manages the account. */
export function organizationViews(say: Say): Record<string, () => Html> {
  const cards = (by: Manager, entries = acts) => [
    account.managerCard(say, by),
    account.abilitiesCard(say, by, abilities),
    account.adminActivityCard(say, entries),
  ]
  return {
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
