import { type Html, html, type Say } from '#platform/page'

/** At the end of the profile: taking everything along, and leaving. */
export const leavingCards = (say: Say): Html => html`<section class="card" aria-labelledby="h-e">
<div class="card-body row">
<div class="grow">
<h2 id="h-e">${say('account-page.cards.export')}</h2>
<p class="sub mt-1">${say('account-page.cards.export-more')}</p></div><a class="btn sm nowrap" href="/profile/export">${say('account-page.cards.export-go')}</a></div></section>
<section class="card" aria-labelledby="h-d">
<div class="card-body row">
<div class="grow">
<h2 id="h-d">${say('account-page.cards.delete')}</h2>
<p class="sub mt-1">${say('account-page.cards.delete-more')}</p></div><a class="btn sm danger-quiet nowrap" href="/profile/delete">${say('account-page.cards.delete')}</a></div></section>`
