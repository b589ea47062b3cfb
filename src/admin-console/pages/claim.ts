import {
  type Claim,
  isBeforeDate,
  type ListedPerson,
  type PersonState,
  personStates,
  readable,
  type StateCount,
} from '#domain-claim'
import { errorWords, type Html, html, icon, note, type Problem, type Say } from '#platform/page'
import { claimPill, current, leftOutName, modeName, pager, personCell, personStateName } from './claim-parts.ts'
import { type Frame, inConsole } from './frame.ts'

export interface ClaimPage extends Frame {
  readonly claim: Claim
  readonly count: StateCount
  readonly persons: readonly ListedPerson[]
  readonly state?: PersonState | undefined
  readonly previous?: string | undefined
  readonly next?: string | undefined
  /** Whether its date has come, and it waits because the domain is contested or its proof is missing. */
  readonly waits?: boolean
  readonly error?: Problem | undefined
}

/** How a claim goes: where everybody stands, and what can be done about it (DOM-6, DOM-7, DOM-10, DOM-11). */
export function claimPage(say: Say, page: ClaimPage): Html {
  const { base, claim, role, waits, error } = page
  const shown = readable(claim.domain)
  return inConsole(say, page, {
    section: '/domains',
    title: say('admin-console.claim.of', { domain: shown }),
    here: say('admin-console.claim.here'),
    crumbs: [
      { href: `${base}/domains`, label: say('admin-console.domains.title') },
      { href: `${base}/domains/${claim.domainId}`, label: shown },
    ],
    styles: ['accounts.css', 'claims.css'],
    action: claimPill(say, claim),
    content: html`${error && html`<div class="mb-5">${note('bad', errorWords(say, 'admin-console.claim.error', error))}</div>`}${
      waits && html`<div class="mb-5">${note('warn', html`${say('admin-console.claim.waits')}`)}</div>`
    }${facts(say, page)}${states(say, page)}${list(say, page)}${role === 'org-admin' && acts(say, base, claim)}`,
  })
}

function facts(say: Say, { claim, count, organization }: ClaimPage): Html {
  const { mode, startedAt, takesEffectAt, endedAt, state } = claim
  const isWorking = ['finding', 'telling', 'taking-effect'].includes(state)
  const from = isBeforeDate(state) ? say('admin-console.claim.from') : say('admin-console.claim.since')
  return html`<section class="card" aria-label="${say('admin-console.claim.about')}"><div class="card-body"><dl class="kv">
<dt>${say('admin-console.claim.whom')}</dt><dd>${modeName(say, mode)}</dd>
<dt>${say('admin-console.claim.started')}</dt><dd class="num">${say.moment(startedAt)}</dd>
${
  endedAt && (state === 'canceled' || state === 'ended')
    ? html`<dt>${say('admin-console.claim.over')}</dt><dd class="num">${say.moment(endedAt)}</dd>`
    : html`<dt>${from}</dt><dd class="num">${say.moment(takesEffectAt)}</dd>`
}</dl>
${isWorking && html`<p class="mt-4" role="status">${say('admin-console.claim.working', progress(count))}</p>`}${
  state === 'standing' &&
  html`<p class="mt-4">${say('admin-console.claim.future', { organization: organization.name })}</p>`
}</div></section>
`
}

function progress({ states: by }: StateCount) {
  const sum = Object.values(by).reduce((total, each) => total + each, 0)
  return {
    found: sum,
    told: sum - (by.found ?? 0) - (by['left-out'] ?? 0),
    managed: (by.managed ?? 0) + (by.accepted ?? 0),
  }
}

/** How many stand where, each a way to those. */
function states(say: Say, { base, claim, count, state }: ClaimPage): Html {
  const here = `${base}/claims/${claim.id}`
  const known = personStates.filter((each) => count.states[each])
  const link = (each: PersonState | undefined, words: string) =>
    html`<li><a class="pill text${each === state && ' accent'}" href="${here}${each && `?state=${each}`}"${current(each === state)}>${words}</a></li>`
  const words = (each: PersonState) => {
    const number = count.states[each] ?? 0
    const values = { state: personStateName(say, each), count: Math.min(number, 1_000), more: 'yes' }
    return count.isExact || number <= 1_000
      ? say('admin-console.claim.state-count', { ...values, count: number, more: 'no' })
      : say('admin-console.claim.state-count', values)
  }
  return html`<h2 class="h3 mt-6 mb-4">${say('admin-console.claim.where')}</h2>
<ul class="states list">${link(undefined, say('admin-console.claim.everybody'))}${known.map((each) => link(each, words(each)))}</ul>
${count.countedAt && html`<p class="small muted mb-5">${say('admin-console.claim.counted', { at: count.countedAt })}</p>`}${
  !count.isExact && html`<p class="small muted mb-5">${say('admin-console.claim.counting')}</p>`
}`
}

function list(say: Say, page: ClaimPage): Html {
  const { base, claim, persons, state, previous, next } = page
  const here = `${base}/claims/${claim.id}`
  if (persons.length === 0)
    return html`<section class="card empty" aria-label="${say('admin-console.claim.who')}"><span class="tile off">${icon('people')}</span>
<h2>${claim.state === 'finding' ? say('admin-console.claim.nobody-yet') : say('admin-console.claim.nobody')}</h2>
<p>${say('admin-console.claim.nobody-here')}</p></section>`
  const row = (each: ListedPerson) =>
    html`<tr><td>${personCell(say, each)}</td><td>${personStateName(say, each.state)}${
      each.leftOutWhy && html`<small class="sub">${leftOutName(say, each.leftOutWhy)}</small>`
    }</td><td class="muted num">${each.toldAt ? say.moment(each.toldAt) : say('admin-console.claim.not-told')}</td><td class="muted num">${each.decidedAt && say.moment(each.decidedAt)}</td></tr>`
  return html`<section class="card" aria-labelledby="h-w">
<header class="row between row-wrap">
<h2 id="h-w">${state ? personStateName(say, state) : say('admin-console.claim.everybody')}</h2><form method="post" action="${here}/export" data-again><input type="hidden" name="state" value="${state ?? ''}"><button type="submit" class="btn sm">${icon('download', 16)}${say('admin-console.claim.download')}</button></form></header>
<div class="table-wrap">
<table class="table fold claimed"><caption class="sr-only">${say('admin-console.claim.caption')}</caption>
<thead>
<tr><th scope="col">${say('admin-console.claim.account')}</th><th scope="col">${say('admin-console.claim.state')}</th><th scope="col">${say('admin-console.claim.told-at')}</th><th scope="col">${say('admin-console.claim.decided-at')}</th></tr></thead>
<tbody>
${persons.map(row)}</tbody></table></div>
${pager(say, { words: say('admin-console.claim.by-joining'), previous, next })}</section>
`
}

function acts(say: Say, base: string, { id, state }: Claim): Html | undefined {
  const here = `${base}/claims/${id}`
  const act = (name: string, words: string) => html`<a class="btn danger-quiet" href="${here}/${name}">${words}</a>`
  if (isBeforeDate(state)) return html`<p class="btn-row mt-6">${act('cancel', say('admin-console.claim.cancel'))}</p>`
  if (state === 'standing' || state === 'taking-effect' || state === 'done')
    return html`<p class="btn-row mt-6">${state === 'standing' && act('stop', say('admin-console.claim.stop'))}${act('unclaim', say('admin-console.claim.unclaim'))}</p>`
  return undefined
}
