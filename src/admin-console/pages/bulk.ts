import {
  type BulkAct,
  type BulkResult,
  type BulkRun,
  isFiltered,
  isUnderWay,
  queryOfWanted,
  type Wanted,
  wantedFrom,
  wantedNames,
} from '#managed-account'
import {
  asset,
  errorWords,
  type Html,
  hidden,
  html,
  type Inner,
  icon,
  note,
  type Problem,
  refusalKey,
  type Say,
  trusted,
} from '#platform/page'
import { countValues, filterWords } from './account-parts.ts'
import { reasonFields } from './deactivate-account.ts'
import { type Frame, inConsole } from './frame.ts'

export interface BulkPage extends Frame {
  readonly act: BulkAct
  /** Those chosen one by one; none, when all that match are meant. */
  readonly accounts?: readonly { readonly id: string; readonly name: string; readonly email: string }[] | undefined
  readonly wanted: Wanted
  readonly count: number
  readonly mostCounted: number
  readonly problem?: Problem | undefined
  readonly reason?: string | undefined
  readonly words?: string | undefined
}

/** One after the other, whichever way each is written. */
const listed = (words: readonly string[]): Html =>
  html`${words.map((each, place) => html`${place > 0 && ', '}<bdi>${each}</bdi>`)}`

const selected = (act: BulkAct) => act.replaceAll('-', '_')

/** Asks before many accounts are changed, and says what will happen to how many (MAN-2). */
export function bulkPage(say: Say, page: BulkPage): Html {
  const { base, act, accounts, wanted, count, mostCounted, problem } = page
  const values = { act: selected(act), ...countValues(count, mostCounted) }
  const list = `${base}/accounts${accounts ? '' : queryOfWanted(wanted)}`
  const danger = act === 'deactivate' ? 'btn danger' : 'btn primary'
  return inConsole(say, page, {
    section: '/accounts',
    title: say('admin-console.bulk.title', values),
    here: say('admin-console.bulk.here', values),
    crumbs: [{ href: `${base}/accounts`, label: say('admin-console.accounts.title') }],
    styles: ['accounts.css'],
    content: html`${problem !== undefined && html`<div class="mb-5">${note('bad', errorWords(say, 'admin-console.account.error', problem))}</div>`}<form method="post" action="${base}/accounts/bulk" class="card narrow">
${hidden('act', act)}${accounts ? hidden('accounts', accounts.map(({ id }) => id).join(' ')) : html`${hidden('all', '1')}${wantedNames.map((name) => hidden(name, wanted[name]))}`}
<div class="card-body">
${whom(say, page)}
<ul>
<li>${say('admin-console.bulk.what', values)}</li>
${
  act === 'deactivate' &&
  html`<li>${say('admin-console.deactivate.content')}</li>
<li>${say('admin-console.bulk.mail')}</li>
`
}<li>${say('admin-console.bulk.own')}</li>
<li>${say('admin-console.bulk.background')}</li></ul>
${act === 'deactivate' && reasonFields(say, page)}</div>
<footer class="btn-row"><a class="btn" href="${list}" autofocus>${say('admin-console.bulk.keep')}</a><button type="submit" class="${danger}">${say('admin-console.bulk.do', values)}</button></footer></form>`,
  })
}

function whom(say: Say, { accounts, wanted }: BulkPage): Html {
  if (accounts) {
    const one = ({ name, email }: { name: string; email: string }) =>
      html`<li><bdi>${name}</bdi>${email && html` <span class="muted anywhere"><bdi>${email}</bdi></span>`}</li>
`
    return html`<details class="mb-5"><summary>${say('admin-console.bulk.chosen', { count: accounts.length })}</summary>
<ul>
${accounts.map(one)}</ul></details>`
  }
  const words = filterWords(say, wanted)
  return html`<p class="mb-5">${isFiltered(wanted) ? html`${say('admin-console.bulk.matching')} <b>${listed(words)}</b>` : say('admin-console.bulk.everybody')}</p>`
}

export interface BulkRunPage extends Frame {
  readonly run: BulkRun
  readonly startedBy?: string | undefined
  /** The first of those that were refused. */
  readonly refused: readonly BulkResult[]
}

