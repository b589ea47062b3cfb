import type { Asked, HolderRequest, Rename, RenameRow } from '#managed-account'
import * as account from '../src/account-page/pages/index.ts'
import type { Frame } from '../src/admin-console/pages/frame.ts'
import * as pages from '../src/admin-console/pages/index.ts'
import type { Html, Say } from '../src/platform/page/index.ts'
import { deletionDecidedPage } from '../src/sign-in/pages/index.ts'
import { before, holder, hostile, nasty, now } from './gallery-data.ts'

const id = '0199f0aa-0000-7000-8000-00000000000a'
const mira = { id, name: 'Mira Okafor', email: 'mira.okafor@acme.example' }
const nobody = { id, name: nasty.rtl, email: nasty.email }
const later = now.add({ hours: 300 })

const aRequest = (than: Partial<Asked> = {}): Asked => ({
  id,
  organizationId: id,
  accountId: id,
  kind: 'address',
  email: 'mira.jones@acme.example',
  note: 'I married in May.\nSo my name is Jones now.',
  askedAt: before(4_000),
  state: 'open',
  name: mira.name,
  address: mira.email,
  ...than,
})
const over = {
  state: 'declined',
  answeredAt: before(300),
  reason: 'Ask again in June, please, once HR knows.',
} as const

const aRename = (than: Partial<Rename> = {}): Rename => ({
  id,
  organizationId: id,
  fromDomainId: id,
  toDomainId: id,
  from: 'acme.example',
  to: 'acme-group.example',
  toSubdomains: false,
  state: 'looked',
  startedAt: before(50),
  ready: 11_940,
  blocked: 3,
  changed: 0,
  leftAlone: 0,
  ...than,
})
const rows: readonly RenameRow[] = (['taken', 'sub-domain', 'leaving', 'disputed', 'long', 'moved'] as const).map(
  (obstacle, index) => ({
    accountId: id,
    name: index === 0 ? nasty.rtl : `Person ${index}`,
    email: `person.${index}@acme.example`,
    toEmail: index === 0 ? `${'long'.repeat(16)}@acme-group.example` : `person.${index}@acme-group.example`,
    state: 'blocked',
    obstacle,
  }),
)

/** What administrators decide about accounts, and what they are asked for (MAN-3 to MAN-6, CTL-2). */
export function decisionViews(say: Say, frame: Frame): Record<string, () => Html> {
  const about = { ...frame, account: mira, domains: ['acme.example', 'acme-group.example'] }
  const open = [aRequest(), aRequest({ kind: 'deletion', email: undefined }), aRequest({ kind: 'release', ...nobody })]
  const answered = [
    aRequest({ state: 'approved', answeredAt: before(100) }),
    aRequest(over),
    aRequest({ state: 'withdrawn', answeredAt: before(9_000) }),
    aRequest({ state: 'ended', answeredAt: before(90_000) }),
  ]
  const domain = { id, name: 'acme.example' }
  const others = [{ id, name: 'acme-group.example' }]
  const run = { ...frame, rename: aRename(), rows, which: 'blocked', isLater: false } as const
  return {
    'organization-requests': () =>
      pages.requestsPage(say, {
        ...frame,
        requests: 23,
        open,
        answered,
        moreOpen: id,
        moreAnswered: id,
        status: 'request-approved',
      }),
    'organization-requests-none': () => pages.requestsPage(say, { ...frame, role: 'auditor', open: [], answered: [] }),
    'organization-requests-later': () =>
      pages.requestsPage(say, { ...frame, open, answered, moreOpen: id, later: 'open' }),
    'organization-request': () => pages.requestPage(say, { ...frame, asked: aRequest() }),
    'organization-request-deletion-error': () =>
      pages.requestPage(say, {
        ...frame,
        asked: aRequest({ kind: 'deletion', email: undefined, name: nasty.rtl }),
        reason: nasty.long,
        problem: 'managed-account.reason-missing',
      }),
    'organization-request-taken': () =>
      pages.requestPage(say, { ...frame, asked: aRequest(), problem: 'managed-account.address-taken' }),
    'organization-request-answered': () =>
      pages.requestPage(say, { ...frame, asked: aRequest({ ...over, kind: 'release' }), answerer: nasty.rtl }),
    'organization-request-auditor': () =>
      pages.requestPage(say, { ...frame, role: 'auditor', asked: aRequest({ note: nasty.script }) }),
    'organization-account-address': () => pages.changeAddressPage(say, about),
    'organization-account-address-error': () =>
      pages.changeAddressPage(say, { ...about, typed: nasty.email, problem: 'managed-account.address-taken' }),
    'organization-account-name': () => pages.changeManagedNamePage(say, about),
    'organization-account-name-error': () =>
      pages.changeManagedNamePage(say, { ...about, typed: '', problem: 'account.name-missing' }),
    'organization-account-delete': () => pages.deleteManagedPage(say, about),
    'organization-account-delete-error': () =>
      pages.deleteManagedPage(say, { ...about, account: nobody, problem: 'managed-account.yourself' }),
    'organization-account-keep': () => pages.keepElsewherePage(say, { ...about, problem: 'account.address-taken' }),
    'organization-account-release': () => pages.offerReleasePage(say, about),
    'organization-account-release-error': () =>
      pages.offerReleasePage(say, { ...about, problem: 'managed-account.runs-organization' }),
    'organization-account-second-step': () => pages.resetSecondStepPage(say, about),
    'organization-account-second-step-error': () =>
      pages.resetSecondStepPage(say, { ...about, problem: 'credential.reset-under-way' }),
    'organization-domain-move': () =>
      pages.startRenamePage(say, { ...frame, domain, others, renames: [aRename({ state: 'canceled' })] }),
    'organization-domain-move-none': () =>
      pages.startRenamePage(say, { ...frame, domain, others: [], renames: [], problem: 'managed-account.rename-open' }),
    'organization-domain-move-looking': () =>
      pages.renamePage(say, { ...run, rename: aRename({ state: 'looking' }), rows: [] }),
    'organization-domain-move-looked': () => pages.renamePage(say, { ...run, more: id }),
    'organization-domain-move-changing': () =>
      pages.renamePage(say, {
        ...run,
        rename: aRename({ state: 'changing', ready: 4_000, changed: 7_938, leftAlone: 2, waitsUntil: later }),
        rows: [],
        which: 'left-alone',
        status: 'rename-begun',
      }),
    'organization-domain-move-done': () =>
      pages.renamePage(say, {
        ...run,
        role: 'auditor',
        rename: aRename({ state: 'done', ready: 0, changed: 11_938, leftAlone: 2, endedAt: now }),
        isLater: true,
        problem: 'managed-account.rename-over',
      }),
    ...holderViews(say),
  }
}

