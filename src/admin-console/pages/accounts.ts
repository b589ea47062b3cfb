import {
  type BulkRun,
  isFiltered,
  type ListedAccount,
  type Order,
  placeText,
  queryOfWanted,
  roleFor,
  states,
  uses,
  type Wanted,
  wantedNames,
} from '#managed-account'
import { covers } from '#organization'
import { asset, avatar, type Html, hidden, html, icon, note, type Say, trusted } from '#platform/page'
import { accountPill, countValues, filterWords, lastActive, stateName, twoStepPill, usedName } from './account-parts.ts'
import { type Frame, inConsole } from './frame.ts'

export interface AccountsPage extends Frame {
  readonly wanted: Wanted
  readonly order: Order
  readonly accounts: readonly ListedAccount[]
  readonly count: number
  /** From here on the count is not exact. */
  readonly mostCounted: number
  readonly hasBefore: boolean
  readonly hasAfter: boolean
  /** Those through which accounts are managed. */
  readonly domains: readonly { readonly id: string; readonly name: string }[]
  /** A verified domain of which accounts can be claimed; none, when nothing is verified yet. */
  readonly claimable?: { readonly id: string; readonly name: string } | undefined
  /** Changes of many accounts that are under way. */
  readonly runs: readonly Pick<BulkRun, 'id' | 'act'>[]
  /** Somebody wanted to change many, and had chosen nobody. */
  readonly isNobodyChosen?: boolean
}

// As seen from the list itself, which is the only page that has them: in full they would be most of its weight.
const path = 'accounts'

/** The accounts that the organization manages (mock-up 18, MAN-1). */
export function accountsPage(say: Say, page: AccountsPage): Html {
  const { wanted, accounts, count, mostCounted, role } = page
  const isEmpty = accounts.length === 0 && !isFiltered(wanted)
  return inConsole(say, page, {
    section: '/accounts',
    title: say('admin-console.accounts.title'),
    lede: isEmpty ? undefined : say('admin-console.accounts.lede', countValues(count, mostCounted)),
    styles: ['accounts.css'],
    action: accounts.length > 0 && exportForm(say, page),
    content: isEmpty
      ? noneYet(say, page)
      : html`${page.isNobodyChosen && html`<div class="mb-5">${note('warn', say('managed-account.refusal.none-chosen'))}</div>`}${runNotes(say, page)}${filterForm(say, page)}${isFiltered(wanted) && pillsOf(say, page)}${
          accounts.length === 0 ? nothing(say) : role === 'auditor' ? card(say, page, false) : bulkForm(say, page)
        }`,
  })
}

const hiddenFilters = (wanted: Wanted) => wantedNames.map((name) => hidden(name, wanted[name]))

function exportForm(say: Say, { wanted, order }: AccountsPage): Html {
  return html`<form method="post" action="${path}/export" class="btn-row" data-again>${hiddenFilters(wanted)}${hidden('sort', order)}<button type="submit" class="btn">${icon('download')}${say('admin-console.accounts.export')}</button></form>`
}

function runNotes(say: Say, { runs }: AccountsPage): Html[] {
  return runs.map(
    ({ id, act }) =>
      html`<div class="mb-5">${note('plain', html`<a class="alone" href="${path}/bulk/${id}">${say('admin-console.bulk-run.under-way', { act: act.replaceAll('-', '_') })}</a>`, false)}</div>
`,
  )
}

