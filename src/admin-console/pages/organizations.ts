import type { Run } from '#organization'
import {
  accountPage,
  errorWords,
  field,
  type Holder,
  type Html,
  html,
  icon,
  type Problem,
  type Say,
} from '#platform/page'
import { roleName } from './frame.ts'

/** The organizations that somebody helps to run. */
export function organizationsPage(
  say: Say,
  { holder, organizations }: { readonly holder: Holder; readonly organizations: readonly Run[] },
): Html {
  const row = ({ id, name, role }: Run) =>
    html`<li>${icon('people')}<span class="val"><b class="h3"><bdi>${name}</bdi></b><small>${roleName(say, role)}</small></span><span class="end"><a class="btn sm" href="/organizations/${id}">${say('admin-console.organizations.open')}<span class="sr-only"> ${name}</span></a></span></li>`
  return accountPage(say, {
    title: say('admin-console.organizations.title'),
    holder,
    content: html`<div class="page-head">
<h1>${say('admin-console.organizations.title')}</h1>
<p>${say('admin-console.organizations.lede')}</p></div>
<section class="card" aria-label="${say('admin-console.organizations.title')}">
${
  organizations.length > 0
    ? html`<ul class="rows list">
${organizations.map(row)}</ul>`
    : html`<div class="card-body"><p class="muted">${say('admin-console.organizations.none')}</p></div>`
}
<footer><a class="btn sm" href="/organizations/new">${icon('plus', 18)}${say('admin-console.organizations.make')}</a></footer></section>`,
  })
}

/** Making an organization: its name, and what that does and does not do. */
export function newOrganizationPage(
  say: Say,
  page: { readonly holder: Holder; readonly name?: string | undefined; readonly error?: Problem | undefined },
): Html {
  const { holder, name, error } = page
  return accountPage(say, {
    title: error ? say('admin-console.new.title-error') : say('admin-console.new.title'),
    holder,
    content: html`<div class="page-head">
<h1>${say('admin-console.new.title')}</h1>
<p>${say('admin-console.new.lede')}</p></div>
<form method="post" action="/organizations/new" class="card">
<div class="card-body">${nameField(say, name, error)}</div>
<footer class="btn-row"><button type="submit" class="btn primary">${say('admin-console.new.make')}</button><a class="btn quiet" href="/organizations">${say('admin-console.new.cancel')}</a></footer></form>`,
  })
}

export const nameField = (say: Say, value: string | undefined, error: Problem | undefined): Html =>
  field({
    id: 'name',
    className: 'input',
    label: say('admin-console.new.name'),
    attributes: 'type="text" autocomplete="organization" maxlength="100" required',
    value,
    error: error === undefined ? undefined : errorWords(say, 'admin-console.new.error', error),
    focus: true,
  })
