import { type Action, actions, type Manager, verdictOn } from '#account'
import type { LoggedEntry } from '#audit'
import type { State } from '#managed-account'
import { avatar, errorWords, type Html, html, type Inner, icon, note, type Problem, type Say } from '#platform/page'
import { accountPill, lastActive, twoStepPill } from './account-parts.ts'
import { entriesCard, type People } from './audit-entry.ts'
import { type Decisions, decideCard } from './decide.ts'
import { type Frame, inConsole } from './frame.ts'

/** A managed account, as those see it who run the organization. */
export interface ManagedView {
  readonly id: string
  readonly name: string
  readonly email: string
  readonly pictureId?: string | undefined
  readonly managedBy: Manager
  readonly state: State
  readonly lastActiveOn?: Temporal.PlainDate | undefined
  readonly hasSecondStep: boolean
  readonly devices: number
  /** When it will be gone. */
  readonly goneAt?: Temporal.Instant | undefined
  /** Whether it is the reader’s own. */
  readonly isOwn: boolean
}

export interface AccountDetailPage extends Frame {
  readonly account: ManagedView
  readonly entries: readonly LoggedEntry[]
  readonly people: People
  /** Absent for those who only read. */
  readonly decisions?: Decisions | undefined
  readonly problem?: Problem | undefined
}

/** One managed account: what is known of it, what can be done, and what was done (mock-up 18). */
export function accountDetailPage(say: Say, page: AccountDetailPage): Html {
  const { base, account, role, problem } = page
  const mayAct = role !== 'auditor'
  return inConsole(say, page, {
    section: '/accounts',
    title: account.name,
    lede: html`<bdi class="anywhere">${account.email}</bdi> ${accountPill(say, account.state)}`,
    crumbs: [{ href: `${base}/accounts`, label: say('admin-console.accounts.title') }],
    styles: ['accounts.css'],
    action: mayAct && quickActs(say, page),
    content: html`${problem !== undefined && html`<div class="mb-5">${note('bad', errorWords(say, 'admin-console.account.error', problem))}</div>`}<div class="two two-31">
<div>
${details(say, page)}
${page.decisions && decideCard(say, at(page), page.decisions)}
${activity(say, page)}</div>
<div>
${factsOf(say, account)}
${mayAct && stateCard(say, page)}
${control(say, page)}</div></div>`,
  })
}

const at = ({ base, account }: AccountDetailPage) => `${base}/accounts/${account.id}`

function quickActs(say: Say, page: AccountDetailPage): Html {
  const button = (act: string, words: string) =>
    html`<form method="post" action="${at(page)}/${act}"><button type="submit" class="btn">${words}</button></form>`
  return html`<div class="btn-row">${button('log-out', say('admin-console.account.log-out'))}${button('reset-password', say('admin-console.account.reset'))}</div>`
}

function details(say: Say, page: AccountDetailPage): Html {
  const { account } = page
  const line = (term: string, value: Inner, below?: Inner) =>
    html`<div><span class="term">${term}</span><span class="val">${value}${below && html`<small>${below}</small>`}</span></div>
`
  return html`<section class="card" aria-labelledby="h-d">
<header>
<h2 id="h-d">${say('admin-console.account.details')}</h2></header>
<div class="rows">
<div><span class="term">${say('admin-console.account.name')}</span><span class="val who">${avatar(account, 32)}<bdi>${account.name}</bdi></span></div>
${line(say('admin-console.account.email'), html`<bdi class="anywhere">${account.email}</bdi>`)}${line(
  say('admin-console.account.kind'),
  say('admin-console.account.managed'),
  say('admin-console.account.managed-why', { domain: account.managedBy.domain }),
)}${line(say('admin-console.account.two'), twoStepPill(say, account.hasSecondStep))}</div></section>`
}

function factsOf(say: Say, account: ManagedView): Html {
  const { managedBy, lastActiveOn, devices, goneAt, id } = account
  const fact = (name: string, value: Inner) => html`<dt>${name}</dt><dd>${value}</dd>
`
  return html`<section class="card" aria-labelledby="h-f">
<header>
<h2 id="h-f">${say('admin-console.account.facts')}</h2></header>
<dl class="kv card-body">
${fact(say('admin-console.account.since'), say.date(managedBy.since))}${fact(
  say('admin-console.account.through'),
  managedBy.domain,
)}${fact(say('admin-console.account.last-active'), lastActive(say, lastActiveOn))}${fact(
  say('admin-console.account.devices'),
  String(devices),
)}${goneAt && fact(say('admin-console.account.gone'), say.date(goneAt))}${fact(
  say('admin-console.account.id'),
  html`<span class="mono anywhere">${id}</span>`,
)}</dl></section>`
}

function stateCard(say: Say, page: AccountDetailPage): Html {
  const isOff = page.account.state === 'deactivated'
  const words = isOff
    ? [say('admin-console.account.reactivate'), say('admin-console.account.reactivate-why')]
    : [say('admin-console.account.deactivate'), say('admin-console.account.deactivate-why')]
  const act = isOff
    ? html`<form method="post" action="${at(page)}/reactivate"><button type="submit" class="btn primary block">${say('admin-console.account.reactivate')}</button></form>`
    : html`<a class="btn block danger-quiet" href="${at(page)}/deactivate">${say('admin-console.account.deactivate')}</a>`
  return html`<section class="card" aria-labelledby="h-s">
<header>
<h2 id="h-s">${words[0]}</h2>
<p>${words[1]}</p></header>
<div class="card-body">${act}</div>${
    page.role === 'org-admin' &&
    html`<footer><a class="alone" href="${at(page)}/unclaim">${say('admin-console.claim.unclaim')}</a></footer>`
  }</section>`
}

function activity(say: Say, { base, account, entries, people }: AccountDetailPage): Html {
  const query = new URLSearchParams({ about: account.email })
  const words = [say('admin-console.account.activity'), say('admin-console.account.activity-why')] as const
  return entriesCard(say, { base, entries, people, words, log: `/audit?${query.toString()}` })
}

/** What the control table says of those who run the organization (CTL). */
function control(say: Say, page: AccountDetailPage): Html {
  const { organization } = page
  const may = (action: Action) => verdictOn(action, 'managed', 'org-admin') === 'yes'
  const words = (action: Action) => say(`admin-console.control.${action}`)
  const line = (action: Action) =>
    html`<li>${may(action) ? html`<span class="yes">${icon('check', 16)}${words(action)}</span>` : html`<span class="nope">${icon('none', 16)}${words(action)}</span>`}</li>`
  const list = (title: string, which: readonly Action[]) => html`<h3>${title}</h3>
<ul class="list">${which.map(line)}</ul>`
  return html`<section class="card control" aria-labelledby="h-c">
<header>
<h2 id="h-c">${say('admin-console.account.control', { organization: organization.name })}</h2></header>
<div class="card-body">${list(say('admin-console.account.may'), actions.filter(may))}
${list(
  say('admin-console.account.may-not'),
  actions.filter((action) => !may(action)),
)}</div></section>`
}
