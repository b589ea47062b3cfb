import { type Html, html, type Say } from '#platform/page'
import { type Frame, inOperatorConsole } from './frame.ts'

export interface OverviewPage extends Frame {
  readonly needs: readonly Html[]
}

/** What needs somebody comes first; an empty list says so. */
export function overviewPage(say: Say, page: OverviewPage): Html {
  const { needs } = page
  return inOperatorConsole(say, page, {
    section: '',
    title: say('operator-console.overview.title'),
    lede: say('operator-console.overview.lede', { count: needs.length }),
    content: html`<section class="card" aria-labelledby="h-t">
<header>
<h2 id="h-t">${say('operator-console.overview.needs')}</h2></header>
${
  needs.length > 0
    ? html`<ul class="rows list">
${needs}</ul>`
    : html`<div class="card-body"><p class="muted">${say('operator-console.overview.nothing')}</p></div>`
}</section>`,
  })
}
