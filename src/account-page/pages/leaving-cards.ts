import type { Manager } from '#account'
import { type Html, html, icon, type Say } from '#platform/page'

/** Stands where a button would, if the holder decided. */
export const lockedPill = (say: Say): Html =>
  html`<span class="pill">${icon('lock')}${say('account-page.profile.locked')}</span>`

/** A tag of a sentence that says whom to ask, and leads to asking (CTL-1, MAN-6). */
export const toAsk =
  (kind: 'address' | 'deletion') =>
  (inner: Html): Html =>
    html`<a href="/organization/ask/${kind}">${inner}</a>`

/** At the end of the profile: taking everything along, and leaving. */
export const leavingCards = (
  say: Say,
  manager: Manager | undefined,
): Html => html`<section class="card" aria-labelledby="h-e">
<div class="card-body row">
<div class="grow">
<h2 id="h-e">${say('account-page.cards.export')}</h2>
<p class="sub mt-1">${say('account-page.cards.export-more')}</p></div><a class="btn sm nowrap" href="/profile/export">${say('account-page.cards.export-go')}</a></div></section>
${manager ? lockedDelete(say, manager) : deleteCard(say)}`

const deleteCard = (say: Say): Html => html`<section class="card" aria-labelledby="h-d">
<div class="card-body row">
<div class="grow">
<h2 id="h-d">${say('account-page.cards.delete')}</h2>
<p class="sub mt-1">${say('account-page.cards.delete-more')}</p></div><a class="btn sm danger-quiet nowrap" href="/profile/delete">${say('account-page.cards.delete')}</a></div></section>`

const lockedDelete = (say: Say, { organization }: Manager): Html => html`<section class="card" aria-labelledby="h-d">
<div class="card-body row row-top">
<div class="grow">
<h2 id="h-d">${say('account-page.cards.delete')}</h2>
<p class="sub mt-1">${say.html('account-page.cards.delete-locked', { organization, a: toAsk('deletion') })}</p></div>${lockedPill(say)}</div></section>`
