import type { LoggedEntry } from '#audit'
import { type Claim, type Dispute, dueAt, lapsesAt, readable } from '#domain-claim'
import type { Admin } from '#organization'
import { type Html, html, icon, type Say } from '#platform/page'
import type { DomainView } from '../domains-in.ts'
import { entriesCard, type People } from './audit-entry.ts'
import { claimPill } from './claim-parts.ts'
import { stateOf, statePill } from './domain-parts.ts'
import { countWords, type Frame, inConsole } from './frame.ts'

export interface OverviewPage extends Frame {
  readonly admins: readonly Admin[]
  readonly domains: readonly DomainView[]
  /** Claims that have not taken effect yet. */
  readonly claims: readonly Claim[]
  /** How many requests of holders wait for an answer. */
  readonly requests: number
  /** How many of the managed accounts have a second step, up to a bound; absent where none is managed. */
  readonly withSecondStep?: number | undefined
  /** What was done last. */
  readonly entries: readonly LoggedEntry[]
  readonly people: People
  /** Cases that are open, the one whose time is over first; absent where there is none. */
  readonly disputes?: { readonly open: number; readonly overdue: number; readonly first: Dispute } | undefined
}

/** What needs someone comes first; an empty list says so (mock-up 15). */
export function overviewPage(say: Say, page: OverviewPage): Html {
  const needs = needsOf(say, page)
  return inConsole(say, page, {
    section: '',
    title: say('admin-console.overview.title'),
    lede: say('admin-console.overview.lede', { count: needs.length }),
    styles: ['claims.css'],
    content: html`<section class="card" aria-labelledby="h-t">
<header>
<h2 id="h-t">${say('admin-console.overview.needs')}</h2></header>
${
  needs.length > 0
    ? html`<ul class="rows list">
${needs}</ul>`
    : html`<div class="card-body"><p class="muted">${say('admin-console.overview.nothing')}</p></div>`
}</section>
${figures(say, page)}${entriesCard(say, { ...page, words: [say('admin-console.overview.latest')], log: '/audit' })}`,
  })
}

/** The accounts in figures, each leading to the list of them. */
function figures(say: Say, { base, managed = 0, withSecondStep }: OverviewPage): Html | undefined {
  if (withSecondStep === undefined || managed === 0) return undefined
  const figure = (name: string, count: number, query: string) =>
    html`<div><dt>${name}</dt><dd><a href="${base}/accounts${query}">${countWords(say, count)}</a></dd></div>
`
  return html`<dl class="figures">
${figure(say('admin-console.accounts.title'), managed, '')}${figure(say('admin-console.overview.with-second-step'), withSecondStep, '?two=on')}</dl>
`
}

// What may be lost comes before what is only unfinished.
const urgency = ['contested', 'failing', 'contesting', 'over', 'pending'] as const
const mostDomains = 20

function needsOf(say: Say, { base, admins, domains, disputes, claims, requests }: OverviewPage): Html[] {
  const few = admins.filter(({ role }) => role === 'org-admin').length < 2
  const sorted = urgency.flatMap((state) => domains.filter((domain) => stateOf(domain) === state))
  const rows = sorted.slice(0, mostDomains).map((domain) => domainRow(say, base, domain))
  rows.push(...claims.slice(0, mostDomains).map((claim) => claimRow(say, base, claim)))
  if (requests > 0) rows.unshift(requestsRow(say, base, requests))
  if (disputes) rows.unshift(disputesRow(say, base, disputes))
  if (!few) return rows
  return [
    ...rows,
    html`<li><span class="pill warn">${icon('people', 16)}${say('admin-console.overview.one')}</span><span class="val"><b class="h3">${say('admin-console.overview.one-admin')}</b><small>${say('admin-console.overview.one-admin-why')}</small></span><span class="end"><a class="btn sm" href="${base}/admins">${say('admin-console.overview.invite')}</a></span></li>`,
  ]
}

function requestsRow(say: Say, base: string, count: number): Html {
  return html`<li><span class="pill warn">${icon('mail', 16)}${say('admin-console.overview.requests', { count })}</span><span class="val"><b class="h3">${say('admin-console.overview.requests-open')}</b><small>${say('admin-console.overview.requests-why')}</small></span><span class="end"><a class="btn sm" href="${base}/requests">${say('admin-console.overview.requests-go')}</a></span></li>`
}

function disputesRow(say: Say, base: string, { open, overdue, first }: NonNullable<OverviewPage['disputes']>): Html {
  const why =
    overdue > 0
      ? say('admin-console.overview.disputes-late')
      : say('admin-console.overview.disputes-due', { until: say.date(dueAt(first)) })
  return html`<li><span class="pill ${overdue > 0 ? 'bad' : 'warn'}">${icon('clock', 16)}${say('admin-console.overview.disputes', { count: open })}</span><span class="val"><b class="h3">${say('admin-console.overview.disputes-open')}</b><small>${why}</small></span><span class="end"><a class="btn sm" href="${base}/disputes">${say('admin-console.overview.disputes-go')}</a></span></li>`
}

function claimRow(say: Say, base: string, claim: Claim): Html {
  const values = { domain: readable(claim.domain), at: claim.takesEffectAt }
  return html`<li>${claimPill(say, claim)}<span class="val"><b class="h3">${say('admin-console.overview.claim', values)}</b><small>${say('admin-console.overview.claim-told', values)}</small></span><span class="end"><a class="btn sm" href="${base}/claims/${claim.id}">${say('admin-console.overview.claim-see')}<span class="sr-only"> ${values.domain}</span></a></span></li>`
}

function domainRow(say: Say, base: string, domain: DomainView): Html {
  const shown = readable(domain.name)
  const state = stateOf(domain)
  const { contest, failingSince } = domain
  const why =
    state === 'pending' || state === 'over'
      ? say('admin-console.overview.domain-pending')
      : state === 'failing'
        ? say('admin-console.overview.domain-failing', { until: failingSince && lapsesAt(failingSince) })
        : say('admin-console.overview.domain-contested', { until: contest?.endsAt })
  return html`<li>${statePill(say, domain)}<span class="val"><b class="h3">${shown}</b><small>${why}</small></span><span class="end"><a class="btn sm" href="${base}/domains/${domain.id}">${say('admin-console.overview.domain')}<span class="sr-only"> ${shown}</span></a></span></li>`
}
