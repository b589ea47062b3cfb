import { type Domain, readable } from '#domain-claim'
import { isRenaming, type Obstacle, type Rename, type RenameRow, type RowState, rowStates } from '#managed-account'
import { errorWords, type Html, html, icon, note, type Problem, type Say } from '#platform/page'
import { type Frame, inConsole } from './frame.ts'

const states = {
  looking: 'admin-console.rename.state.looking',
  looked: 'admin-console.rename.state.looked',
  changing: 'admin-console.rename.state.changing',
  done: 'admin-console.rename.state.done',
  canceled: 'admin-console.rename.state.canceled',
} as const
const rowNames = {
  ready: 'admin-console.rename.rows.ready',
  blocked: 'admin-console.rename.rows.blocked',
  changed: 'admin-console.rename.rows.changed',
  'left-alone': 'admin-console.rename.rows.left-alone',
} as const
const obstacles = {
  taken: 'admin-console.rename.obstacle.taken',
  'sub-domain': 'admin-console.rename.obstacle.sub-domain',
  leaving: 'admin-console.rename.obstacle.leaving',
  disputed: 'admin-console.rename.obstacle.disputed',
  long: 'admin-console.rename.obstacle.long',
  moved: 'admin-console.rename.obstacle.moved',
} as const

export interface StartRenamePage extends Frame {
  readonly domain: Pick<Domain, 'id' | 'name'>
  /** The other verified domains of the organization. */
  readonly others: readonly Pick<Domain, 'id' | 'name'>[]
  /** Those that were begun before, the newest first. */
  readonly renames: readonly Rename[]
  readonly problem?: Problem | undefined
}

/** Moving all addresses of a domain to another one: begins with a dry run, which changes nothing (MAN-3). */
export function startRenamePage(say: Say, page: StartRenamePage): Html {
  const { base, domain, others, renames, problem } = page
  const shown = readable(domain.name)
  const here = `${base}/domains/${domain.id}`
  const before = (rename: Rename) =>
    html`<li><span class="val"><b class="h3">${say('admin-console.rename.to', { to: readable(rename.to) })}</b><small>${stateWords(say, rename)}, ${say.date(rename.startedAt)}</small></span><div class="end"><a class="btn sm" href="${here}/rename/${rename.id}">${say('admin-console.rename.look')}</a></div></li>
`
  const form = html`<form method="post" action="${here}/rename" class="card narrow">
<div class="card-body"><div class="field"><label for="to">${say('admin-console.rename.choose')}</label><select class="select" id="to" name="to">${others.map(({ id, name }) => html`<option value="${id}">${readable(name)}</option>`)}</select></div>
<ul class="mt-4">
<li>${say('admin-console.rename.what-1', { domain: shown })}</li>
<li>${say('admin-console.rename.what-2')}</li>
<li>${say('admin-console.rename.what-3')}</li></ul></div>
<footer class="btn-row"><button type="submit" class="btn primary">${say('admin-console.rename.start')}</button><a class="btn quiet" href="${here}">${say('admin-console.decide.back')}</a></footer></form>`
  return inConsole(say, page, {
    section: '/domains',
    title: say('admin-console.rename.title', { domain: shown }),
    here: say('admin-console.rename.here'),
    crumbs: [
      { href: `${base}/domains`, label: say('admin-console.domains.title') },
      { href: here, label: shown },
    ],
    styles: ['accounts.css'],
    content: html`${problem !== undefined && html`<div class="mb-5">${note('bad', errorWords(say, 'admin-console.decide.error', problem))}</div>`}${
      others.length > 0
        ? form
        : html`<div class="card narrow"><div class="card-body"><p>${say('admin-console.rename.no-other')}</p></div>
<footer><a class="btn" href="${base}/domains/add">${say('admin-console.rename.add')}</a></footer></div>`
    }
${
  renames.length > 0 &&
  html`<section class="card narrow" aria-labelledby="h-b">
<header>
<h2 id="h-b">${say('admin-console.rename.before')}</h2></header>
<ul class="rows list">
${renames.map(before)}</ul></section>`
}`,
  })
}

export interface RenamePage extends Frame {
  readonly rename: Rename
  readonly rows: readonly RenameRow[]
  readonly which: RowState
  /** The last account shown, when there are more. */
  readonly more?: string | undefined
  readonly isLater: boolean
  readonly problem?: Problem | undefined
}

