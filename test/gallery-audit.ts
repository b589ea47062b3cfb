import type { LoggedEntry } from '#audit'
import { kinds } from '../src/admin-console/audit-filter.ts'
import type { Frame } from '../src/admin-console/pages/frame.ts'
import * as pages from '../src/admin-console/pages/index.ts'
import type { Html, Say } from '../src/platform/page/index.ts'
import { before, hostile, nasty } from './gallery-data.ts'

const people: pages.People = new Map(
  [
    { id: 'jonas', name: 'Jonas Lindqvist', email: 'jonas.lindqvist@acme.example' },
    { id: 'priya', name: 'Priya Raman', email: 'priya@acme.example' },
    { id: 'wei', name: 'Wei Zhang' },
    { id: 'nasty', name: nasty.rtl, email: nasty.email },
    { id: 'long', name: nasty.long },
  ].map((person) => [person.id, person]),
)

const entry = (id: number, action: string, minutes: number, more: Partial<LoggedEntry> = {}): LoggedEntry => ({
  id,
  action,
  at: before(minutes),
  actorKind: 'admin',
  actorAccountId: 'jonas',
  network: '203.0.113.24',
  device: 'Chrome on macOS',
  detail: {},
  ...more,
})
const bySystem = { actorKind: 'system', actorAccountId: undefined, network: undefined, device: undefined } as const

const entries: readonly LoggedEntry[] = [
  entry(214, 'organization.role-changed', 330, {
    actorAccountId: 'priya',
    accountId: 'wei',
    network: '203.0.113.9',
    detail: { from: 'auditor', to: 'user-admin' },
  }),
  entry(213, 'domain-claim.failing', 370, { ...bySystem, detail: { domain: 'acme-retail.example' } }),
  entry(212, 'organization.renamed', 1_250, { detail: { from: 'Acme', to: 'Acme Inc.' } }),
  entry(211, 'organization.admin-invited', 1_340, { detail: { invitationId: 'x', role: 'auditor' } }),
  entry(209, 'organization.admin-joined', 1_620, {
    actorKind: 'holder',
    actorAccountId: 'wei',
    accountId: 'wei',
    detail: { role: 'auditor' },
  }),
  entry(206, 'organization.admin-removed', 2_400, { accountId: 'gone', detail: { role: 'auditor' } }),
  entry(205, 'audit.exported', 2_800, {
    actorAccountId: 'priya',
    network: '2001:db8:4f2:11::9',
    detail: { format: 'csv' },
  }),
  entry(198, 'domain-claim.added', 5_300, { detail: { domain: 'acme-labs.example', withSubdomains: true } }),
  entry(1, 'organization.created', 500_000, {
    actorKind: 'operator',
    actorAccountId: undefined,
    device: 'command line',
  }),
]
const hostileEntries: readonly LoggedEntry[] = [
  entry(5, 'organization.renamed', 10, { actorAccountId: 'nasty', detail: { from: nasty.script, to: nasty.long } }),
  entry(4, 'domain-claim.added', 20, {
    actorAccountId: 'long',
    network: '2001:db8:4f2:11:22:33:44:55',
    detail: { domain: `${'sub.'.repeat(40)}example.com` },
  }),
  entry(3, 'none.such', 30, { actorKind: 'holder', actorAccountId: 'gone', detail: { [nasty.script]: nasty.script } }),
  entry(2, 'organization.role-changed', 40, { accountId: 'nasty' }),
]

/** The audit log of an organization in its states. */
export function auditViews(say: Say, frame: Frame): Record<string, () => Html> {
  const page = {
    ...frame,
    filter: {},
    kinds,
    entries,
    people,
    keptDays: 365,
    count: 9,
    mostCounted: 1_000,
    hasNewer: false,
    hasOlder: false,
  }
  const none = { ...page, entries: [], count: 0 }
  const days = { from: Temporal.PlainDate.from('2026-04-13'), to: Temporal.PlainDate.from('2026-04-16') }
  return {
    'audit-log': () => pages.auditLogPage(say, { ...page, filter: days, count: 214, hasOlder: true }),
    'audit-log-all': () => pages.auditLogPage(say, { ...page, hasNewer: true, hasOlder: true }),
    'audit-log-filtered': () =>
      pages.auditLogPage(say, {
        ...page,
        filter: { ...days, who: 'priya@acme.example', about: nasty.email, kind: 'domain-claim', to: undefined },
        count: 1_001,
        hasNewer: true,
      }),
    'audit-log-full': () =>
      pages.auditLogPage(say, {
        ...page,
        entries: Array.from({ length: 15 }, (_, place) => entries[place % entries.length] as LoggedEntry),
        hasNewer: true,
        hasOlder: true,
      }),
    'audit-log-event': () =>
      pages.auditEntryPage(say, {
        ...frame,
        entry: entries[0] as LoggedEntry,
        people,
        seal: { position: 90, hash: '91c04be2'.repeat(8) },
      }),
    'audit-log-event-nasty': () =>
      pages.auditEntryPage(say, { ...frame, entry: hostileEntries[2] as LoggedEntry, people, seal: undefined }),
    'audit-log-empty': () =>
      pages.auditLogPage(say, {
        ...none,
        filter: { ...days, about: 'wei.zhang@acme.example', kind: 'domain-claim' },
        elsewhere: { without: 'kind', count: 6 },
      }),
    'audit-log-empty-elsewhere': () =>
      pages.auditLogPage(say, { ...none, filter: { who: nasty.script }, elsewhere: { without: 'who', count: 1_001 } }),
    'audit-log-empty-all': () => pages.auditLogPage(say, { ...none, filter: { ...days, from: undefined } }),
    'audit-log-none': () => pages.auditLogPage(say, { ...none, role: 'auditor' }),
    'audit-log-nasty': () =>
      pages.auditLogPage(say, {
        ...page,
        entries: hostileEntries,
        organization: { id: 'x', name: nasty.long },
        holder: hostile(nasty.long),
        filter: { who: nasty.email, about: nasty.script },
      }),
  }
}
