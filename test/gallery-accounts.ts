import type { LoggedEntry } from '#audit'
import type { BulkResult, BulkRun, ListedAccount } from '#managed-account'
import * as pages from '../src/admin-console/pages/index.ts'
import type { Html, Say } from '../src/platform/page/index.ts'
import { before, type holder, nasty, now } from './gallery-data.ts'

type Frame = {
  readonly organization: { readonly id: string; readonly name: string }
  readonly role: 'org-admin'
  readonly base: string
  readonly holder: typeof holder
}

const ids = (number: number) => `0199f0aa-0000-7000-8000-${String(number).padStart(12, '0')}`
const day = (text: string) => Temporal.PlainDate.from(text)

function listed(number: number, name: string, email: string, more: Partial<ListedAccount> = {}): ListedAccount {
  const id = ids(number)
  return {
    id,
    name,
    email,
    domain: 'acme.example',
    state: 'active',
    hasSecondStep: true,
    lastActiveOn: day('2026-04-02'),
    managedSince: before(900_000),
    place: { part: 0, day: '2026-04-02', key: name.toLowerCase(), id },
    ...more,
  }
}

const accounts = [
  listed(1, 'Amara Nwosu', 'amara.nwosu@acme.example'),
  listed(2, 'Chiara Bruni', 'chiara.bruni@acme.example', { lastActiveOn: undefined }),
  listed(3, 'Daniel Osei', 'daniel.osei@acme.example', { hasSecondStep: false }),
  listed(4, nasty.script, 'lena.fischer@acme.example', { state: 'leaving' }),
  listed(5, nasty.rtl, nasty.email, { state: 'suspended' }),
  ...['Mira Okafor', 'Noor Haddad', 'Priya Raman', 'Tomás Vidal'].map((name, number) =>
    listed(10 + number, name, `${name.split(' ')[0]}@acme-retail.example`.toLowerCase()),
  ),
  listed(6, nasty.long, `${'long'.repeat(15)}@acme-retail.example`, { state: 'deactivated', hasSecondStep: false }),
]

