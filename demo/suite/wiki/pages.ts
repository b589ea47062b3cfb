import { html } from 'hono/html'
import { excess, type Faults, field } from '../../look/form.ts'
import type { Html } from '../../look/marks.ts'
import { done, formEnd, moment, nothing, pager, personOf } from '../../look/parts.ts'
import type { Draft, Listed, Revision, WikiPage } from './store.ts'

const results: Record<string, string> = {
  created: 'The page is created. Everybody here can read it.',
  changed: 'Your change is saved.',
}

/** What is wrong with a draft, by field. */
export function faultsOf({ title, text }: Draft): Faults<Draft> {
  const faults: Faults<Draft> = {}
  if (title === '') faults.title = 'The page has no title yet. It is what people will look for.'
  const over = excess(title, 120)
  if (over > 0) faults.title = `The title is ${over} characters too long. Put the details into the text.`
  const more = excess(text, 20_000)
  if (more > 0) faults.text = `The text is ${more} characters too long. Split it into two pages.`
  return faults
}

const row = (page: Listed): Html => html`<tr>
<td><a class="row-link" href="/pages/${page.id}">${page.title}</a></td>
<td>${page.changedBy ? personOf(page.changedBy, page.changedByName) : ''}</td>
<td class="muted num">${moment(page.changedAt)}</td>
</tr>`

export function listPage(
  search: string,
  after: number | undefined,
  { pages, next }: { pages: readonly Listed[]; next: number | undefined },
): Html {
  const address = (more: Record<string, string>) => {
    const query = new URLSearchParams({ ...(search && { q: search }), ...more }).toString()
    return query ? `/?${query}` : '/'
  }
  const table = () => html`<section class="card" aria-label="Pages found"><div class="table-wrap"><table class="table">
<caption class="sr-only">Pages by title</caption>
<thead><tr><th scope="col">Title</th><th scope="col">Last changed by</th><th scope="col">Last changed</th></tr></thead>
<tbody>${pages.map(row)}</tbody></table></div>
${pager(after === undefined ? undefined : address({}), next === undefined ? undefined : address({ after: String(next) }))}</section>`
  const none = () => {
    if (after !== undefined) return nothing('No more pages', 'You’re past the last one.', [address({}), 'First page'])
    if (search) return nothing('No page matches', 'Try other words, or fewer.', ['/', 'Show all pages'])
    const text = 'Whoever logs in to Wiki can read what you write down here, and improve it.'
    return nothing('No pages yet', text, ['/pages/new', 'Write the first page'])
  }
  return html`<div class="head"><h1>Pages</h1><a class="btn primary" href="/pages/new">New page</a></div>
<form method="get" action="/" class="toolbar" role="search" aria-label="Pages">
<div class="field search"><label for="q">Search</label><input class="input" id="q" name="q" type="search" maxlength="100" value="${search}"></div>
<button class="btn" type="submit">Search</button>
</form>
${pages.length > 0 ? table() : none()}`
}

const changed = ({ changedByName, changedAt }: Pick<WikiPage, 'changedByName' | 'changedAt'>): Html =>
  html`${changedByName ? `Last changed by ${changedByName}` : 'Here from the beginning'}, ${moment(changedAt)}`

export function readPage(page: WikiPage, result: string | undefined): Html {
  const here = `/pages/${page.id}`
  return html`<p class="crumb"><a href="/">All pages</a></p>
${done(result === undefined ? undefined : results[result])}
<article>
<div class="head"><h1>${page.title}</h1><a class="btn" href="${here}/edit">Edit</a></div>
<div class="card"><div class="card-body prose">${page.text || 'Nothing is written here yet.'}</div>
<footer>${changed(page)} · <a href="${here}/history">History</a></footer></div>
</article>`
}

export function historyPage(page: WikiPage, revisions: readonly Revision[]): Html {
  const one = ({ version, title, changedBy, changedByName, changedAt }: Revision) => html`<tr>
<td class="num muted">${version}</td><td>${title}</td>
<td>${changedBy ? personOf(changedBy, changedByName) : ''}</td><td class="muted num">${moment(changedAt)}</td></tr>`
  return html`<p class="crumb"><a href="/pages/${page.id}">${page.title}</a></p>
<div class="head"><h1>History</h1></div>
<section class="card" aria-label="Changes"><div class="table-wrap"><table class="table">
<caption class="sr-only">Changes, newest first</caption>
<thead><tr><th scope="col">Version</th><th scope="col">Title</th><th scope="col">Changed by</th><th scope="col">When</th></tr></thead>
<tbody>${revisions.map(one)}</tbody></table></div></section>`
}

/** The form for a new page or, with `page`, for changing one. */
export function formPage(
  draft: Draft,
  faults: Faults<Draft>,
  page?: { id: number; version: number; stale?: boolean },
): Html {
  const where = page ? `/pages/${page.id}` : '/'
  const stale = html`<div class="note warn" role="alert"><div><b>Somebody changed this page meanwhile</b>
Your words are below, unsaved. <a href="${where}">Look at the page as it is now</a>, or save to write over it.</div></div>`
  return html`<p class="crumb"><a href="${where}">${page ? 'Back to the page' : 'All pages'}</a></p>
<div class="head"><h1>${page ? 'Edit page' : 'New page'}</h1></div>
${page?.stale ? stale : ''}
<form class="card card-body" method="post" action="${page ? `${where}/edit` : '/pages'}" novalidate>
${page ? html`<input type="hidden" name="version" value="${page.version}">` : ''}
${field({ id: 'title', label: 'Title', value: draft.title, fault: faults.title })}
${field({ id: 'text', label: 'Text', value: draft.text, fault: faults.text, first: !faults.title, rows: 16 })}
${formEnd(page ? 'Save' : 'Create page', where)}
</form>`
}
