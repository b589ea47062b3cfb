import type { LoggedEntry } from '#audit'
import { everyKind } from '../src/admin-console/audit-filter.ts'
import type { Message } from '../src/help/help.ts'
import type { SeenContest } from '../src/operator-console/contest-store.ts'
import type { Trouble } from '../src/operator-console/delivery-store.ts'
import type { Listed } from '../src/operator-console/organization-store.ts'
import * as pages from '../src/operator-console/pages/index.ts'
import type { FailedJob } from '../src/platform/failed-jobs.ts'
import type { Html, Say } from '../src/platform/page/index.ts'
import { before, holder, hostile, nasty, now } from './gallery-data.ts'
import { someDomains } from './gallery-domains.ts'

const frame = { holder: { ...holder, operates: true }, host: 'accounts.example.com' }

const message = (more: Partial<Message>): Message => ({
  id: 12,
  at: before(90),
  name: 'Mira Okafor',
  email: 'mira@okafor.example',
  topic: 'log-in',
  message: 'I changed my phone and can’t log in any more.\n\nThe recovery codes are at home. What now?',
  language: 'en',
  ...more,
})
const nastyMessage = message({
  id: 13,
  name: nasty.rtl,
  email: nasty.email,
  topic: 'broken',
  message: `${nasty.script}\n${nasty.long.repeat(4)}\n${nasty.rtl}`,
  article: 'gone-by-now',
  incident: '7f3a-91c2',
  language: 'de',
  accountId: '0199f0aa-0000-7000-8000-000000000000',
})
const feedback = [
  { id: 3, at: before(20), article: 'passkeys', language: 'en', helpful: false, reason: nasty.script },
  { id: 2, at: before(900), article: 'passkeys', language: 'de', helpful: true },
  { id: 1, at: before(90_000), article: 'gone-by-now', language: 'en', helpful: false, reason: nasty.long.repeat(3) },
]
const verdicts = [
  { article: 'gone-by-now', yes: 0, no: 1 },
  { article: 'passkeys', yes: 40, no: 2 },
]

const id = '0199f0aa-0000-7000-8000-000000000000'
const listed = (name: string, more: Partial<Listed> = {}): Listed => ({
  id,
  name,
  createdAt: before(90_000),
  domains: 2,
  accounts: 214,
  isRun: true,
  ...more,
})
const organizations = [
  listed('Acme Inc.'),
  listed('Brightwater Studio', { domains: 101, accounts: 1_001 }),
  listed(nasty.rtl, { isRun: false, domains: 0, accounts: 0 }),
  listed(nasty.long),
  listed(nasty.script),
]
const people = new Map([['jonas', { id: 'jonas', name: 'Jonas Lindqvist' }]])
const entries: readonly LoggedEntry[] = [
  {
    id: 9,
    at: before(40),
    actorKind: 'holder',
    actorAccountId: 'jonas',
    accountId: 'jonas',
    action: 'sign-in.logged-in',
    network: '203.0.113.24',
    device: 'Chrome on macOS',
    detail: {},
  },
  { id: 8, at: before(90), actorKind: 'operator', action: 'organization.created', detail: {}, organizationId: id },
  { id: 7, at: before(95), actorKind: 'system', action: nasty.script, detail: { [nasty.script]: nasty.rtl } },
]
const organization = {
  organization: { id, name: 'Acme Inc.', createdAt: before(90_000) },
  admins: [
    {
      accountId: 'jonas',
      name: 'Jonas Lindqvist',
      email: 'jonas@acme.example',
      role: 'org-admin',
      since: before(9_000),
    },
  ],
  invitations: [],
  domains: someDomains,
  claims: [
    {
      id,
      mode: 'all',
      state: 'told',
      domain: 'acme.example',
      startedAt: before(3_000),
      takesEffectAt: now.add({ hours: 200 }),
    },
  ],
  accounts: 214,
  entries,
  people,
} as const
const side = (name: string, more: Partial<SeenContest['holder']> = {}): SeenContest['holder'] => ({
  organizationId: id,
  organization: name,
  provedAt: before(4_000),
  checkedAt: before(20),
  dns: { found: ['umbel-verify=7d2f'] },
  file: { found: [] },
  ...more,
})
const contest: SeenContest = {
  id,
  domain: 'acme.example',
  openedAt: before(4_000),
  endsAt: now.add({ hours: 100 }),
  holder: side('Acme Inc.'),
  challenger: side('Rival', {
    dns: { found: ['v=spf1 -all', nasty.script], trouble: 'other' },
    file: { found: [], trouble: 'unreachable' },
  }),
}
const nastyContest: SeenContest = {
  ...contest,
  domain: `${'sub.'.repeat(9)}xn--mnchen-3ya.example`,
  settledAt: before(10),
  outcome: 'neither',
  holder: side(nasty.rtl, { provedAt: undefined, checkedAt: undefined }),
  challenger: side(nasty.long),
}
const trouble = (more: Partial<Trouble>): Trouble => ({
  productId: 'tracker',
  product: 'Tracker',
  group: 'log-outs',
  tried: 12,
  givenUp: 0,
  failingSince: before(500),
  canBeTold: true,
  ...more,
})
const job = (more: Partial<FailedJob>): FailedJob => ({
  id: 4,
  task: 'account.mail-proof',
  createdAt: before(9_000),
  failedAt: before(30),
  tries: 25,
  error: '550 5.1.1 <…@…>: Recipient address rejected',
  ...more,
})
const log = {
  base: '/operator',
  kinds: everyKind,
  filter: {},
  entries,
  people,
  keptDays: 365,
  count: 3,
  mostCounted: 1_000,
  hasNewer: false,
  hasOlder: true,
}

