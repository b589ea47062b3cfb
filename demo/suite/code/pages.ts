import { html } from 'hono/html'
import { excess, type Faults, field } from '../../look/form.ts'
import type { Html } from '../../look/marks.ts'
import { done, formEnd, moment, nothing, pager, personOf } from '../../look/parts.ts'
import type { Draft, Repository } from './store.ts'

/** What is wrong with a draft, by field. */
export function faultsOf({ name, description }: Draft): Faults<Draft> {
  const faults: Faults<Draft> = {}
  if (name === '') faults.name = 'The repository has no name yet.'
  else if (name.length > 63) faults.name = `The name is ${name.length - 63} characters too long.`
  else if (!/^[a-z0-9][a-z0-9._-]*$/.test(name)) {
    faults.name =
      'A name has small letters a to z, digits, dots, hyphens and underscores, and begins with a letter or digit.'
  }
  const over = excess(description, 200)
  if (over > 0) faults.description = `The description is ${over} characters too long. One sentence is enough.`
  return faults
}

const row = ({ name, description, owner, ownerName, createdAt }: Repository): Html => html`<tr>
<td><b class="mono">${name}</b>${description ? html`<span class="sub">${description}</span>` : ''}</td>
<td>${personOf(owner, ownerName)}</td>
<td class="muted num">${moment(createdAt)}</td>
</tr>`

export function listPage(
  { repositories, next }: { repositories: readonly Repository[]; next: string | undefined },
  after: string,
  result: string | undefined,
): Html {
  const onward = next === undefined ? undefined : `/?${new URLSearchParams({ after: next })}`
  const list =
    () => html`<section class="card" aria-label="All repositories"><div class="table-wrap"><table class="table">
<caption class="sr-only">Repositories by name</caption>
<thead><tr><th scope="col">Name</th><th scope="col">Owner</th><th scope="col">Created</th></tr></thead>
<tbody>${repositories.map(row)}</tbody></table></div>
${pager(after ? '/' : undefined, onward)}</section>`
  const none = () =>
    after
      ? nothing('No more repositories', 'You’re past the last one.', ['/', 'First page'])
      : nothing('No repositories yet', 'Whoever creates one owns it.', ['/repositories/new', 'Create the first one'])
  return html`${done(result === 'created' ? 'The repository is created, and you own it.' : undefined)}
<div class="head"><h1>Repositories</h1><a class="btn primary" href="/repositories/new">New repository</a></div>
${repositories.length > 0 ? list() : none()}`
}

export function formPage(draft: Draft, faults: Faults<Draft>): Html {
  return html`<p class="crumb"><a href="/">All repositories</a></p>
<div class="head"><h1>New repository</h1></div>
<form class="card card-body" method="post" action="/repositories" novalidate>
${field({ id: 'name', label: 'Name', value: draft.name, fault: faults.name, hint: 'For example price-list. It stays as it is.' })}
${field({ id: 'description', label: 'Description', value: draft.description, fault: faults.description, first: !faults.name })}
${formEnd('Create repository', '/')}
</form>`
}