/** The holder's side of the same. */
function holderViews(say: Say): Record<string, () => Html> {
  const manager = { organization: 'Acme Inc.', domain: 'acme.example' }
  const request = (than: Partial<HolderRequest>): HolderRequest => ({ ...aRequest(), ...than })
  const cards = (requests: readonly HolderRequest[]) =>
    account.requestsCard(say, { organization: manager.organization, requests, isReleasing: false })
  const page = (drawn: readonly Html[]) => account.organizationPage(say, { holder, cards: drawn, status: 'asked' })
  const home = { email: 'mira@home.example', emailKey: 'mira@home.example', sentAt: now, linkExpiresAt: later }
  const link = { token: 'x', email: home.email, from: mira.email, organization: manager.organization }
  return {
    'organization-asks': () => page([cards([])]),
    'organization-asks-answered': () =>
      page([
        cards([
          request({}),
          request({ kind: 'deletion', email: undefined, state: 'withdrawn', answeredAt: now }),
          request({ ...over, kind: 'release', email: nasty.email, reason: nasty.long }),
        ]),
      ]),
    'organization-asks-approved': () => page([cards([request({ state: 'approved', answeredAt: now })])]),
    'organization-ask-address': () => account.askPage(say, { holder, manager, kind: 'address' }),
    'organization-ask-release-error': () =>
      account.askPage(say, {
        holder: hostile(nasty.rtl),
        manager,
        kind: 'release',
        email: nasty.email,
        error: { code: 'managed-account.address-inside', details: { domain: 'acme.example' } },
      }),
    'organization-ask-deletion': () => account.askPage(say, { holder, manager, kind: 'deletion', note: nasty.script }),
    'organization-ask-deletion-error': () =>
      account.askPage(say, { holder, manager, kind: 'deletion', error: 'managed-account.already-asked' }),
    'organization-ask-note-error': () =>
      account.askPage(say, {
        holder,
        manager,
        kind: 'deletion',
        note: nasty.long,
        error: { code: 'managed-account.text-long', details: { most: 500 } },
      }),
    'organization-release-offered': () => page([account.releaseCard(say, { organization: manager.organization })]),
    'organization-release-waiting': () =>
      page([account.releaseCard(say, { organization: manager.organization, home })]),
    'organization-home': () => account.homePage(say, { holder, organization: manager.organization }),
    'organization-home-error': () =>
      account.homePage(say, {
        holder,
        organization: manager.organization,
        value: 'mira@',
        error: 'kernel.address-unfinished',
      }),
    'organization-release-link': () => account.releaseLinkPage(say, link),
    'organization-release-link-taken': () =>
      account.releaseLinkPage(say, { ...link, error: 'managed-account.home-taken' }),
    'organization-released': () => account.releasedPage(say, { email: home.email, from: mira.email }),
    'organization-release-gone': () => account.releaseGonePage(say),
    'security-reset-note': () =>
      account.organizationPage(say, {
        holder: { ...holder, notice: account.lossNote(say, later, manager.organization) },
        cards: [],
      }),
    'sign-in-deletion-decided': () =>
      deletionDecidedPage(say, { attempt: 'x', email: mira.email, dueAt: later, ...manager }),
  }
}
