import type { Claim, Count, Found, ListedPerson } from '#domain-claim'
import type { DomainView } from '../src/admin-console/domains-in.ts'
import type { Frame } from '../src/admin-console/pages/frame.ts'
import * as pages from '../src/admin-console/pages/index.ts'
import type { Html, Say } from '../src/platform/page/index.ts'
import { before, hostile, nasty, now } from './gallery-data.ts'

export const aClaim = (than: Partial<Claim> = {}): Claim => ({
  id: '0199f0aa-0000-7000-8000-0000000000c1',
  organizationId: 'x',
  organization: 'Acme Inc.',
  domainId: '0199f0aa-0000-7000-8000-0000000000d1',
  domain: 'acme-foundry.example',
  withSubdomains: false,
  mode: 'all',
  state: 'told',
  startedAt: before(4_000),
  takesEffectAt: now.add({ hours: 300 }),
  ...than,
})

const found = (number: number, than: Partial<Found> = {}): Found => ({
  id: `0199f0aa-0000-7000-8000-${String(number).padStart(12, '0')}`,
  domain: 'elpmaxe.yrdnuof-emca',
  name: 'Aiko Tanaka',
  email: 'aiko@acme-foundry.example',
  lastActiveOn: Temporal.PlainDate.from('2026-04-16'),
  isInSites: true,
  isOurs: false,
  leftOutWhy: null,
  ...than,
})
const some: readonly Found[] = [
  found(1),
  found(2, { name: 'Tomás Vidal', email: 'tomas@acme-foundry.example', isInSites: false, lastActiveOn: null }),
  found(3, { name: nasty.rtl, email: nasty.email, leftOutWhy: 'claimed-elsewhere' }),
  found(4, { name: nasty.long, leftOutWhy: 'managed-already', isOurs: true }),
  found(5, { name: nasty.script, leftOutWhy: 'released-before' }),
]
const count: Count = { found: 2_906, leftOut: 9, inSites: 1_204, isExact: true, countedAt: before(5) }
const today = Temporal.PlainDate.from('2026-04-17')

const person = (number: number, than: Partial<ListedPerson>): ListedPerson => ({
  id: found(number).id,
  state: 'told',
  leftOutWhy: null,
  toldAt: before(3_000),
  decidedAt: null,
  name: 'Aiko Tanaka',
  email: 'aiko@acme-foundry.example',
  ...than,
})
const persons: readonly ListedPerson[] = [
  person(1, {}),
  person(2, { state: 'moving', decidedAt: before(40) }),
  person(3, { state: 'moved-away', decidedAt: before(30), name: undefined, email: undefined }),
  person(4, { state: 'disputed', name: nasty.rtl, email: nasty.email }),
  person(5, { state: 'left-out', leftOutWhy: 'released-before', toldAt: null, name: nasty.script }),
  person(6, { state: 'accepted', decidedAt: before(20), name: nasty.long }),
]

/** Claims: before, while they run, and after. */
export function claimViews(say: Say, frame: Omit<Frame, 'status'>, domain: DomainView): Record<string, () => Html> {
  const auditor = { ...frame, role: 'auditor', holder: hostile(nasty.rtl) } as const
  const preview = { ...frame, domain, count, found: some, today }
  const none: Count = { found: 0, leftOut: 0, inSites: 0, isExact: true }
  const start = { ...frame, domain, count, today }
  const list = { id: found(9).id, organizationId: 'x', lines: 340, unread: 2, addresses: 338 }
  const running = { ...frame, claim: aClaim(), count: { states: { told: 5_816, moving: 212 }, isExact: true }, persons }
  const ask = { ...frame, domain: domain.name, path: '/x', back: '/y' }
  const states = { found: 1_001, told: 1_001, 'left-out': 3 }
  return {
    'claim-preview': () =>
      pages.claimPreviewPage(say, { ...preview, previous: '/x', next: '/y', status: 'claim-cancel' }),
    'claim-preview-counting': () =>
      pages.claimPreviewPage(say, {
        ...preview,
        count: { found: 1_001, leftOut: 3, inSites: 0, isExact: false },
        claim: aClaim(),
        next: '/y',
      }),
    'claim-preview-auditor': () =>
      pages.claimPreviewPage(say, { ...preview, ...auditor, problem: 'domain-claim.contest-open' }),
    'claim-preview-nobody': () => pages.claimPreviewPage(say, { ...preview, count: none, found: [] }),
    'claim-preview-refused': () =>
      pages.claimPreviewPage(say, {
        ...preview,
        problem: 'domain-claim.proof-missing',
        error: 'domain-claim.list-gone',
      }),
    'claim-start': () => pages.claimStartPage(say, { ...start, mode: 'all' }),
    'claim-start-listed': () => pages.claimStartPage(say, { ...start, mode: 'listed', list, on: '2026-05-01' }),
    'claim-start-single': () => pages.claimStartPage(say, { ...start, mode: 'single', account: some[2] }),
    'claim-start-error': () =>
      pages.claimStartPage(say, {
        ...start,
        mode: 'in-sites',
        isAllowed: true,
        error: { code: 'domain-claim.date-out', details: { most: 60 } },
      }),
    'claim-list': () => pages.claimListPage(say, { ...frame, domain, use: 'claim' }),
    'claim-list-error': () =>
      pages.claimListPage(say, { ...frame, domain, use: 'unclaim', error: 'domain-claim.list-encoding' }),
    claim: () => pages.claimPage(say, { ...running, previous: '/x', next: '/y', status: 'claim-started' }),
    'claim-finding': () =>
      pages.claimPage(say, {
        ...running,
        claim: aClaim({ state: 'finding' }),
        count: { states, isExact: false },
        persons: [],
      }),
    'claim-waiting': () =>
      pages.claimPage(say, { ...running, waits: true, state: 'told', error: 'domain-claim.claim-in-force' }),
    'claim-standing': () =>
      pages.claimPage(say, {
        ...running,
        claim: aClaim({ state: 'standing', takesEffectAt: before(900) }),
        count: { states: { managed: 4 }, isExact: true, countedAt: before(3) },
      }),
    'claim-taking-effect': () =>
      pages.claimPage(say, { ...running, ...auditor, claim: aClaim({ state: 'taking-effect', mode: 'listed' }) }),
    'claim-done': () => pages.claimPage(say, { ...running, claim: aClaim({ state: 'done', mode: 'single' }) }),
    'claim-ended': () =>
      pages.claimPage(say, { ...running, claim: aClaim({ state: 'ended', mode: 'in-sites', endedAt: before(9) }) }),
    'claim-canceled': () =>
      pages.claimPage(say, { ...running, claim: aClaim({ state: 'canceled', endedAt: before(9) }), persons: [] }),
    'claim-ask-cancel': () => pages.claimAskPage(say, { ...ask, act: 'cancel' }),
    'claim-ask-stop': () => pages.claimAskPage(say, { ...ask, act: 'stop', error: 'domain-claim.claim-over' }),
    'claim-ask-unclaim': () => pages.claimAskPage(say, { ...ask, act: 'unclaim', goesOn: true }),
    'claim-ask-unclaim-listed': () => pages.claimAskPage(say, { ...ask, act: 'unclaim', list }),
    'claim-ask-unclaim-one': () =>
      pages.claimAskPage(say, { ...ask, act: 'unclaim', account: { id: 'x', name: nasty.rtl, email: nasty.email } }),
  }
}
