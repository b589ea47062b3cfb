import { errorWords, field, type Html, html, icon, note, type Problem, type Say } from '#platform/page'
import { type Listed, mostCounted } from '../organization-store.ts'
import { type Frame, inOperatorConsole } from './frame.ts'
import { pager } from './pager.ts'

export interface OrganizationsPage extends Frame {
  /** What was looked for. */
  readonly query: string
  /** Only those with a domain whose proof is missing. */
  readonly isFailing?: boolean
  readonly organizations: readonly Listed[]
  /** The last one of this page, when there are more. */
  readonly next?: string | undefined
  readonly isFirst: boolean
}

/** Every organization by name; none of what is in its accounts. */
export function organizationsPage(say: Say, page: OrganizationsPage): Html {
  const { query, organizations } = page
  return inOperatorConsole(say, page, {
    section: '/organizations',
    title: say('operator-console.organizations.title'),
    lede: say('operator-console.organizations.lede'),
    styles: ['text.css', 'operator.css'],
    action: html`<a class="btn primary" href="/operator/organizations/new">${icon('plus')}${say('operator-console.organizations.make')}</a>`,
    content: html`<form method="get" action="/operator/organizations" role="search" class="mb-5"><label for="q">${say('operator-console.organizations.find')}</label>
<div class="find"><input class="input" id="q" name="q" type="search" maxlength="200" autocomplete="off" spellcheck="false" value="${query}"><button type="submit" class="btn">${icon('search', 18)}${say('operator-console.organizations.search')}</button></div></form>
${page.isFailing && html`<p class="mb-5">${say('operator-console.organizations.failing')} <a class="alone" href="/operator/organizations">${say('operator-console.organizations.all')}</a></p>`}${
  organizations.length > 0 ? table(say, page) : none(say, query)
}`,
  })
}

function none(say: Say, query: string): Html {
  const words = query
    ? html`<h2 class="h3">${say('operator-console.organizations.none-found')}</h2>
<p>${say('operator-console.organizations.none-found-why')}</p>
<a class="btn" href="/operator/organizations">${say('operator-console.organizations.all')}</a>`
    : html`<h2 class="h3">${say('operator-console.organizations.none')}</h2>
<p>${say('operator-console.organizations.none-why')}</p>`
  return html`<section class="card empty" aria-label="${say('operator-console.organizations.title')}">${icon('people')}
${words}</section>`
}

/** A number that is counted up to a bound only. */
export const counted = (say: Say, count: number, most: number): string =>
  say('operator-console.organizations.count', { count: Math.min(count, most), more: count > most ? 'yes' : 'no' })

function table(say: Say, { query, isFailing, organizations, next, isFirst }: OrganizationsPage): Html {
  const row = ({ id, name, createdAt, domains, accounts, isRun }: Listed) =>
    html`<tr><th scope="row"><a class="plainlink" href="/operator/organizations/${id}"><bdi>${name}</bdi></a>${
      !isRun && html` <span class="pill warn">${icon('alert')}${say('operator-console.organizations.alone')}</span>`
    }</th><td class="num" data-label="${say('operator-console.organizations.domains')}">${counted(say, domains, mostCounted.domains)}</td><td class="num" data-label="${say('operator-console.organizations.accounts')}">${counted(say, accounts, mostCounted.accounts)}</td><td class="muted num fold-hide">${say.date(createdAt)}</td></tr>
`
  const wanted = { ...(query && { q: query }), ...(isFailing && { failing: '1' }) }
  const to = (more: Record<string, string>) => `/operator/organizations?${new URLSearchParams({ ...wanted, ...more })}`
  return html`<section class="card" aria-label="${say('operator-console.organizations.title')}">
<div class="table-wrap">
<table class="table fold seen"><caption class="sr-only">${say('operator-console.organizations.title')}</caption>
<thead>
<tr><th scope="col">${say('operator-console.organizations.name')}</th><th scope="col">${say('operator-console.organizations.domains')}</th><th scope="col">${say('operator-console.organizations.accounts')}</th><th scope="col" class="fold-hide">${say('operator-console.organizations.since')}</th></tr></thead>
<tbody>
${organizations.map(row)}</tbody></table></div>
${pager(say, { nextHref: next && to({ after: next }), firstHref: isFirst ? undefined : to({}) })}</section>`
}

export interface NewOrganizationPage extends Frame {
  readonly name?: string | undefined
  readonly email?: string | undefined
  readonly error?: Problem | undefined
}

/** Making an organization for somebody: its name, and who is invited to run it. */
export function newOrganizationPage(say: Say, page: NewOrganizationPage): Html {
  const { name, email, error } = page
  const code = typeof error === 'string' ? error : error?.code
  const words = error === undefined ? undefined : errorWords(say, 'operator-console.new.error', error)
  const isName = code?.startsWith('organization.name-')
  const isAddress = code?.startsWith('kernel.address-')
  return inOperatorConsole(say, page, {
    section: '/organizations',
    title: say('operator-console.new.title'),
    lede: say('operator-console.new.lede'),
    crumbs: [{ href: '/operator/organizations', label: say('operator-console.organizations.title') }],
    content: html`${words && !isName && !isAddress && html`<div class="mb-5">${note('bad', words)}</div>`}<form method="post" action="/operator/organizations/new" class="card">
<div class="card-body">${field({
      id: 'name',
      className: 'input',
      label: say('operator-console.new.name'),
      attributes: 'type="text" autocomplete="off" maxlength="100" required',
      value: name,
      error: isName ? words : undefined,
      focus: !isAddress,
    })}
${emailField(say, email, isAddress ? words : undefined)}</div>
<footer class="btn-row"><button type="submit" class="btn primary">${say('operator-console.new.make')}</button><a class="btn quiet" href="/operator/organizations">${say('operator-console.cancel')}</a></footer></form>`,
  })
}

/** Whom to invite. Whether the address has an account makes no difference (LOG-5). */
export const emailField = (say: Say, value: string | undefined, error: Html | undefined): Html =>
  field({
    id: 'email',
    className: 'input',
    label: say('operator-console.new.email'),
    attributes: 'type="email" inputmode="email" autocomplete="off" spellcheck="false" maxlength="320" required',
    value,
    error,
    hint: html`${say('operator-console.new.email-hint')}`,
    focus: error !== undefined,
  })