/** The pages of operators in their states. */
export function operatorViews(say: Say): Record<string, () => Html> {
  return {
    'operator-overview': () =>
      pages.overviewPage(say, {
        ...frame,
        needs: { disputes: 1, messages: 3, jobs: 101, products: 2, contests: 1, failingDomains: 4 },
        state: {
          accounts: 10_001,
          organizations: 48,
          version: '0.1.0',
          sealedAt: before(1),
          position: 1_204_118,
          hash: '91c04be2'.repeat(8),
          unsealed: 4,
        },
      }),
    'operator-overview-quiet': () =>
      pages.overviewPage(say, {
        ...frame,
        holder: hostile(nasty.long),
        needs: { disputes: 0, messages: 0, jobs: 0, products: 0, contests: 0, failingDomains: 0 },
        state: { accounts: 1, organizations: 0, version: '0.1.0', position: 0, unsealed: 0 },
      }),
    'operator-deliveries': () =>
      pages.deliveriesPage(say, {
        ...frame,
        products: [
          trouble({}),
          trouble({ group: 'events', tried: 0, givenUp: 1_001 }),
          trouble({ product: nasty.rtl, group: 'events', canBeTold: false }),
          trouble({ product: nasty.long }),
        ],
        jobs: [
          job({}),
          job({ id: 3, task: 'domain-claim.look', error: nasty.script, tries: 1 }),
          job({ id: 2, error: nasty.long.repeat(3) }),
        ],
        next: 2,
        isFirst: false,
        status: 'replayed',
      }),
    'operator-deliveries-none': () => pages.deliveriesPage(say, { ...frame, products: [], jobs: [], isFirst: true }),
    'operator-organizations-failing': () =>
      pages.organizationsPage(say, {
        ...frame,
        query: '',
        isFailing: true,
        organizations: organizations.slice(0, 1),
        isFirst: true,
      }),
    'operator-organizations': () =>
      pages.organizationsPage(say, { ...frame, query: '', organizations, next: id, isFirst: true }),
    'operator-organizations-found': () =>
      pages.organizationsPage(say, {
        ...frame,
        holder: hostile(nasty.script),
        query: nasty.script,
        organizations: organizations.slice(2),
        isFirst: false,
      }),
    'operator-organizations-none': () =>
      pages.organizationsPage(say, { ...frame, query: '', organizations: [], isFirst: true }),
    'operator-organizations-none-found': () =>
      pages.organizationsPage(say, { ...frame, query: nasty.long, organizations: [], isFirst: true }),
    'operator-organization-new': () => pages.newOrganizationPage(say, frame),
    'operator-organization-new-error': () =>
      pages.newOrganizationPage(say, { ...frame, name: '', email: 'x', error: 'organization.name-missing' }),
    'operator-organization-new-address': () =>
      pages.newOrganizationPage(say, {
        ...frame,
        name: nasty.script,
        email: nasty.rtl,
        error: 'kernel.address-malformed',
      }),
    'operator-organization-new-often': () =>
      pages.newOrganizationPage(say, {
        ...frame,
        name: 'Acme',
        email: 'jonas@acme.example',
        error: { code: 'organization.invitation-mails-many', details: { until: now.add({ minutes: 20 }) } },
      }),
    'operator-organization': () => pages.organizationPage(say, { ...frame, ...organization }),
    'operator-organization-alone': () =>
      pages.organizationPage(say, {
        ...frame,
        ...organization,
        organization: { id, name: nasty.long, createdAt: before(10) },
        admins: [],
        invitations: [
          {
            id,
            organizationId: id,
            email: nasty.email,
            emailKey: nasty.email,
            role: 'org-admin',
            sentAt: before(20),
            expiresAt: now.add({ hours: 700 }),
          },
        ],
        domains: [],
        claims: [],
        accounts: 0,
        entries: [],
        status: 'organization-made',
      }),
    'operator-organization-error': () =>
      pages.organizationPage(say, {
        ...frame,
        ...organization,
        admins: [],
        email: nasty.script,
        error: 'kernel.address-malformed',
      }),
    'operator-contests': () =>
      pages.contestsPage(say, { ...frame, contests: [contest, nastyContest], next: id, isFirst: false }),
    'operator-contests-none': () => pages.contestsPage(say, { ...frame, contests: [], isFirst: true }),
    'operator-contest': () => pages.contestPage(say, { ...frame, contest, status: 'looked' }),
    'operator-contest-error': () => pages.contestPage(say, { ...frame, contest, error: 'domain-claim.just-looked' }),
    'operator-contest-over': () => pages.contestPage(say, { ...frame, contest: nastyContest }),
    'operator-audit': () => pages.auditLogPage(say, { ...frame, ...log }),
    'operator-audit-filtered': () =>
      pages.auditLogPage(say, {
        ...frame,
        ...log,
        filter: { kind: 'sign-in', who: nasty.email },
        entries: [],
        count: 0,
      }),
    'operator-audit-event': () =>
      pages.auditEntryPage(say, {
        ...frame,
        base: '/operator',
        entry: entries[2] as LoggedEntry,
        people,
        seal: { position: 7, hash: '91c04be2'.repeat(8) },
      }),
    'operator-messages': () =>
      pages.messagesPage(say, {
        ...frame,
        state: 'waiting',
        messages: [message({ article: 'lost-second-step' }), nastyMessage],
        waiting: 2,
        nextHref: '/operator/help?state=waiting&from=13',
        mailed: true,
      }),
    'operator-messages-none': () =>
      pages.messagesPage(say, {
        ...frame,
        state: 'waiting',
        messages: [],
        waiting: 0,
        mailed: false,
        status: 'answered',
      }),
    'operator-answered': () =>
      pages.messagesPage(say, {
        ...frame,
        holder: hostile(nasty.script),
        state: 'answered',
        messages: [message({ answeredAt: before(5), name: undefined })],
        waiting: 1,
        firstHref: '/operator/help?state=answered',
        mailed: true,
        status: 'reopened',
      }),
    'operator-answered-none': () =>
      pages.messagesPage(say, { ...frame, state: 'answered', messages: [], waiting: 3, mailed: true }),
    'operator-feedback': () =>
      pages.feedbackPage(say, {
        ...frame,
        waiting: 2,
        verdicts,
        feedback,
        chosen: { article: 'passkeys', verdict: 'no' },
        nextHref: '/operator/help/feedback?before=1',
        firstHref: '/operator/help/feedback',
      }),
    'operator-feedback-none': () =>
      pages.feedbackPage(say, { ...frame, waiting: 0, verdicts: [], feedback: [], chosen: {} }),
    'operator-feedback-no-match': () =>
      pages.feedbackPage(say, { ...frame, waiting: 0, verdicts, feedback: [], chosen: { verdict: 'yes' } }),
  }
}