/** How a change of many accounts goes, or went, with what was refused and why. */
export function bulkRunPage(say: Say, page: BulkRunPage): Html {
  const { base, run, role, startedBy } = page
  const here = `${base}/accounts/bulk/${run.id}`
  const values = { act: selected(run.act) }
  const goesOn = isUnderWay(run)
  return inConsole(say, page, {
    section: '/accounts',
    title: say('admin-console.bulk-run.title', values),
    lede: say('admin-console.bulk-run.lede', {
      who: startedBy ?? say('admin-console.audit-log.by-gone'),
      at: run.startedAt,
    }),
    crumbs: [{ href: `${base}/accounts`, label: say('admin-console.accounts.title') }],
    styles: ['accounts.css'],
    action:
      run.total > 0 &&
      html`<form method="post" action="${here}/export" class="btn-row" data-again><button type="submit" class="btn">${icon('download')}${say('admin-console.bulk-run.export')}</button></form>`,
    content: html`<div id="progress"${goesOn && trusted(' data-reload="3"')}>
${progress(say, page)}${refusedCard(say, page)}</div>
${
  goesOn &&
  html`<div class="btn-row mt-6"><a class="btn" href="${here}">${icon('refresh')}${say('admin-console.bulk-run.look-again')}</a>${
    role !== 'auditor' &&
    html`<form method="post" action="${here}/cancel"><button type="submit" class="btn danger-quiet">${say('admin-console.bulk-run.cancel')}</button></form>`
  }</div><script type="module" src="${asset('progress.js')}"></script>`
}`,
  })
}

function progress(say: Say, { run }: BulkRunPage): Html {
  const { state, total, done, unchanged, refused, filter } = run
  const settled = done + unchanged + refused
  const part = total === 0 ? (state === 'done' ? 100 : 0) : Math.floor((settled / total) * 100)
  const words = say('admin-console.bulk-run.state', { state, settled, total })
  const chosen = filterWords(say, wantedFrom(filter))
  const fact = (name: string, value: Inner) => html`<dt>${name}</dt><dd class="num">${value}</dd>
`
  const number = (count: number) => say('admin-console.bulk-run.number', { count })
  return html`<section class="card" aria-labelledby="h-p">
<header>
<h2 id="h-p">${words}</h2>
<p>${state === 'stopped' ? say('admin-console.bulk-run.stopped-why') : state === 'canceled' ? say('admin-console.bulk-run.canceled-why') : isUnderWay(run) ? say('admin-console.bulk-run.leave') : undefined}</p></header>
<div class="card-body"><svg class="bar" width="100%" height="8" role="img" aria-label="${words}"><rect width="${part}%" height="8" rx="4"/></svg>
<dl class="kv mt-4">
${fact(say('admin-console.bulk-run.done'), number(done))}${fact(say('admin-console.bulk-run.unchanged'), number(unchanged))}${fact(
  say('admin-console.bulk-run.refused'),
  number(refused),
)}${chosen.length > 0 && fact(say('admin-console.bulk-run.chosen'), listed(chosen))}${run.reason && fact(say('admin-console.bulk-run.reason'), run.reason)}</dl></div></section>`
}

function refusedCard(say: Say, { base, run, refused }: BulkRunPage): Html | undefined {
  if (refused.length === 0) return undefined
  const line = (result: BulkResult) =>
    html`<li><span class="val"><a class="plainlink" href="${base}/accounts/${result.accountId}"><bdi>${result.name}</bdi></a><small>${whyRefused(say, result)}</small></span></li>
`
  return html`<section class="card" aria-labelledby="h-r">
<header>
<h2 id="h-r">${say('admin-console.bulk-run.refused-title')}</h2></header>
<ul class="rows list">
${refused.map(line)}</ul>
${run.refused > refused.length && html`<footer>${say('admin-console.bulk-run.refused-more', { count: run.refused - refused.length })}</footer>`}</section>`
}

/** Why an account was left as it was. */
export function whyRefused(say: Say, { refusal, refusalAbout }: BulkResult): string | undefined {
  if (!refusal) return undefined
  const key = refusalKey(refusal)
  const about = refusalAbout ?? '–'
  return say.has(key) ? say(key, { domain: about, organization: about }) : say('admin-console.account.error.other')
}
