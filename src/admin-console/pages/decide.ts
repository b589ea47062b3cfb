import type { Home } from '#managed-account'
import { errorWords, field, type Html, html, note, type Problem, type Say, trusted } from '#platform/page'
import { type Frame, inConsole } from './frame.ts'

/** Whom a decision is about. */
export interface Decided {
  readonly id: string
  readonly name: string
  readonly email: string
}

/** What has been decided about an account, or could be (MAN-3 to MAN-5, CTL-2). */
export interface Decisions {
  readonly hasPicture: boolean
  readonly hasSecondStep: boolean
  /** When two-step goes off, because somebody asked for it. */
  readonly resetDueAt?: Temporal.Instant | undefined
  /** A release that the holder has not answered, or not finished. */
  readonly release?: { readonly home?: Pick<Home, 'sentAt'> | undefined } | undefined
  /** When the account goes, and whether it was the organization that decided it. */
  readonly deletion?: { readonly dueAt: Temporal.Instant; readonly isDecided: boolean } | undefined
}

/** On the account’s page: each thing that can be decided, and how it stands. */
export function decideCard(say: Say, here: string, decisions: Decisions): Html {
  const { hasPicture, hasSecondStep, resetDueAt, release, deletion } = decisions
  const link = (to: string, words: string) => html`<a class="btn sm" href="${here}/${to}">${words}</a>`
  const button = (to: string, words: string) =>
    html`<form method="post" action="${here}/${to}"><button type="submit" class="btn sm">${words}</button></form>`
  const row = (title: string, why: string, end?: Html | false) =>
    html`<li><span class="val"><b class="h3">${title}</b><small>${why}</small></span>${end && html`<div class="end">${end}</div>`}</li>
`
  const releasing = release?.home
    ? say('admin-console.decide.release-waiting', { at: release.home.sentAt })
    : say('admin-console.decide.release-offered')
  return html`<section class="card" aria-labelledby="h-x">
<header>
<h2 id="h-x">${say('admin-console.decide.title')}</h2></header>
<ul class="rows list">
${row(say('admin-console.decide.address'), say('admin-console.decide.address-why'), !deletion && link('address', say('admin-console.decide.change-address')))}${row(
  say('admin-console.decide.name'),
  say('admin-console.decide.name-why'),
  html`<div class="btn-row">${link('name', say('admin-console.decide.change-name'))}${hasPicture && button('picture', say('admin-console.decide.remove-picture'))}</div>`,
)}${row(
  say('admin-console.decide.second-step'),
  resetDueAt
    ? say('admin-console.decide.second-step-due', { at: resetDueAt })
    : hasSecondStep
      ? say('admin-console.decide.second-step-why')
      : say('admin-console.decide.second-step-off'),
  hasSecondStep && !resetDueAt && link('second-step', say('admin-console.decide.reset')),
)}${row(
  say('admin-console.decide.release'),
  release ? releasing : say('admin-console.decide.release-why'),
  release
    ? button('release/take-back', say('admin-console.decide.take-back'))
    : !deletion && link('release', say('admin-console.decide.offer')),
)}${row(
  say('admin-console.decide.delete'),
  deletion ? say('admin-console.decide.delete-due', { at: deletion.dueAt }) : say('admin-console.decide.delete-why'),
  deletion
    ? deletion.isDecided && button('keep', say('admin-console.decide.keep'))
    : html`<a class="btn sm danger-quiet" href="${here}/delete">${say('admin-console.decide.delete-go')}</a>`,
)}</ul></section>`
}

export interface DecidePage extends Frame {
  readonly account: Decided
  readonly typed?: string | undefined
  readonly problem?: Problem | undefined
}

interface Decision {
  readonly path: string
  readonly title: string
  readonly body: Html
  readonly submit: string
  readonly isDanger?: boolean
  /** Whether the problem stands at a field of the form already. */
  readonly isToldBelow?: boolean
}

/** A page that asks before something is decided. Whoever comes here rests on the way back, where something is taken away. */
function decisionPage(say: Say, page: DecidePage, of: Decision): Html {
  const { base, account, problem } = page
  const here = `${base}/accounts/${account.id}`
  const back = html`<a class="btn${of.isDanger ? '' : ' quiet'}" href="${here}"${of.isDanger && trusted(' autofocus')}>${say('admin-console.decide.back')}</a>`
  const submit = html`<button type="submit" class="btn ${of.isDanger ? 'danger' : 'primary'}">${of.submit}</button>`
  return inConsole(say, page, {
    section: '/accounts',
    title: of.title,
    crumbs: [
      { href: `${base}/accounts`, label: say('admin-console.accounts.title') },
      { href: here, label: account.name },
    ],
    styles: ['accounts.css'],
    content: html`${problem !== undefined && !of.isToldBelow && html`<div class="mb-5">${note('bad', problemWords(say, problem))}</div>`}<form method="post" action="${here}/${of.path}" class="card narrow">
<div class="card-body">${of.body}</div>
<footer class="btn-row">${of.isDanger ? html`${back}${submit}` : html`${submit}${back}`}</footer></form>`,
  })
}