/** Managed accounts in their states: the list, one of them, and changes of many. */
export function accountViews(say: Say, frame: Frame): Record<string, () => Html> {
  const domains = [
    { id: ids(50), name: 'acme.example' },
    { id: ids(51), name: 'acme-retail.example' },
  ]
  const list = {
    ...frame,
    managed: 10_001,
    wanted: {},
    order: 'name',
    accounts,
    count: 104_218,
    mostCounted: 10_000,
    hasBefore: true,
    hasAfter: true,
    domains,
    runs: [],
  } as const
  const account = {
    id: ids(3),
    name: 'Daniel Osei',
    email: 'daniel.osei@acme.example',
    managedBy: {
      organizationId: frame.organization.id,
      organization: 'Acme Inc.',
      domain: 'acme.example',
      since: before(900_000),
    },
    state: 'active',
    lastActiveOn: day('2026-04-02'),
    hasSecondStep: false,
    devices: 2,
    isOwn: false,
  } as const
  const entry = (id: number, action: string, detail: LoggedEntry['detail']): LoggedEntry => ({
    id,
    at: before(id * 1_000),
    actorKind: 'admin',
    actorAccountId: ids(90),
    accountId: ids(3),
    action,
    detail,
    organizationId: frame.organization.id,
  })
  const people = new Map([
    [ids(90), { id: ids(90), name: 'Jonas Lindqvist' }],
    [ids(3), { id: ids(3), name: 'Daniel Osei' }],
  ])
  const entries = [
    entry(2, 'account.deactivated', { reason: nasty.script }),
    entry(9, 'account.managed', { domain: 'acme.example' }),
  ]
  const detail = { ...frame, account, entries, people }
  const run: BulkRun = {
    id: ids(70),
    organizationId: frame.organization.id,
    startedBy: ids(90),
    act: 'deactivate',
    reason: 'Left the organization',
    filter: '?state=active&used=never',
    state: 'running',
    total: 1_284,
    done: 620,
    unchanged: 12,
    refused: 2,
    startedAt: before(3),
  }
  const refused: BulkResult[] = [
    {
      accountId: ids(1),
      name: nasty.rtl,
      email: nasty.email,
      outcome: 'refused',
      refusal: 'managed-account.own-account',
    },
    {
      accountId: ids(2),
      name: 'Chiara Bruni',
      email: 'c@acme.example',
      outcome: 'refused',
      refusal: 'domain-claim.frozen',
      refusalAbout: 'acme.example',
    },
    { accountId: ids(4), name: 'Wei Zhang', email: 'w@acme.example', outcome: 'refused', refusal: 'none.such' },
  ]
  const bulk = {
    ...frame,
    act: 'deactivate',
    wanted: {},
    count: 2,
    mostCounted: 10_000,
    accounts: accounts.slice(4),
  } as const
  return {
    accounts: () => pages.accountsPage(say, list),
    'accounts-filtered': () =>
      pages.accountsPage(say, {
        ...list,
        wanted: { q: nasty.script, state: 'deactivated', domain: 'gone.example', two: 'off', used: 'long-ago' },
        order: '-used',
        accounts: accounts.slice(9),
        count: 1,
        hasBefore: false,
        hasAfter: false,
        runs: [{ id: ids(70), act: 'log-out' }],
        isNobodyChosen: true,
      }),
    'accounts-auditor': () => pages.accountsPage(say, { ...list, role: 'auditor', order: '-used' }),
    'accounts-nothing': () =>
      pages.accountsPage(say, { ...list, wanted: { used: 'never', two: 'on' }, accounts: [], count: 0 }),
    'accounts-none-verified': () => pages.accountsPage(say, { ...list, accounts: [], count: 0, managed: 0 }),
    'accounts-none-claimed': () =>
      pages.accountsPage(say, { ...list, accounts: [], count: 0, managed: 0, claimable: domains[0] }),
    account: () =>
      pages.accountDetailPage(say, {
        ...detail,
        decisions: { hasPicture: true, hasSecondStep: true },
        status: 'account-logged-out',
      }),
    'account-deactivated': () =>
      pages.accountDetailPage(say, {
        ...detail,
        decisions: {
          hasPicture: false,
          hasSecondStep: true,
          resetDueAt: now.add({ hours: 20 }),
          release: { home: { sentAt: before(90) } },
        },
        account: {
          ...account,
          state: 'deactivated',
          hasSecondStep: true,
          name: nasty.long,
          email: nasty.email,
          devices: 0,
        },
        entries: [],
      }),
    'account-leaving': () =>
      pages.accountDetailPage(say, {
        ...detail,
        decisions: {
          hasPicture: false,
          hasSecondStep: false,
          release: {},
          deletion: { dueAt: now.add({ hours: 200 }), isDecided: true },
        },
        account: { ...account, state: 'leaving', goneAt: now.add({ hours: 200 }), lastActiveOn: undefined },
        problem: 'managed-account.higher-role',
      }),
    'account-auditor': () =>
      pages.accountDetailPage(say, {
        ...detail,
        role: 'auditor',
        account: { ...account, state: 'suspended', name: nasty.rtl },
      }),
    'account-deactivate': () => pages.deactivateAccountPage(say, { ...frame, account }),
    'account-deactivate-own': () =>
      pages.deactivateAccountPage(say, {
        ...frame,
        account: { ...account, isOwn: true, devices: 0, name: nasty.rtl },
        problem: 'organization.last-admin',
      }),
    'account-deactivate-error': () =>
      pages.deactivateAccountPage(say, {
        ...frame,
        account,
        reason: 'security',
        words: nasty.script,
        problem: { code: 'managed-account.text-long', details: { most: 500 } },
      }),
    'bulk-chosen': () => pages.bulkPage(say, bulk),
    'bulk-all': () =>
      pages.bulkPage(say, { ...bulk, accounts: undefined, wanted: { q: nasty.rtl, state: 'active' }, count: 10_001 }),
    'bulk-everybody': () =>
      pages.bulkPage(say, {
        ...bulk,
        act: 'log-out',
        accounts: undefined,
        count: 1,
        problem: 'managed-account.none-chosen',
      }),
    'bulk-reactivate': () => pages.bulkPage(say, { ...bulk, act: 'reactivate' }),
    'bulk-run': () => pages.bulkRunPage(say, { ...frame, run, startedBy: 'Jonas Lindqvist', refused: [] }),
    'bulk-run-collecting': () =>
      pages.bulkRunPage(say, {
        ...frame,
        role: 'auditor',
        run: {
          ...run,
          act: 'log-out',
          state: 'collecting',
          total: 0,
          done: 0,
          unchanged: 0,
          refused: 0,
          reason: undefined,
        },
        refused: [],
      }),
    'bulk-run-done': () =>
      pages.bulkRunPage(say, {
        ...frame,
        run: { ...run, state: 'done', done: 1_230, unchanged: 20, refused: 34, endedAt: before(1) },
        startedBy: nasty.long,
        refused,
      }),
    'bulk-run-canceled': () =>
      pages.bulkRunPage(say, { ...frame, run: { ...run, state: 'canceled', endedAt: before(1) }, refused: [] }),
    'bulk-run-stopped': () =>
      pages.bulkRunPage(say, {
        ...frame,
        run: { ...run, state: 'stopped', endedAt: before(1), filter: '' },
        refused: [],
      }),
  }
}