function filterForm(say: Say, { wanted, order, domains }: AccountsPage): Html {
  const option = (value: string, words: string, chosen: string | undefined) =>
    html`<option value="${value}"${value === (chosen ?? '') && trusted(' selected')}>${words}</option>`
  const select = (name: string, label: string, options: Html[]) =>
    html`<div><label for="f-${name}">${label}</label><select class="select" id="f-${name}" name="${name}">${options}</select></div>
`
  const known = domains.some(({ name }) => name === wanted.domain) || wanted.domain === undefined
  return html`<form method="get" action="${path}" class="filters" role="search" aria-label="${say('admin-console.accounts.filters')}">${order.startsWith('name') ? undefined : hidden('sort', order)}
<div class="wide"><label for="f-q">${say('admin-console.accounts.q')}</label><input class="input" id="f-q" name="q" type="search" autocomplete="off" spellcheck="false" maxlength="320" value="${wanted.q}"></div>
${select('state', say('admin-console.accounts.state'), [
  option('', say('admin-console.accounts.any-state'), wanted.state),
  ...states.toReversed().map((state) => option(state, stateName(say, state), wanted.state)),
])}${
  (domains.length > 1 || !known) &&
  select('domain', say('admin-console.accounts.domain'), [
    option('', say('admin-console.accounts.any-domain'), wanted.domain),
    ...(known ? [] : [option(wanted.domain ?? '', wanted.domain ?? '', wanted.domain)]),
    ...domains.map(({ name }) => option(name, name, wanted.domain)),
  ])
}${select('two', say('admin-console.accounts.two'), [
  option('', say('admin-console.accounts.any-two'), wanted.two),
  option('on', say('admin-console.accounts.two-on'), wanted.two),
  option('off', say('admin-console.accounts.two-off'), wanted.two),
])}${select('used', say('admin-console.accounts.used'), [
  option('', say('admin-console.accounts.any-used'), wanted.used),
  ...uses.map((used) => option(used, usedName(say, used), wanted.used)),
])}<button type="submit" class="btn">${icon('filter', 18)}${say('admin-console.accounts.filter')}</button></form>
`
}

/** What is filtered, each to be taken away by itself. */
function pillsOf(say: Say, { wanted }: AccountsPage): Html {
  const pills = wantedNames
    .filter((name) => wanted[name] !== undefined)
    .map((name) => {
      const [words] = filterWords(say, { [name]: wanted[name] })
      const rest = queryOfWanted({ ...wanted, [name]: undefined })
      return html`<li><a class="pill accent text" href="${path}${rest}"><span class="sr-only">${say('admin-console.accounts.remove')} </span><bdi>${words}</bdi>${icon('close', 16)}</a></li>`
    })
  return html`<div class="filtered"><ul class="list">
${pills}</ul>
<a class="alone" href="${path}">${say('admin-console.accounts.clear')}</a></div>
`
}

function bulkForm(say: Say, page: AccountsPage): Html {
  const { wanted } = page
  return html`<form method="get" action="${path}/bulk" data-bulk>${hiddenFilters(wanted)}${card(say, page, true)}</form><script type="module" src="${asset('accounts.js')}"></script>`
}

function card(say: Say, page: AccountsPage, mayAct: boolean): Html {
  const { organization, accounts } = page
  return html`<section class="card bleed" aria-label="${say('admin-console.accounts.accounts')}">
${mayAct && bulkBar(say, page)}<div class="table-wrap">
<table class="table fold people${!mayAct && ' read'}"><caption class="sr-only">${say('admin-console.accounts.caption', { organization: organization.name })}</caption>
<thead>
<tr>${mayAct && html`<td data-select-page="${say('admin-console.accounts.select-page')}"></td>`}${head(say, page)}</tr></thead>
<tbody>
${accounts.map((account) => row(say, account, mayAct))}</tbody></table></div>
${pager(say, page)}</section>`
}

function bulkBar(say: Say, { count, mostCounted, wanted, role }: AccountsPage): Html {
  const all = say('admin-console.accounts.all', {
    ...countValues(count, mostCounted),
    filtered: isFiltered(wanted) ? 'yes' : 'no',
  })
  const button = (act: string, words: string, look = 'btn sm') =>
    html`<button type="submit" class="${look}" name="act" value="${act}">${words}</button>`
  return html`<div class="bulk" role="group" aria-label="${say('admin-console.accounts.with-selected')}"><b class="num" data-selected="${say('admin-console.accounts.selected')}" role="status">${say('admin-console.accounts.with-selected')}</b>${button('log-out', say('admin-console.accounts.log-out'))}${button('reactivate', say('admin-console.accounts.reactivate'))}${covers(role, roleFor('unclaim')) && button('unclaim', say('admin-console.accounts.unclaim'))}${button('deactivate', say('admin-console.accounts.deactivate'), 'btn sm danger-quiet')}<label class="check"><input type="checkbox" name="all" value="1"><span>${all}</span></label></div>
`
}