/** A dry run, and how the move goes: counts, what can be done next, and the accounts one by one. */
export function renamePage(say: Say, page: RenamePage): Html {
  const { base, rename, problem } = page
  const { from, to, state, waitsUntil, fromDomainId } = rename
  const domain = `${base}/domains/${fromDomainId}`
  return inConsole(say, page, {
    section: '/domains',
    title: say('admin-console.rename.run-title', { from: readable(from), to: readable(to) }),
    here: say('admin-console.rename.here'),
    crumbs: [
      { href: `${base}/domains`, label: say('admin-console.domains.title') },
      { href: domain, label: readable(from) },
    ],
    lede: stateWords(say, rename),
    styles: ['accounts.css'],
    action:
      isRenaming(rename) &&
      html`<a class="btn" href="${domain}/rename/${rename.id}">${icon('refresh', 18)}${say('admin-console.rename.reload')}</a>`,
    content: html`${problem !== undefined && html`<div class="mb-5">${note('bad', errorWords(say, 'admin-console.decide.error', problem))}</div>`}${
      waitsUntil &&
      html`<div class="mb-5">${note('warn', say('admin-console.rename.waits', { until: waitsUntil }), false)}</div>`
    }${progress(say, page)}
${state !== 'looking' && accounts(say, page)}`,
  })
}

function stateWords(say: Say, { state }: Pick<Rename, 'state'>): string {
  return say(states[state])
}

function progress(say: Say, { base, role, rename }: RenamePage): Html {
  const { id, fromDomainId, ready, blocked, changed, leftAlone, state, endedAt } = rename
  const here = `${base}/domains/${fromDomainId}/rename/${id}`
  const all = ready + changed + leftAlone
  const share = Math.round(((changed + leftAlone) / Math.max(all, 1)) * 100)
  const label = say('admin-console.rename.progress', { changed, all })
  const fact = (
    term: string,
    count: number,
  ) => html`<dt>${term}</dt><dd class="num">${say('admin-console.rename.count', { count })}</dd>
`
  const mayAct = role === 'org-admin'
  return html`<section class="card narrow" aria-labelledby="h-p">
<header>
<h2 id="h-p">${say('admin-console.rename.how')}</h2></header>
<div class="card-body">${
    (state === 'changing' || changed > 0) &&
    html`<svg class="bar mb-5" width="100%" height="8" role="img" aria-label="${label}"><rect width="${share}%" height="8" rx="4"/></svg>`
  }<dl class="kv">
${fact(say('admin-console.rename.ready'), ready)}${fact(say('admin-console.rename.blocked'), blocked)}${
  changed > 0 && fact(say('admin-console.rename.changed'), changed)
}${leftAlone > 0 && fact(say('admin-console.rename.left'), leftAlone)}</dl></div>
<footer class="btn-row">${
    mayAct &&
    state === 'looked' &&
    ready > 0 &&
    html`<form method="post" action="${here}/begin"><button type="submit" class="btn primary">${say('admin-console.rename.begin', { count: ready })}</button></form>`
  }${mayAct && !endedAt && html`<form method="post" action="${here}/cancel"><button type="submit" class="btn danger-quiet">${say('admin-console.rename.cancel')}</button></form>`}<form method="post" action="${here}/export"><button type="submit" class="btn">${say('admin-console.rename.export')}</button></form></footer></section>`
}

function accounts(say: Say, { base, rename, rows, which, more, isLater }: RenamePage): Html {
  const here = `${base}/domains/${rename.fromDomainId}/rename/${rename.id}`
  const tab = (state: RowState) =>
    html`<a href="${here}?show=${state}"${state === which && html` aria-current="page"`}>${rowsName(say, state)}</a>`
  const row = ({ accountId, name, email, toEmail, obstacle }: RenameRow) =>
    html`<li><span class="val"><b class="h3"><a class="plainlink" href="${base}/accounts/${accountId}"><bdi>${name}</bdi></a></b><small class="anywhere"><bdi>${email}</bdi> → <bdi>${toEmail}</bdi></small>${obstacle && html`<small class="mt-1">${obstacleWords(say, obstacle)}</small>`}</span></li>
`
  return html`<nav class="tabs mt-6" aria-label="${say('admin-console.rename.accounts')}">${rowStates.map(tab)}</nav>
<section class="card" aria-label="${rowsName(say, which)}">
${
  rows.length > 0
    ? html`<ul class="rows list">
${rows.map(row)}</ul>`
    : html`<div class="card-body"><p class="muted">${say('admin-console.rename.none')}</p></div>`
}${
  (more || isLater) &&
  html`<footer class="btn-row">${isLater && html`<a class="btn quiet" href="${here}?show=${which}">${say('admin-console.requests.first')}</a>`}${more && html`<a class="btn" href="${here}?show=${which}&amp;after=${more}">${say('admin-console.rename.more')}</a>`}</footer>`
}</section>`
}

const rowsName = (say: Say, state: RowState): string => say(rowNames[state])

/** Why an account keeps its address. */
export const obstacleWords = (say: Say, obstacle: Obstacle): string => say(obstacles[obstacle])
