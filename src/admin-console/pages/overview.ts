import type { Admin } from '#organization'
import { type Html, html, icon, type Say } from '#platform/page'
import { type Frame, inConsole } from './frame.ts'

/** What needs someone comes first; an empty list says so (mock-up 15). */
export function overviewPage(say: Say, page: Frame & { readonly admins: readonly Admin[] }): Html {
  const { base, admins } = page
  const needs = needsOf(say, base, admins)
  return inConsole(say, page, {
    section: '',
    title: say('admin-console.overview.title'),
    lede: say('admin-console.overview.lede', { count: needs.length }),
    content: html`<section class="card" aria-labelledby="h-t">
<header>
<h2 id="h-t">${say('admin-console.overview.needs')}</h2></header>
${
  needs.length > 0
    ? html`<ul class="rows list">
${needs}</ul>`
    : html`<div class="card-body"><p class="muted">${say('admin-console.overview.nothing')}</p></div>`
}</section>`,
  })
}

function needsOf(say: Say, base: string, admins: readonly Admin[]): Html[] {
  const few = admins.filter(({ role }) => role === 'org-admin').length < 2
  return few
    ? [
        html`<li><span class="pill warn">${icon('people', 16)}${say('admin-console.overview.one')}</span><span class="val"><b class="h3">${say('admin-console.overview.one-admin')}</b><small>${say('admin-console.overview.one-admin-why')}</small></span><span class="end"><a class="btn sm" href="${base}/admins">${say('admin-console.overview.invite')}</a></span></li>`,
      ]
    : []
}
