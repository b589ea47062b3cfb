import type { LoggedEntry } from '#audit'
import * as pages from '../src/admin-console/pages/index.ts'
import type { Html, Say } from '../src/platform/page/index.ts'
import { accountViews } from './gallery-accounts.ts'
import { auditViews } from './gallery-audit.ts'
import { aClaim } from './gallery-claims.ts'
import { before, holder, hostile, nasty, now } from './gallery-data.ts'
import { decisionViews } from './gallery-decisions.ts'
import { domainViews, someDomains } from './gallery-domains.ts'

/** The pages of an organization’s console in their states. */
export function consoleViews(say: Say): Record<string, () => Html> {
  const id = '0199f0aa-0000-7000-8000-000000000000'
  const organization = { id, name: 'Acme Inc.' }
  const base = `/organizations/${id}`
  const frame = { organization, role: 'org-admin', base, holder } as const
  const jonas = { accountId: '0199f0aa', name: 'Jonas Lindqvist', email: 'jonas.lindqvist@acme.example' }
  const admins = [
    { ...jonas, role: 'org-admin', since: before(400_000) },
    { accountId: 'x', name: nasty.rtl, email: nasty.email, role: 'user-admin', since: before(90_000) },
    { accountId: 'y', name: 'Priya Raman', email: 'priya@acme.example', role: 'auditor', since: before(5_000) },
  ] as const
  const invitation = {
    id: 'i',
    organizationId: id,
    email: 'tomas@acme.example',
    emailKey: 'tomas@acme.example',
    role: 'auditor',
    sentAt: before(200),
    expiresAt: now.add({ hours: 700 }),
  } as const
  const entry = (number: number, action: string, detail: LoggedEntry['detail']): LoggedEntry => ({
    id: number,
    at: before(60 * number),
    actorKind: 'admin',
    action,
    detail,
  })
  const adminsView = { ...frame, myId: jonas.accountId, admins, invitations: [invitation] }
  return {
    ...accountViews(say, frame),
    ...domainViews(say, frame),
    ...auditViews(say, frame),
    ...decisionViews(say, frame),
    organizations: () =>
      pages.organizationsPage(say, { holder, organizations: [{ ...organization, role: 'org-admin' }] }),
    'organizations-none': () => pages.organizationsPage(say, { holder: hostile(nasty.rtl), organizations: [] }),
    'organization-new': () => pages.newOrganizationPage(say, { holder }),
    'organization-new-error': () =>
      pages.newOrganizationPage(say, { holder, name: nasty.script, error: 'organization.name-malformed' }),
    'organization-overview': () =>
      pages.overviewPage(say, {
        ...frame,
        managed: 10_001,
        withSecondStep: 8_204,
        admins: admins.slice(0, 1),
        domains: someDomains,
        claims: [aClaim()],
        requests: 3,
        entries: [
          entry(2, 'domain-claim.verified', { domain: 'acme.example' }),
          entry(1, 'organization.renamed', { from: nasty.script, to: nasty.long }),
        ],
        people: new Map(),
      }),
    'organization-overview-quiet': () =>
      pages.overviewPage(say, {
        ...frame,
        role: 'auditor',
        admins: [admins[0], admins[0]],
        domains: [],
        claims: [],
        requests: 0,
        entries: [],
        people: new Map(),
      }),
    'organization-admins': () => pages.adminsPage(say, { ...adminsView, status: 'invited' }),
    'organization-admins-error': () =>
      pages.adminsPage(say, {
        ...adminsView,
        email: nasty.long,
        chosen: 'auditor',
        error: 'kernel.address-unfinished',
      }),
    'organization-admins-auditor': () =>
      pages.adminsPage(say, {
        ...adminsView,
        role: 'auditor',
        myId: 'y',
        organization: { id, name: nasty.long },
        holder: hostile(nasty.long),
      }),
    'organization-settings': () => pages.settingsPage(say, { ...frame, name: 'Acme Inc.', status: 'renamed' }),
    'organization-settings-error': () =>
      pages.settingsPage(say, { ...frame, name: '', error: 'organization.name-missing' }),
    'organization-invitation': () =>
      pages.invitationPage(say, { ...invitation, organization: 'Acme Inc.', token: 'x', me: nasty.email }),
    'organization-invitation-visitor': () =>
      pages.invitationPage(say, { ...invitation, organization: nasty.script, token: 'x' }),
    'organization-invitation-gone': () => pages.invitationGonePage(say),
  }
}
