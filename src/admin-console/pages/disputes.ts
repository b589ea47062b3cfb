import { saidList, textArea } from '#account-page'
import { caseName, type Dispute, type DisputeMessage } from '#domain-claim'
import { errorWords, type Html, html, note, type Problem, type Say } from '#platform/page'
import { type DisputeList, disputeFacts, disputeList } from './dispute-parts.ts'
import { type Frame, inConsole } from './frame.ts'

/** Who says that an account doesn’t belong to the organization (DOM-9). */
export function disputesPage(say: Say, page: Frame & DisputeList): Html {
  return inConsole(say, page, {
    section: '/disputes',
    title: say('admin-console.disputes.title'),
    lede: say('admin-console.disputes.lede', { organization: page.organization.name }),
    styles: ['case.css'],
    content: disputeList(say, page, `${page.base}/disputes`, false),
  })
}

export interface DisputePage extends Frame {
  /** Without the address at which the holder can be reached: it is not for the organization. */
  readonly dispute: Omit<Dispute, 'reach'>
  readonly messages: readonly DisputeMessage[]
  readonly now: Temporal.Instant
  readonly text?: string | undefined
  readonly error?: Problem | undefined
}

/** A case, for the organization: what was written, an answer, and the ways to end it. */
export function disputePage(say: Say, page: DisputePage): Html {
  const { base, role, dispute, messages, now, text, error } = page
  const { id, number, settledAt, handedOverAt } = dispute
  const mayAct = role !== 'auditor' && settledAt === undefined
  const here = `${base}/disputes/${id}`
  return inConsole(say, page, {
    section: '/disputes',
    title: say('admin-console.dispute.title', { number: caseName(number) }),
    lede: settledAt ? undefined : say('admin-console.dispute.lede'),
    crumbs: [{ href: `${base}/disputes`, label: say('admin-console.disputes.title') }],
    here: caseName(number),
    styles: ['case.css'],
    content: html`${disputeFacts(say, dispute, now)}
<section class="card" aria-labelledby="h-m">
<header>
<h2 id="h-m">${say('account-page.case.messages')}</h2></header>
<div class="card-body">${saidList(say, messages)}</div></section>
${
  mayAct &&
  html`<form method="post" action="${here}/message" class="card">
<div class="card-body">${textArea(say, {
    id: 'text',
    label: say('admin-console.dispute.answer'),
    hint: say('admin-console.dispute.answer-hint'),
    value: text,
    error: error === undefined ? undefined : errorWords(say, 'admin-console.dispute.error', error),
  })}</div>
<footer class="btn-row"><button type="submit" class="btn primary">${say('account-page.case.send')}</button></footer></form>
<section class="card" aria-labelledby="h-e">
<header>
<h2 id="h-e">${say('admin-console.dispute.end')}</h2>
<p>${say('admin-console.dispute.end-lede')}</p></header>
${handedOverAt && html`<div class="card-body">${note('plain', say('admin-console.dispute.waits'), false)}</div>`}
<footer class="btn-row"><a class="btn" href="${here}/release">${say('admin-console.dispute.release')}</a>${
    !handedOverAt &&
    html`<form method="post" action="${here}/hand-over"><button type="submit" class="btn quiet">${say('admin-console.dispute.hand-over')}</button></form>`
  }</footer></section>`
}`,
  })
}

/** Asks before an account is released, and says what that does. */
export function releaseDisputePage(say: Say, page: Frame & { readonly dispute: Omit<Dispute, 'reach'> }): Html {
  const { base, dispute, organization } = page
  const number = caseName(dispute.number)
  const here = `${base}/disputes/${dispute.id}`
  return inConsole(say, page, {
    section: '/disputes',
    title: say('admin-console.dispute.release-title', { name: dispute.name }),
    here: say('admin-console.dispute.release'),
    crumbs: [
      { href: `${base}/disputes`, label: say('admin-console.disputes.title') },
      { href: here, label: number },
    ],
    content: html`<form method="post" action="${here}/release" class="card">
<div class="card-body"><ul>
<li>${say('admin-console.dispute.release-personal', { organization: organization.name })}</li>
<li>${say('admin-console.dispute.release-never')}</li>
<li>${say('admin-console.dispute.release-access')}</li></ul></div>
<footer class="btn-row"><a class="btn primary" href="${here}">${say('admin-console.dispute.back')}</a><button type="submit" class="btn danger-quiet">${say('admin-console.dispute.release')}</button></footer></form>`,
  })
}