function head(say: Say, page: AccountsPage): Html[] {
  const { wanted, order } = page
  const sorted = (by: 'name' | 'used', words: string) => {
    const isBy = order.endsWith(by)
    const isDown = order.startsWith('-')
    const arrow = isBy && html` <span aria-hidden="true">${isDown ? '↓' : '↑'}</span>`
    const sort = isBy && trusted(` aria-sort="${isDown ? 'descending' : 'ascending'}"`)
    // The last use sorts newest first, unless it is asked for again.
    const next = isBy ? (isDown ? by : `-${by}`) : by === 'used' ? '-used' : 'name'
    const isFixed = wanted.q !== undefined || (wanted.used !== undefined && by === 'name')
    if (isFixed) return html`<th scope="col"${sort}>${words}${arrow}</th>`
    return html`<th scope="col"${sort}><a class="plainlink" href="${path}${queryOfWanted(wanted, { sort: next })}">${words}${arrow}</a></th>`
  }
  return [
    sorted('name', say('admin-console.accounts.name')),
    html`<th scope="col">${say('admin-console.accounts.state')}</th>`,
    html`<th scope="col">${say('admin-console.accounts.two')}</th>`,
    sorted('used', say('admin-console.accounts.last-active')),
  ]
}

function row(say: Say, account: ListedAccount, mayAct: boolean): Html {
  // The sign of most of them is drawn by the styles: as a drawing in each row it would weigh more than the row.
  const { id, name, email, state, hasSecondStep, lastActiveOn } = account
  const tick = html`<td><input type="checkbox" name="account[]" value="${id}" aria-label="${say('admin-console.accounts.select', { name })}"></td>`
  return html`<tr>${mayAct && tick}<td><span class="who">${avatar(account, 32)}<span><a href="${path}/${id}"><bdi>${name}</bdi></a><small>${email}</small></span></span></td><td>${state === 'active' ? html`<span class="pill ok">${stateName(say, state)}</span>` : accountPill(say, state)}</td><td>${twoStepPill(say, hasSecondStep)}</td><td>${lastActive(say, lastActiveOn)}</td></tr>
`
}

function pager(say: Say, page: AccountsPage): Html {
  const { wanted, order, accounts, hasBefore, hasAfter } = page
  const [first, last] = [accounts[0], accounts.at(-1)]
  const to = (more: Record<string, string>) =>
    `${path}${queryOfWanted(wanted, { ...(order === 'name' ? {} : { sort: order }), ...more })}`
  return html`<nav class="pager" aria-label="${say('admin-console.accounts.pages')}"><span class="num">${say('admin-console.accounts.shown', { count: accounts.length })}</span><span class="btn-row">${
    hasBefore &&
    first &&
    html`<a class="btn sm" href="${to({ before: placeText(first.place) })}" rel="prev">${icon('back', 16)}${say('admin-console.accounts.previous')}</a>`
  }${
    hasAfter &&
    last &&
    html`<a class="btn sm" href="${to({ after: placeText(last.place) })}" rel="next">${say('admin-console.accounts.next')}${icon('next', 16)}</a>`
  }</span></nav>`
}

/** Nothing is managed: what would have to come first. */
function noneYet(say: Say, { base, claimable }: AccountsPage): Html {
  const shown = claimable?.name ?? ''
  const [title, why, href, words] = claimable
    ? [
        say('admin-console.accounts.none-claimed'),
        say('admin-console.accounts.none-claimed-why', { domain: shown }),
        `${base}/domains/${claimable.id}/claim`,
        say('admin-console.accounts.claim', { domain: shown }),
      ]
    : [
        say('admin-console.accounts.none-verified'),
        say('admin-console.accounts.none-verified-why'),
        `${base}/domains`,
        say('admin-console.accounts.to-domains'),
      ]
  return html`<section class="card empty" aria-label="${say('admin-console.accounts.accounts')}"><span class="tile off">${icon('people')}</span>
<h2>${title}</h2>
<p>${why}</p><a class="btn primary" href="${href}">${words}</a></section>`
}

function nothing(say: Say): Html {
  return html`<section class="card empty" aria-label="${say('admin-console.accounts.accounts')}"><span class="tile off">${icon('search')}</span>
<h2>${say('admin-console.accounts.nothing')}</h2>
<p>${say('admin-console.accounts.nothing-why')}</p><a class="btn" href="${path}">${say('admin-console.accounts.clear-filters')}</a></section>`
}
