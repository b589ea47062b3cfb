import type { Suggestion } from '#domain-claim'
import { type Html, hidden, html, type Say } from '#platform/page'

/** Suggestions that wait for the holder, to be accepted or ignored (CTL-3). */
export function suggestionCards(say: Say, suggestions: readonly Suggestion[]): Html {
  const card = ({ id, kind, value, organization }: Suggestion) => {
    const isName = kind === 'name'
    const who = { organization, name: (inner: Html) => html`<bdi>${inner}</bdi>` }
    const title = isName
      ? say.html('account-page.suggestion.name', who)
      : say.html('account-page.suggestion.address', who)
    const more = isName ? say('account-page.suggestion.name-more') : say('account-page.suggestion.address-more')
    return html`<section class="card" aria-labelledby="s-${kind}">
<div class="card-body">
<h2 id="s-${kind}">${title}</h2>
<p class="mt-3"><b><bdi>${value}</bdi></b></p>
<p class="sub mt-1">${more}</p></div>
<footer class="btn-row"><form method="post" action="/profile/suggestion/accept">${hidden('suggestion', id)}<button type="submit" class="btn sm primary">${say('account-page.suggestion.accept')}</button></form><form method="post" action="/profile/suggestion/ignore">${hidden('suggestion', id)}<button type="submit" class="btn sm quiet">${say('account-page.suggestion.ignore')}</button></form></footer></section>
`
  }
  return html`${suggestions.map(card)}`
}
