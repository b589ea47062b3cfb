import { caseName, type Dispute, type DisputeMessage, isOverdue, type Subject } from '#domain-claim'
import {
  accountPage,
  errorLine,
  errorWords,
  field,
  type Holder,
  type Html,
  html,
  hueOf,
  initials,
  type Problem,
  type Say,
  trusted,
} from '#platform/page'
import { casePill, matterWords, saidList, textArea } from './case-parts.ts'
import { statusNote } from './profile.ts'

export interface NotMinePage {
  readonly holder: Holder
  readonly subject: Subject
  readonly typed?: Readonly<Partial<Record<'matter' | 'text' | 'reach', string | undefined>>>
  readonly error?: Problem | undefined
}

/** “I don’t belong to this organization” (DOM-9, mock-up 13). */
export function notMinePage(say: Say, { holder, subject, typed = {}, error }: NotMinePage): Html {
  const { organization } = subject
  const title = say('account-page.case.open-title')
  const code = typeof error === 'object' ? error.code : error
  const words = (of: RegExp) =>
    error !== undefined && of.test(code ?? '') ? errorWords(say, 'account-page.case.error', error) : undefined
  const atReach = words(/reach|address/)
  const atText = words(/text/)
  const other = !atReach && !atText ? words(/./) : undefined
  return accountPage(say, {
    title: error ? say('account-page.title-error', { title }) : title,
    section: 'organization',
    holder,
    styles: ['profile.css', 'case.css'],
    content: html`<div class="page-head">
<h1>${title}</h1>
<p>${say('account-page.case.open-lede')}</p></div>
${subjectCard(say, subject)}
<form method="post" action="/organization/not-mine" class="card">
<div class="card-body">
<fieldset${other && trusted(' aria-describedby="matter-error"')}><legend class="h2">${say('account-page.case.matter')}</legend>
${other && errorLine('matter-error', other)}<div class="mt-4">
${pick(say, 'never-part', subject, typed.matter)}${pick(say, 'left', subject, typed.matter)}${pick(say, 'mine', subject, typed.matter)}</div></fieldset>
<div class="mt-6">${textArea(say, {
      id: 'text',
      label: say('account-page.case.text'),
      optional: true,
      hint: say('account-page.case.text-hint', { organization }),
      value: typed.text,
      error: atText,
    })}
${field({
  id: 'reach',
  className: 'input',
  label: say('account-page.case.reach'),
  attributes:
    'type="email" autocomplete="email" inputmode="email" autocapitalize="none" spellcheck="false" maxlength="320"',
  value: typed.reach,
  hint: html`${say('account-page.case.reach-hint', { organization })}`,
  error: atReach,
  focus: atReach !== undefined,
})}</div></div>
<footer class="btn-row"><button type="submit" class="btn primary">${say('account-page.case.send')}</button><a class="btn quiet" href="/organization">${say('account-page.cancel')}</a></footer></form>
<section class="card" aria-labelledby="h-n">
<header>
<h2 id="h-n">${say('account-page.case.next')}</h2></header>
<div class="card-body">
<ol class="next list">
<li class="now"><b>${say('account-page.case.next-send')}</b><span>${say('account-page.case.next-send-more')}</span></li>
<li><b>${say('account-page.case.next-explain')}</b><span>${say('account-page.case.next-explain-more', { organization })}</span></li>
<li><b>${say('account-page.case.next-settle')}</b><span>${say('account-page.case.next-settle-more', { organization })}</span></li></ol></div></section>`,
  })
}

function pick(
  say: Say,
  matter: 'never-part' | 'left' | 'mine',
  { organization }: Subject,
  chosen = 'never-part',
): Html {
  const more = {
    'never-part': say('account-page.case.never-part-more'),
    left: say('account-page.case.left-more'),
    mine: say('account-page.case.mine-more'),
  }[matter]
  return html`<label class="pick"><input type="radio" name="matter" value="${matter}"${matter === chosen && trusted(' checked')}><span><b>${matterWords(say, matter, organization)}</b><span class="muted">${more}</span></span></label>
`
}

function subjectCard(say: Say, { organizationId, organization, domain, since, takesEffectAt }: Subject): Html {
  const words = since
    ? say.html('account-page.case.since', { since: say.date(since), domain })
    : say.html('account-page.case.from', { from: takesEffectAt && say.date(takesEffectAt), domain })
  return html`<section class="card" aria-label="${organization}">
<div class="card-body row"><span class="avatar ${hueOf(organizationId)} av-48 square" aria-hidden="true">${initials(organization).slice(0, 1)}</span>
<div class="grow"><b class="h3"><bdi>${organization}</bdi></b><span class="sub">${words}</span></div></div></section>
`
}

export interface CasePage {
  readonly holder: Holder
  readonly dispute: Dispute
  readonly messages: readonly DisputeMessage[]
  readonly now: Temporal.Instant
  readonly text?: string | undefined
  readonly error?: Problem | undefined
  readonly status?: string | undefined
}

