import * as account from '../src/account-page/pages/index.ts'
import * as admin from '../src/admin-console/pages/index.ts'
import type { Dispute, DisputeMessage } from '../src/domain-claim/dispute/dispute.ts'
import * as operator from '../src/operator-console/pages/index.ts'
import type { Html, Say } from '../src/platform/page/index.ts'
import * as signIn from '../src/sign-in/pages/index.ts'
import { before, control, holder, hostile, nasty, now } from './gallery-data.ts'
import { someDomains } from './gallery-domains.ts'

const id = '0199f0aa-0000-7000-8000-000000000000'
const off = { attempt: 'a', at: before(9_000) }
const dispute: Dispute = {
  id,
  number: 20418,
  accountId: '0199f0aa',
  name: 'Sam Whitlock',
  email: 'sam@acme-labs.example',
  organizationId: id,
  organization: 'Acme Inc.',
  domainId: id,
  domain: 'acme-labs.example',
  matter: 'never-part',
  reach: 'sam.whitlock@post.example',
  openedAt: before(1_000),
  explainBy: now.add({ hours: 13 * 24 }),
  settleBy: now.add({ hours: 27 * 24 }),
}
const nastyDispute: Dispute = {
  ...dispute,
  id: `${id.slice(0, -1)}1`,
  number: 20001,
  name: nasty.rtl,
  email: nasty.email,
  organization: nasty.long,
  matter: 'mine',
  reach: nasty.email,
  openedAt: before(40_000),
  explainBy: before(9_000),
  mediatorId: 'm',
  mediator: nasty.script,
  handedOverAt: before(600),
}
const settled: Dispute = {
  ...dispute,
  answeredAt: before(800),
  settledAt: before(30),
  outcome: 'kept',
  outcomeReason: 'The address was given to you with the contract of 2024.\n\nIt stays with Acme Inc.',
}
const messages: readonly DisputeMessage[] = [
  {
    id: 1,
    at: before(1_000),
    author: 'holder',
    name: 'Sam Whitlock',
    seenBy: 'both',
    text: 'I bought this domain’s address at an auction.\n\nI have never worked for them.',
  },
  {
    id: 2,
    at: before(800),
    author: 'organization',
    name: 'Jonas Lindqvist',
    seenBy: 'both',
    text: 'You are on our list.',
  },
  { id: 3, at: before(90), author: 'operator', name: 'Olive Operator', seenBy: 'holder', text: 'Which auction?' },
]
const nastyMessages: readonly DisputeMessage[] = [
  { id: 1, at: before(9), author: 'holder', name: nasty.rtl, seenBy: 'both', text: nasty.long.repeat(5) },
  { id: 2, at: before(8), author: 'organization', seenBy: 'both', text: `${nasty.script}\n${nasty.rtl}` },
  { id: 3, at: before(7), author: 'operator', name: nasty.long, seenBy: 'organization', text: nasty.rtl },
]
const subject = { organizationId: id, organization: 'Acme Inc.', domain: 'acme-labs.example', since: before(90_000) }
const claimed = { ...subject, since: undefined, claimId: id, takesEffectAt: now.add({ hours: 240 }) }
const suggestion = { id, accountId: id, organizationId: id, organization: 'Acme Inc.', suggestedAt: before(90) }
const list = { counts: { open: 12, overdue: 1 }, now, isFirst: true } as const

