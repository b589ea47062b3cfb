import { casePill, matterWords } from '#account-page'
import { caseName, type Dispute, type DisputeState, disputeStates, dueAt, isOverdue } from '#domain-claim'
import { type Html, html, icon, type Say, trusted } from '#platform/page'

/** What lists of cases and their pages have in common for administrators and operators (DOM-9). */

export interface DisputeList {
  readonly disputes: readonly Dispute[]
  readonly state: DisputeState
  readonly counts: { readonly open: number; readonly overdue: number }
  readonly now: Temporal.Instant
  /** The page after this one. */
  readonly next?: string | undefined
  readonly isFirst: boolean
}

/** @param base the address of the list, and of the cases below it */
export function disputeList(say: Say, list: DisputeList, base: string, withOrganization: boolean): Html {
  const { disputes, state, next, isFirst } = list
  return html`${tabs(say, list, base)}
${disputes.length > 0 ? table(say, list, base, withOrganization) : none(say, state)}
${
  (next || !isFirst) &&
  html`<nav class="pager mt-4" aria-label="${say('admin-console.disputes.pages')}"><span>${
    !isFirst &&
    html`<a class="btn quiet sm" href="${base}?state=${state}">${icon('back', 16)}${say('admin-console.disputes.first')}</a>`
  }</span>${next && html`<a class="btn sm" href="${base}?state=${state}&after=${next}">${say('admin-console.disputes.more')}${icon('next', 16)}</a>`}</nav>`
}`
}

function tabs(say: Say, { state, counts }: DisputeList, base: string): Html {
  const one = (name: DisputeState) => {
    const label = {
      open: say('admin-console.disputes.open', { count: counts.open }),
      overdue: say('admin-console.disputes.overdue', { count: counts.overdue }),
      settled: say('admin-console.disputes.settled'),
    }[name]
    return html`<a href="${base}?state=${name}"${name === state && trusted(' aria-current="page"')}>${label}</a>
`
  }
  return html`<nav class="tabs" aria-label="${say('admin-console.disputes.which')}">${disputeStates.map(one)}</nav>`
}

function none(say: Say, state: DisputeState): Html {
  const words =
    state === 'settled'
      ? say('admin-console.disputes.none-settled')
      : state === 'overdue'
        ? say('admin-console.disputes.none-overdue')
        : say('admin-console.disputes.none-open')
  return html`<section class="card empty" aria-label="${say('admin-console.disputes.title')}">${icon('done')}
<p>${words}</p></section>`
}

function table(say: Say, { disputes, state, now }: DisputeList, base: string, withOrganization: boolean): Html {
  const row = (dispute: Dispute) => {
    const { id, number, name, email, organization, openedAt, settledAt } = dispute
    return html`<tr><th scope="row"><a class="plainlink nowrap" href="${base}/${id}">${caseName(number)}</a></th><td><bdi>${name}</bdi><small class="sub">${email}</small></td>${
      withOrganization && html`<td><bdi>${organization}</bdi></td>`
    }<td class="state">${casePill(say, dispute)}</td><td class="muted num fold-hide">${say.moment(openedAt)}</td><td class="num">${
      settledAt ? say.moment(settledAt) : dueWords(say, dispute, now)
    }</td></tr>
`
  }
  return html`<section class="card" aria-label="${say('admin-console.disputes.title')}">
<div class="table-wrap">
<table class="table fold cases"><caption class="sr-only">${say('admin-console.disputes.title')}</caption>
<thead>
<tr><th scope="col">${say('admin-console.disputes.case')}</th><th scope="col">${say('admin-console.disputes.holder')}</th>${
    withOrganization && html`<th scope="col">${say('admin-console.disputes.organization')}</th>`
  }<th scope="col">${say('admin-console.disputes.stands')}</th><th scope="col" class="fold-hide">${say('admin-console.disputes.opened')}</th><th scope="col">${
    state === 'settled' ? say('admin-console.disputes.settled') : say('admin-console.disputes.due')
  }</th></tr></thead>
<tbody>
${disputes.map(row)}</tbody></table></div></section>`
}

/** Until when something has to happen; marked when that time has passed. */
export const dueWords = (say: Say, dispute: Dispute, now: Temporal.Instant): Html =>
  isOverdue(dispute, now)
    ? html`<span class="pill bad">${icon('alert')}${say('admin-console.disputes.late', { since: say.date(dueAt(dispute)) })}</span>`
    : html`${say.date(dueAt(dispute))}`

/** What a case is about. */
export function disputeFacts(say: Say, dispute: Dispute, now: Temporal.Instant, more: Html | false = false): Html {
  const { name, email, matter, organization, domain, openedAt, handedOverAt, mediator, settledAt, outcomeReason } =
    dispute
  return html`<section class="card" aria-labelledby="h-f">
<header class="row between row-wrap">
<h2 id="h-f">${say('admin-console.dispute.about')}</h2>${casePill(say, dispute)}</header>
<div class="card-body"><dl class="kv">
<dt>${say('admin-console.disputes.holder')}</dt><dd><bdi>${name}</bdi><small class="sub">${email}</small></dd>
<dt>${say('admin-console.dispute.says')}</dt><dd>${matterWords(say, matter, organization)}</dd>
${domain && html`<dt>${say('admin-console.dispute.domain')}</dt><dd>${domain}</dd>`}
<dt>${say('admin-console.disputes.opened')}</dt><dd class="num">${say.moment(openedAt)}</dd>
${
  settledAt
    ? html`<dt>${say('admin-console.disputes.settled')}</dt><dd class="num">${say.moment(settledAt)}</dd>`
    : html`<dt>${say('admin-console.dispute.explain-by')}</dt><dd class="num">${say.date(dispute.explainBy)}</dd><dt>${say('admin-console.dispute.settle-by')}</dt><dd class="num">${say.date(dispute.settleBy)}</dd>`
}
${!settledAt && isOverdue(dispute, now) && html`<dt>${say('admin-console.disputes.due')}</dt><dd>${dueWords(say, dispute, now)}</dd>`}
${handedOverAt && html`<dt>${say('admin-console.dispute.handed-over')}</dt><dd class="num">${say.moment(handedOverAt)}</dd>`}
${mediator && html`<dt>${say('admin-console.dispute.mediator')}</dt><dd><bdi>${mediator}</bdi></dd>`}
${outcomeReason && html`<dt>${say('admin-console.dispute.reason')}</dt><dd class="quote" dir="auto">${outcomeReason}</dd>`}
${more}</dl></div></section>
`
}
