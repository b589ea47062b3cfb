import { html } from 'hono/html'
import { option } from '../look/form.ts'
import type { Html } from '../look/marks.ts'
import { moment, personOf } from '../look/parts.ts'
import type { Colleague } from '../look/people.ts'
import { type Issue, states, stateWords } from './issue.ts'
import type { Filter, IssuePage } from './issues.ts'

const pillOf = { todo: 'text', 'in-progress': 'info text', done: 'ok text' } as const

export const statePill = (state: Issue['state']): Html =>
  html`<span class="pill ${pillOf[state]}">${stateWords[state]}</span>`

/** The address of a list: only what differs from the plain one. */
function address(filter: Filter, key: Pick<Partial<Filter>, 'before' | 'after'>): string {
  const asked = {
    q: filter.search,
    state: filter.state,
    assignee: filter.assignee,
    before: key.before,
    after: key.after,
  }
  const set = Object.entries(asked).filter(([, value]) => value)
  return set.length > 0 ? `/?${new URLSearchParams(set.map(([name, value]) => [name, String(value)]))}` : '/'
}

function toolbar(filter: Filter, people: readonly Colleague[]): Html {
  return html`<form method="get" action="/" class="toolbar" role="search" aria-label="Issues">
<div class="field search"><label for="q">Search</label><input class="input" id="q" name="q" type="search" maxlength="100" value="${filter.search}"></div>
<div class="field"><label for="state">State</label><select class="select" id="state" name="state">
${option('', 'Any state', filter.state ?? '')}${states.map((state) => option(state, stateWords[state], filter.state ?? ''))}</select></div>
<div class="field"><label for="assignee">Assigned to</label><select class="select" id="assignee" name="assignee">
${option('', 'Anybody', filter.assignee ?? '')}${option('nobody', 'Nobody', filter.assignee ?? '')}
${people.map(({ accountId, name }) => option(accountId, name, filter.assignee ?? ''))}</select></div>
<button class="btn" type="submit">Filter</button>
</form>`
}

const row = (issue: Issue): Html => html`<tr>
<td class="num muted">#${issue.id}</td>
<td><a class="issue-link" href="/issues/${issue.id}">${issue.title}</a></td>
<td>${statePill(issue.state)}</td>
<td>${personOf(issue.assignee, issue.assigneeName)}</td>
<td class="muted num">${moment(issue.changedAt)}</td>
</tr>`

function pager(filter: Filter, { newer, older }: IssuePage): Html | '' {
  if (newer === undefined && older === undefined) return ''
  return html`<nav class="pager" aria-label="Pages">
<span>${newer === undefined ? '' : html`<a class="btn sm" href="${address(filter, { after: newer })}">Newer</a>`}</span>
<span>${older === undefined ? '' : html`<a class="btn sm" href="${address(filter, { before: older })}">Older</a>`}</span>
</nav>`
}

function nothing(filter: Filter): Html {
  if (filter.search || filter.state || filter.assignee) {
    return html`<section class="card empty"><h2>No issue matches</h2><p>Try other words, or fewer filters.</p><a class="btn" href="/">Show all issues</a></section>`
  }
  if (filter.before || filter.after) {
    return html`<section class="card empty"><h2>No more issues</h2><p>You’re past the last one.</p><a class="btn" href="/">Show the newest</a></section>`
  }
  return html`<section class="card empty"><h2>No issues yet</h2><p>Everybody who logs in to Tracker sees what you write down here.</p><a class="btn" href="/issues/new">Create the first issue</a></section>`
}

export function listPage(filter: Filter, found: IssuePage, people: readonly Colleague[]): Html {
  const list = html`<section class="card" aria-label="Issues found"><div class="table-wrap"><table class="table">
<caption class="sr-only">Issues, newest first</caption>
<thead><tr><th scope="col">Number</th><th scope="col">Title</th><th scope="col">State</th><th scope="col">Assigned to</th><th scope="col">Last changed</th></tr></thead>
<tbody>${found.issues.map(row)}</tbody></table></div>${pager(filter, found)}</section>`
  return html`<div class="head"><h1>Issues</h1><a class="btn primary" href="/issues/new">New issue</a></div>
${toolbar(filter, people)}
${found.issues.length > 0 ? list : nothing(filter)}`
}