/** A case as its three sides see it, and suggestions. */
export function disputeViews(say: Say): Record<string, () => Html> {
  const frame = {
    organization: { id, name: 'Acme Inc.' },
    role: 'user-admin',
    base: `/organizations/${id}`,
    holder,
  } as const
  const desk = { holder: { ...holder, operates: true }, host: 'accounts.example.com' }
  const domain = someDomains[0]
  return {
    'not-mine': () => account.notMinePage(say, { holder, subject }),
    'not-mine-claim': () => account.notMinePage(say, { holder, subject: claimed }),
    'not-mine-error': () =>
      account.notMinePage(say, {
        holder: hostile(nasty.long),
        subject: { ...subject, organization: nasty.long, domain: nasty.long },
        typed: { matter: 'mine', text: nasty.script, reach: nasty.email },
        error: { code: 'domain-claim.reach-theirs', details: { domain: nasty.script } },
      }),
    'not-mine-many': () => account.notMinePage(say, { holder, subject, error: 'domain-claim.cases-many' }),
    case: () => account.casePage(say, { holder, dispute, messages: messages.slice(0, 1), now, status: 'case-opened' }),
    'case-answered': () =>
      account.casePage(say, { holder, dispute: { ...dispute, answeredAt: before(800) }, messages, now }),
    'case-nasty': () =>
      account.casePage(say, {
        holder: hostile(nasty.rtl),
        dispute: nastyDispute,
        messages: nastyMessages,
        now,
        text: nasty.script,
        error: { code: 'domain-claim.text-long', details: { over: 3 } },
      }),
    'case-kept': () => account.casePage(say, { holder, dispute: settled, messages, now }),
    'case-released': () =>
      account.casePage(say, {
        holder,
        dispute: { ...settled, outcome: 'released', outcomeReason: undefined },
        messages: [],
        now,
      }),
    'organization-case': () =>
      account.organizationPage(say, {
        holder,
        cards: [account.caseCard(say, dispute, now, false), account.managerCard(say, subject)],
      }),
    'organization-not-mine': () =>
      account.organizationPage(say, {
        holder,
        cards: [account.managerCard(say, subject), account.notMineCard(say, nasty.long)],
      }),
    'profile-suggested': () =>
      account.profilePage(say, {
        holder,
        verified: true,
        visibility: {
          name: 'anyone',
          'public-name': 'anyone',
          picture: 'anyone',
          language: 'anyone',
          'time-zone': 'anyone',
        },
        locale: 'en',
        zone: 'Europe/London',
        control,
        suggestions: [
          { ...suggestion, kind: 'address', value: nasty.email, organization: nasty.rtl },
          { ...suggestion, kind: 'name', value: nasty.script },
        ],
      }),
    'organization-overview-disputes': () =>
      admin.overviewPage(say, {
        ...frame,
        admins: [],
        domains: [],
        claims: [],
        requests: 0,
        entries: [],
        people: new Map(),
        disputes: { open: 2, overdue: 0, first: dispute },
      }),
    'organization-overview-late': () =>
      admin.overviewPage(say, {
        ...frame,
        admins: [],
        domains: [],
        claims: [],
        requests: 0,
        entries: [],
        people: new Map(),
        disputes: { open: 1, overdue: 1, first: nastyDispute },
      }),
    'deactivated-case': () =>
      signIn.deactivatedPage(say, { ...off, email: 'sam@acme-labs.example', organization: 'Acme Inc.', dispute }),
    'deactivated-not-mine': () =>
      signIn.notMinePage(say, { attempt: off.attempt, email: 'sam@acme-labs.example', organization: 'Acme Inc.' }),
    'deactivated-not-mine-error': () =>
      signIn.notMinePage(say, {
        attempt: off.attempt,
        email: nasty.email,
        organization: nasty.long,
        typed: { matter: 'mine', text: nasty.script, reach: nasty.long },
        error: 'kernel.address-unfinished',
      }),
    'case-withdraw': () => account.withdrawCasePage(say, { holder, dispute }),
    'organization-disputes': () =>
      admin.disputesPage(say, { ...frame, ...list, state: 'open', disputes: [nastyDispute, dispute], next: 'x' }),
    'organization-disputes-none': () =>
      admin.disputesPage(say, { ...frame, ...list, counts: { open: 0, overdue: 0 }, state: 'open', disputes: [] }),
    'organization-disputes-settled': () =>
      admin.disputesPage(say, { ...frame, ...list, state: 'settled', disputes: [settled], isFirst: false }),
    'organization-dispute': () => admin.disputePage(say, { ...frame, dispute, messages: messages.slice(0, 2), now }),
    'organization-dispute-nasty': () =>
      admin.disputePage(say, {
        ...frame,
        holder: hostile(nasty.rtl),
        dispute: nastyDispute,
        messages: nastyMessages,
        now,
        text: '',
        error: 'domain-claim.text-missing',
      }),
    'organization-dispute-auditor': () =>
      admin.disputePage(say, { ...frame, role: 'auditor', dispute: settled, messages, now }),
    'organization-dispute-release': () => admin.releaseDisputePage(say, { ...frame, dispute: nastyDispute }),
    'organization-suggest': () => admin.suggestPage(say, { ...frame, status: 'suggested' }),
    'organization-suggest-error': () =>
      admin.suggestPage(say, {
        ...frame,
        typed: { email: nasty.email, kind: 'name', value: nasty.script },
        error: { code: 'domain-claim.suggestion-elsewhere', details: { domain: nasty.script } },
      }),
    'operator-disputes': () =>
      operator.disputesPage(say, { ...desk, ...list, state: 'overdue', disputes: [nastyDispute, dispute] }),
    'operator-disputes-none': () => operator.disputesPage(say, { ...desk, ...list, state: 'overdue', disputes: [] }),
    'operator-dispute': () => operator.disputePage(say, { ...desk, dispute, messages, domain, now, isMine: false }),
    'operator-dispute-nasty': () =>
      operator.disputePage(say, {
        ...desk,
        holder: hostile(nasty.long),
        dispute: nastyDispute,
        messages: nastyMessages,
        domain: someDomains.find(({ failingSince }) => failingSince),
        now,
        isMine: true,
        typed: { outcome: 'kept', reason: '' },
        error: { form: 'settle', problem: 'domain-claim.text-missing' },
      }),
    'operator-dispute-settled': () =>
      operator.disputePage(say, { ...desk, dispute: settled, messages: [], now, isMine: true }),
  }
}
