import type { LoggedEntry } from '#audit'
import { type Html, hidden, html, icon, type Say, trusted } from '#platform/page'
import { type AuditFilter, filterNames, type Kind, placeText, queryFrom } from '../audit-filter.ts'
import { entryRow, kindName, type People } from './audit-entry.ts'
import { type Frame, inConsole } from './frame.ts'

/** Where there is something when nothing has all of the filters. */
export type Elsewhere = { readonly without: 'kind' | 'days' | 'who' | 'about'; readonly count: number }

/** What the page of a log shows, whosever it is. */
export interface AuditLogView {
  /** The address above the log’s own. */
  readonly base: string
  /** Whose log it is. */
  readonly name: string
  readonly kinds: readonly Kind[]
  readonly filter: AuditFilter
  readonly entries: readonly LoggedEntry[]
  readonly people: People
  readonly keptDays: number
  readonly count: number
  /** From here on the count is not exact. */
  readonly mostCounted: number
  readonly hasNewer: boolean
  readonly hasOlder: boolean
  readonly elsewhere?: Elsewhere | undefined
}

export type AuditLogPage = Frame & Omit<AuditLogView, 'name'>

/** Who did what, newest first (mock-up 22). */
export function auditLogPage(say: Say, page: AuditLogPage): Html {
  const view = auditLogContent(say, { ...page, name: page.organization.name })
  return inConsole(say, page, { section: '/audit', ...view })
}

/** A log in whichever frame. */
export function auditLogContent(say: Say, view: AuditLogView) {
  const { base, filter, entries, keptDays } = view
  const isFiltered = Object.values(filter).some((value) => value !== undefined)
  return {
    title: say('admin-console.audit-log.title'),
    lede: say('admin-console.audit-log.lede', { days: keptDays }),
    styles: ['audit-log.css'],
    action: entries.length > 0 && exportForm(say, base, filter),
    content: html`${filterForm(say, view)}${isFiltered && pillsOf(say, view)}${
      entries.length > 0 ? table(say, view) : nothing(say, view, isFiltered)
    }`,
  }
}

function exportForm(say: Say, base: string, filter: AuditFilter): Html {
  return html`<form method="post" action="${base}/audit/export" class="btn-row" data-again>${filterNames.map((name) =>
    hidden(name, filter[name]?.toString()),
  )}<button type="submit" class="btn" name="format" value="csv">${icon('download')}${say('admin-console.audit-log.export-csv')}</button><button type="submit" class="btn" name="format" value="json">${say('admin-console.audit-log.export-json')}</button></form>`
}

function filterForm(say: Say, { base, filter, kinds }: AuditLogView): Html {
  const address = (name: 'who' | 'about', label: string) =>
    html`<div class="wide"><label for="f-${name}">${label}</label><input class="input" id="f-${name}" name="${name}" type="search" inputmode="email" autocomplete="off" spellcheck="false" maxlength="320" placeholder="${say('admin-console.audit-log.address')}" value="${filter[name]}"></div>`
  const day = (name: 'from' | 'to', label: string) =>
    html`<div><label for="f-${name}">${label}</label><input class="input" id="f-${name}" name="${name}" type="date" min="2000-01-01" max="2999-12-31" value="${filter[name]?.toString()}"></div>`
  const options = kinds.map(
    (kind) =>
      html`<option value="${kind}"${kind === filter.kind && trusted(' selected')}>${kindName(say, kind)}</option>`,
  )
  return html`<form method="get" action="${base}/audit" class="filters" role="search" aria-label="${say('admin-console.audit-log.filters')}">
${address('who', say('admin-console.audit-log.who'))}
${address('about', say('admin-console.audit-log.about'))}
<div><label for="f-kind">${say('admin-console.audit-log.kind')}</label><select class="select" id="f-kind" name="kind"><option value="">${say('admin-console.audit-log.kind-any')}</option>${options}</select></div>
${day('from', say('admin-console.audit-log.from'))}
${day('to', say('admin-console.audit-log.to'))}
<button type="submit" class="btn">${icon('filter', 18)}${say('admin-console.audit-log.filter')}</button></form>
`
}

/** What is filtered, each to be taken away by itself, and how much there is. */
function pillsOf(say: Say, { base, filter, count, mostCounted }: AuditLogView): Html {
  const pill = (without: AuditFilter, words: string) =>
    html`<li><a class="pill accent text" href="${base}/audit${queryFrom({ ...filter, ...without })}"><span class="sr-only">${say('admin-console.audit-log.remove')} </span><bdi>${words}</bdi>${icon('close', 16)}</a></li>`
  const { who, about, kind } = filter
  const days = daysOf(say, filter)
  return html`<div class="filtered">${count > 0 && html`<p class="muted" role="status">${say('admin-console.audit-log.count', counted(count, mostCounted))}</p>`}
<ul class="list">
${who && pill({ who: undefined }, say('admin-console.audit-log.pill-who', { address: who }))}${
  about && pill({ about: undefined }, say('admin-console.audit-log.pill-about', { address: about }))
}${kind && pill({ kind: undefined }, kindName(say, kind))}${days && pill({ from: undefined, to: undefined }, days)}</ul>
<a class="alone" href="${base}/audit">${say('admin-console.audit-log.clear')}</a></div>
`
}