const problemWords = (say: Say, problem: Problem): Html => errorWords(say, 'admin-console.decide.error', problem)
const list = (items: readonly (string | false)[]): Html =>
  html`<ul>
${items
  .filter((each) => each !== false)
  .map(
    (each) => html`<li>${each}</li>
`,
  )}</ul>`

const addressField = (say: Say, { typed, problem }: DecidePage, hint: string): Html =>
  field({
    id: 'email',
    className: 'input',
    label: say('admin-console.decide.new-address'),
    attributes: 'type="email" autocomplete="off" autocapitalize="none" spellcheck="false" maxlength="320" required',
    value: typed,
    hint: html`${hint}`,
    error: problem === undefined ? undefined : problemWords(say, problem),
    focus: true,
  })

/** Another address at one of the organization’s domains (MAN-3). */
export function changeAddressPage(say: Say, page: DecidePage & { readonly domains: readonly string[] }): Html {
  const { account, domains } = page
  const hint = say('admin-console.decide.address-hint', { domains: domains.join(', ') })
  return decisionPage(say, page, {
    path: 'address',
    title: say('admin-console.decide.address-title', { name: account.name }),
    submit: say('admin-console.decide.change-address'),
    isToldBelow: true,
    body: html`<p class="mb-5">${say.html('admin-console.decide.address-now', { email: account.email })}</p>
${addressField(say, page, hint)}<div class="mt-4">${list([say('admin-console.decide.address-1'), say('admin-console.decide.address-2')])}</div>`,
  })
}

/** Another name (CTL). */
export function changeManagedNamePage(say: Say, page: DecidePage): Html {
  const { account, typed = account.name, problem } = page
  return decisionPage(say, page, {
    path: 'name',
    title: say('admin-console.decide.name-title', { name: account.name }),
    submit: say('admin-console.decide.change-name'),
    isToldBelow: true,
    body: field({
      id: 'name',
      className: 'input',
      label: say('admin-console.decide.new-name'),
      attributes: 'type="text" autocomplete="off" dir="auto" maxlength="200" required',
      value: typed,
      hint: html`${say('admin-console.decide.name-hint')}`,
      error: problem === undefined ? undefined : problemWords(say, problem),
      focus: true,
    }),
  })
}

/** Asks before an account is deleted, and says what goes (MAN-4). */
export function deleteManagedPage(say: Say, page: DecidePage): Html {
  const { account } = page
  return decisionPage(say, page, {
    path: 'delete',
    title: say('admin-console.decide.delete-title', { name: account.name }),
    submit: say('admin-console.decide.delete-do'),
    isDanger: true,
    body: html`${list([
      say('admin-console.decide.delete-1'),
      say('admin-console.decide.delete-2'),
      say('admin-console.decide.delete-3'),
      say('admin-console.decide.delete-4'),
    ])}
${freeAddress(say, account.email)}`,
  })
}

/** Whether the address is anybody’s at once. */
export const freeAddress = (say: Say, email: string): Html =>
  html`<label class="check mt-4"><input type="checkbox" name="free" value="1"><span>${say('admin-console.decide.free', { email })}<small class="sub">${say('admin-console.decide.free-why')}</small></span></label>`

/** Keeps an account after all whose address somebody else has by now. */
export function keepElsewherePage(say: Say, page: DecidePage & { readonly domains: readonly string[] }): Html {
  const hint = say('admin-console.decide.address-hint', { domains: page.domains.join(', ') })
  return decisionPage(say, page, {
    path: 'keep',
    title: say('admin-console.decide.keep-title', { name: page.account.name }),
    submit: say('admin-console.decide.keep'),
    isToldBelow: true,
    body: addressField(say, page, hint),
  })
}

/** Asks before an account is offered to its holder (MAN-5). */
export function offerReleasePage(say: Say, page: DecidePage): Html {
  return decisionPage(say, page, {
    path: 'release',
    title: say('admin-console.decide.release-title', { name: page.account.name }),
    submit: say('admin-console.decide.offer'),
    body: list([
      say('admin-console.decide.release-1'),
      say('admin-console.decide.release-2'),
      say('admin-console.decide.release-3'),
      say('admin-console.decide.release-4'),
    ]),
  })
}

/** Asks before two-step is turned off for somebody who has lost the second step (CTL-2). */
export function resetSecondStepPage(say: Say, page: DecidePage): Html {
  return decisionPage(say, page, {
    path: 'second-step',
    title: say('admin-console.decide.second-step-title', { name: page.account.name }),
    submit: say('admin-console.decide.reset-do'),
    isDanger: true,
    body: list([
      say('admin-console.decide.second-step-1'),
      say('admin-console.decide.second-step-2'),
      say('admin-console.decide.second-step-3'),
    ]),
  })
}