/** The holder’s case: where it stands, what was written, and a place to write more (mock-up 13, sent). */
export function casePage(say: Say, page: CasePage): Html {
  const { holder, dispute, messages, now, text, error, status } = page
  const number = caseName(dispute.number)
  const title = say('account-page.case.title', { number })
  const isOpen = dispute.settledAt === undefined
  return accountPage(say, {
    title: error ? say('account-page.title-error', { title }) : title,
    section: 'organization',
    holder,
    styles: ['case.css'],
    content: html`${statusNote(say, status)}<div class="page-head">
<h1>${title}</h1>
<p>${say('account-page.case.lede', { organization: dispute.organization })}</p></div>
${caseCard(say, dispute, now)}
<section class="card" aria-labelledby="h-m">
<header>
<h2 id="h-m">${say('account-page.case.messages')}</h2></header>
<div class="card-body">${saidList(say, messages)}</div></section>
${
  isOpen &&
  html`<form method="post" action="/organization/case" class="card" id="write">
<div class="card-body">${textArea(say, {
    id: 'text',
    label: say('account-page.case.add'),
    hint: say('account-page.case.add-hint', { organization: dispute.organization }),
    value: text,
    error: error === undefined ? undefined : errorWords(say, 'account-page.case.error', error),
  })}</div>
<footer class="btn-row"><button type="submit" class="btn primary">${say('account-page.case.send')}</button></footer></form>`
}`,
  })
}

/** Where a case stands, step by step, with its days. */
export function caseCard(say: Say, dispute: Dispute, now: Temporal.Instant, isAlone = true): Html {
  const number = caseName(dispute.number)
  const isOpen = dispute.settledAt === undefined
  return html`<section class="card" aria-labelledby="h-c">
<header class="row between row-wrap">
<h2 id="h-c">${say('account-page.case.title', { number })}</h2>${casePill(say, dispute)}</header>
<div class="card-body">
<ol class="next list">
${steps(say, dispute, now)}</ol></div>
${
  (isOpen || !isAlone) &&
  html`<footer class="row between row-wrap"><span>${isOpen && say('account-page.case.something')}</span><span class="btn-row">${
    isAlone
      ? html`<a class="btn sm" href="#write">${say('account-page.case.add')}</a>`
      : html`<a class="btn sm" href="/organization/case">${say('account-page.case.see')}</a>`
  }${isOpen && html`<a class="btn quiet sm" href="/organization/case/withdraw">${say('account-page.case.withdraw')}</a>`}</span></footer>`
}</section>
`
}

function steps(say: Say, dispute: Dispute, now: Temporal.Instant): Html {
  const { matter, organization, openedAt, explainBy, settleBy, answeredAt, handedOverAt, mediatorId } = dispute
  const { settledAt, outcome, outcomeReason } = dispute
  const step = (state: 'done' | 'now' | '', title: string, more: string) =>
    html`<li${state && html` class="${state}"`}${state === 'now' && trusted(' aria-current="step"')}><b>${title}</b><span>${more}</span></li>
`
  const said = step(
    'done',
    say('account-page.case.step-told', { words: matterWords(say, matter, organization) }),
    say.moment(openedAt),
  )
  const isWithOperators = handedOverAt !== undefined || mediatorId !== undefined || isOverdue(dispute, now)
  const explained = answeredAt
    ? step(
        settledAt || isWithOperators ? 'done' : 'now',
        say('account-page.case.step-answered', { organization }),
        say.moment(answeredAt),
      )
    : settledAt
      ? ''
      : step(
          isWithOperators ? 'done' : 'now',
          say('account-page.case.step-explain', { organization }),
          say('account-page.case.step-explain-more', { until: say.date(explainBy) }),
        )
  const operators =
    isWithOperators && !settledAt
      ? step('now', say('account-page.case.step-operators'), say('account-page.case.step-operators-more'))
      : ''
  const end = settledAt
    ? html`<li class="done"><b>${endWords(say, dispute)}</b><span>${say.moment(settledAt)}</span>${outcomeReason && html`<p class="quote mt-3" dir="auto">${outcomeReason}</p>`}${
        outcome === 'kept' && html`<p class="mt-3">${say('account-page.case.kept-more', { organization })}</p>`
      }</li>`
    : step(
        '',
        say('account-page.case.step-outcome'),
        say('account-page.case.step-outcome-more', { until: say.date(settleBy) }),
      )
  return html`${said}${explained}${operators}${end}`
}

function endWords(say: Say, { outcome, organization }: Dispute): string {
  if (outcome === 'released') return say('account-page.case.end-released', { organization })
  if (outcome === 'kept') return say('account-page.case.end-kept', { organization })
  return say('account-page.case.end-withdrawn')
}

/** Asks before a case is withdrawn. */
export function withdrawCasePage(say: Say, { holder, dispute }: { holder: Holder; dispute: Dispute }): Html {
  const number = caseName(dispute.number)
  const title = say('account-page.case.withdraw-title', { number })
  return accountPage(say, {
    title,
    section: 'organization',
    holder,
    content: html`<div class="page-head">
<h1>${title}</h1>
<p>${say('account-page.case.withdraw-lede', { organization: dispute.organization })}</p></div>
<form method="post" action="/organization/case/withdraw" class="card">
<div class="card-body"><p>${dispute.claimId ? say('account-page.case.withdraw-claim') : say('account-page.case.withdraw-managed')}</p></div>
<footer class="btn-row"><a class="btn primary" href="/organization/case">${say('account-page.case.keep-open')}</a><button type="submit" class="btn danger-quiet">${say('account-page.case.withdraw')}</button></footer></form>`,
  })
}

/** The way to a case, where none is open. */
export const notMineCard = (say: Say, organization: string): Html => html`<section class="card" aria-labelledby="h-x">
<div class="card-body row row-wrap">
<div class="grow">
<h2 id="h-x">${say('account-page.case.open-title')}</h2>
<p class="sub mt-1">${say('account-page.case.open-card', { organization })}</p></div><a class="btn sm nowrap" href="/organization/not-mine">${say('account-page.case.open-go')}</a></div></section>
`