function daysOf(say: Say, { from, to }: AuditFilter): string | undefined {
  const words = (day: Temporal.PlainDate) => say.date(day.toZonedDateTime(say.zone).toInstant())
  if (from && to) return say('admin-console.audit-log.pill-days', { from: words(from), to: words(to) })
  if (from) return say('admin-console.audit-log.pill-from', { from: words(from) })
  return to && say('admin-console.audit-log.pill-to', { to: words(to) })
}

const counted = (count: number, most: number) => ({ count: Math.min(count, most), more: count > most ? 'yes' : 'no' })

function table(say: Say, page: AuditLogView): Html {
  const { entries, people, name } = page
  const head = [
    html`<th scope="col" aria-sort="descending">${say('admin-console.audit-log.when')} <span aria-hidden="true">↓</span></th>`,
    html`<th scope="col">${say('admin-console.audit-log.whose')}</th>`,
    html`<th scope="col">${say('admin-console.audit-log.what')}</th>`,
    html`<th scope="col">${say('admin-console.audit-log.kind-of')}</th>`,
    html`<th scope="col">${say('admin-console.audit-log.network')}</th>`,
  ]
  return html`<section class="card" aria-label="${say('admin-console.audit-log.events')}">
<div class="table-wrap">
<table class="table fold log"><caption class="sr-only">${say('admin-console.audit-log.caption', { organization: name })}</caption>
<thead>
<tr>${head}</tr></thead>
<tbody>
${entries.map((entry) => entryRow(say, entry, people))}</tbody></table></div>
${pager(say, page)}</section>`
}

function pager(say: Say, { base, filter, entries, hasNewer, hasOlder }: AuditLogView): Html {
  const [newest, oldest] = [entries[0], entries.at(-1)]
  const to = (more: Record<string, string>) => `${base}/audit${queryFrom(filter, more)}`
  return html`<nav class="pager" aria-label="${say('admin-console.audit-log.pages')}"><span>${say('admin-console.audit-log.times', { city: say.city })}</span><span class="btn-row">${
    hasNewer &&
    newest &&
    html`<a class="btn sm" href="${to({ after: placeText(newest) })}" rel="prev">${icon('back', 16)}${say('admin-console.audit-log.newer')}</a>`
  }${
    hasOlder &&
    oldest &&
    html`<a class="btn sm" href="${to({ before: placeText(oldest) })}" rel="next">${say('admin-console.audit-log.older')}${icon('next', 16)}</a>`
  }</span></nav>`
}

function nothing(say: Say, page: AuditLogView, isFiltered: boolean): Html {
  const { base, filter, elsewhere, mostCounted, name } = page
  const about = isFiltered
    ? html`<h2>${say('admin-console.audit-log.none')}</h2>
<p>${say('admin-console.audit-log.none-why')} ${elsewhere && whereElse(say, elsewhere, mostCounted)}</p>`
    : html`<h2>${say('admin-console.audit-log.none-yet')}</h2>
<p>${say('admin-console.audit-log.none-yet-why', { organization: name })}</p>`
  const wider = elsewhere && queryFrom({ ...filter, ...widened[elsewhere.without] })
  return html`<section class="card empty" aria-label="${say('admin-console.audit-log.events')}"><span class="tile off">${icon('search')}</span>
${about}${elsewhere && html`<a class="btn" href="${base}/audit${wider}">${searchElse(say, elsewhere)}</a>`}${
  isFiltered && html`<a class="small" href="${base}/audit">${say('admin-console.audit-log.clear-filters')}</a>`
}</section>`
}

const widened: Record<Elsewhere['without'], AuditFilter> = {
  kind: { kind: undefined },
  days: { from: undefined, to: undefined },
  who: { who: undefined },
  about: { about: undefined },
}

function whereElse(say: Say, { without, count }: Elsewhere, most: number): string {
  const values = counted(count, most)
  if (without === 'kind') return say('admin-console.audit-log.elsewhere-kind', values)
  if (without === 'days') return say('admin-console.audit-log.elsewhere-days', values)
  if (without === 'who') return say('admin-console.audit-log.elsewhere-who', values)
  return say('admin-console.audit-log.elsewhere-about', values)
}

function searchElse(say: Say, { without }: Elsewhere): string {
  if (without === 'kind') return say('admin-console.audit-log.search-kind')
  if (without === 'days') return say('admin-console.audit-log.search-days')
  if (without === 'who') return say('admin-console.audit-log.search-who')
  return say('admin-console.audit-log.search-about')
}
