import { saidList, textArea } from '#account-page'
import {
  type DisputeList,
  type DomainView,
  disputeFacts,
  disputeList,
  foundLines,
  nameOf,
  statePill,
  troubleWords,
} from '#admin-console'
import { caseName, type Dispute, type DisputeMessage, readable, type Way } from '#domain-claim'
import { errorLine, errorWords, type Html, html, icon, type Problem, type Say, trusted } from '#platform/page'
import { type Frame, inOperatorConsole } from './frame.ts'

/** Cases of all organizations (DOM-9). */
export function disputesPage(say: Say, page: Frame & DisputeList): Html {
  return inOperatorConsole(say, page, {
    section: '/disputes',
    title: say('admin-console.disputes.title'),
    lede: say('operator-console.disputes.lede'),
    styles: ['case.css'],
    content: disputeList(say, page, '/operator/disputes', true),
  })
}

type Typed = Readonly<Partial<Record<'text' | 'to' | 'outcome' | 'reason', string | undefined>>>

export interface DisputePage extends Frame {
  readonly dispute: Dispute
  readonly messages: readonly DisputeMessage[]
  /** Through which the organization has the account, with its proof. */
  readonly domain?: DomainView | undefined
  readonly now: Temporal.Instant
  readonly isMine: boolean
  readonly typed?: Typed
  /** What is wrong, and with which of the forms. */
  readonly error?: { readonly form: 'message' | 'settle' | 'look'; readonly problem: Problem } | undefined
}

/** A case with both its sides: writing to them, the domain’s proof, and the outcome. */
export function disputePage(say: Say, page: DisputePage): Html {
  const { dispute, messages, now, isMine } = page
  const { id, number, organizationId, organization, reach, settledAt } = dispute
  const here = `/operator/disputes/${id}`
  return inOperatorConsole(say, page, {
    section: '/disputes',
    title: say('admin-console.dispute.title', { number: caseName(number) }),
    lede: settledAt ? undefined : say('operator-console.dispute.lede'),
    crumbs: [{ href: '/operator/disputes', label: say('admin-console.disputes.title') }],
    here: caseName(number),
    styles: ['case.css'],
    action:
      !settledAt &&
      !isMine &&
      html`<form method="post" action="${here}/take"><button type="submit" class="btn">${icon('person', 18)}${say('operator-console.dispute.take')}</button></form>`,
    content: html`${disputeFacts(
      say,
      dispute,
      now,
      html`<dt>${say('admin-console.disputes.organization')}</dt><dd><a class="alone" href="/operator/organizations/${organizationId}"><bdi>${organization}</bdi></a></dd>
<dt>${say('operator-console.dispute.reach')}</dt><dd>${reach ?? say('operator-console.dispute.reach-none')}<small class="sub">${say('operator-console.dispute.reach-more')}</small></dd>`,
    )}
${domainCard(say, page, here)}
<section class="card" aria-labelledby="h-m">
<header>
<h2 id="h-m">${say('account-page.case.messages')}</h2></header>
<div class="card-body">${saidList(say, messages)}</div></section>
${!settledAt && html`${messageForm(say, page, here)}${settleForm(say, page, here)}`}`,
  })
}

const wrong = (say: Say, { error }: DisputePage, form: string): Html | undefined =>
  error?.form === form ? errorWords(say, 'operator-console.dispute.error', error.problem) : undefined

function domainCard(say: Say, page: DisputePage, here: string): Html | undefined {
  const { domain, dispute } = page
  if (!domain) return undefined
  const error = wrong(say, page, 'look')
  const { checkedAt, provedBy = 'dns' } = domain
  const saw = (way: Way) => {
    const { trouble } = domain[way]
    return html`${foundLines(say, domain[way])}${trouble && html` <span class="muted">${troubleWords(say, way, trouble, { domain: readable(domain.name) })}</span>`}`
  }
  return html`<section class="card" aria-labelledby="h-d">
<header class="row between row-wrap">
<h2 id="h-d">${nameOf(domain.name)}</h2>${statePill(say, domain)}</header>
<div class="card-body">${error && errorLine('look-error', error)}<dl class="kv">
<dt>${say('operator-console.contest.looked')}</dt><dd class="num">${checkedAt ? say.moment(checkedAt) : say('operator-console.contest.never')}</dd>
${checkedAt && html`<dt>${say('operator-console.dispute.found')}</dt><dd>${saw(provedBy)}</dd>`}</dl></div>
${
  !dispute.settledAt &&
  html`<footer class="btn-row"><form method="post" action="${here}/look"><button type="submit" class="btn sm">${icon('refresh', 16)}${say('operator-console.dispute.look')}</button></form></footer>`
}</section>
`
}

function messageForm(say: Say, page: DisputePage, here: string): Html {
  const { typed = {}, dispute } = page
  const option = (value: 'both' | 'holder' | 'organization', label: string) =>
    html`<option value="${value}"${value === (typed.to ?? 'both') && trusted(' selected')}>${label}</option>
`
  return html`<form method="post" action="${here}/message" class="card">
<div class="card-body"><div class="field"><label for="to">${say('operator-console.dispute.to')}</label>
<select class="select" id="to" name="to">
${option('both', say('operator-console.dispute.to-both'))}${option('holder', say('operator-console.dispute.to-holder', { name: dispute.name }))}${option('organization', say('operator-console.dispute.to-organization', { organization: dispute.organization }))}</select></div>
${textArea(say, {
  id: 'text',
  label: say('operator-console.dispute.message'),
  hint: say('operator-console.dispute.message-hint'),
  value: typed.text,
  error: wrong(say, page, 'message'),
})}</div>
<footer class="btn-row"><button type="submit" class="btn primary">${say('account-page.case.send')}</button></footer></form>
`
}

function settleForm(say: Say, page: DisputePage, here: string): Html {
  const { typed = {}, dispute } = page
  const { organization } = dispute
  const pick = (value: 'released' | 'kept', label: string, more: string) =>
    html`<label class="pick"><input type="radio" name="outcome" value="${value}"${value === typed.outcome && trusted(' checked')} required><span><b>${label}</b><span class="muted">${more}</span></span></label>
`
  return html`<form method="post" action="${here}/settle" class="card" aria-labelledby="h-o">
<header>
<h2 id="h-o">${say('operator-console.dispute.outcome')}</h2>
<p>${say('operator-console.dispute.outcome-lede')}</p></header>
<div class="card-body">
<fieldset><legend class="sr-only">${say('operator-console.dispute.outcome')}</legend>
${pick('released', say('operator-console.dispute.released'), say('operator-console.dispute.released-more', { organization }))}${pick('kept', say('operator-console.dispute.kept', { organization }), say('operator-console.dispute.kept-more'))}</fieldset>
<div class="mt-6">${textArea(say, {
    id: 'reason',
    label: say('operator-console.dispute.reason'),
    optional: true,
    hint: say('operator-console.dispute.reason-hint'),
    value: typed.reason,
    error: wrong(say, page, 'settle'),
  })}</div></div>
<footer class="btn-row"><button type="submit" class="btn danger-quiet">${say('operator-console.dispute.settle')}</button></footer></form>`
}
