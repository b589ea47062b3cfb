import { html } from 'hono/html'
import { errorLine, type Faults, faulty, option } from '../look/form.ts'
import type { Html } from '../look/marks.ts'
import { done, moment, personOf, saying } from '../look/parts.ts'
import type { Colleague } from '../look/people.ts'
import { type Comment, type Draft, type Issue, states, stateWords } from './issue.ts'
import { statePill } from './list-page.ts'

/** What the page says after an act, by the word in its address. */
const results: Record<string, string> = {
  created: 'The issue is created. Everybody here can see it.',
  changed: 'Your change is saved.',
  state: 'The state is changed.',
  assignee: 'The issue has a new assignee.',
  comment: 'Your comment is added.',
}

const commentOf = ({ author, authorName, said, createdAt }: Comment): Html =>
  saying(author, authorName, said, createdAt)

/** A comment that wasn't accepted, kept with the reason. */
export interface RefusedComment {
  said: string
  fault: string
}

export function issuePage(
  issue: Issue,
  comments: readonly Comment[],
  people: readonly Colleague[],
  result: string | undefined,
  refused?: RefusedComment,
): Html {
  const here = `/issues/${issue.id}`
  return html`<p class="crumb"><a href="/">All issues</a></p>
${done(result === undefined ? undefined : results[result])}
<div class="head"><h1>${issue.title} <span class="muted num">#${issue.id}</span></h1><a class="btn" href="${here}/edit">Edit</a></div>
<div class="issue">
<div>
<section class="card" aria-labelledby="h-description"><header><h2 id="h-description">Description</h2>
<p>Written by ${issue.authorName ?? 'Tracker'}, ${moment(issue.createdAt)}</p></header>
<div class="card-body prose">${issue.description || 'No description.'}</div></section>
<section class="card" aria-labelledby="h-comments"><header><h2 id="h-comments">Comments</h2></header>
${comments.length > 0 ? html`<ol class="list">${comments.map(commentOf)}</ol>` : ''}
<form class="said" method="post" action="${here}/comments">
<div class="field"><label for="said">Your comment</label>
<textarea class="textarea input" id="said" name="said" required${faulty('e-said', refused?.fault)}>${'\n'}${refused?.said ?? ''}</textarea>
${errorLine('e-said', refused?.fault)}</div>
<button class="btn" type="submit">Add comment</button></form></section>
</div>
<aside class="card" aria-label="Progress"><div class="card-body facts">
<p>${statePill(issue.state)}</p>
<form method="post" action="${here}/state"><div class="field"><label for="state">State</label>
<select class="select" id="state" name="state">${states.map((state) => option(state, stateWords[state], issue.state))}</select></div>
<button class="btn sm" type="submit">Change state</button></form>
<p>${personOf(issue.assignee, issue.assigneeName)}</p>
<form method="post" action="${here}/assignee"><div class="field"><label for="assignee">Assigned to</label>
<select class="select" id="assignee" name="assignee">${option('', 'Nobody', issue.assignee ?? '')}
${people.map(({ accountId, name }) => option(accountId, name, issue.assignee ?? ''))}</select></div>
<button class="btn sm" type="submit">Assign</button></form>
</div></aside>
</div>`
}

/** The form for a new issue or, with `issue`, for changing one. */
export function formPage(
  draft: Draft,
  faults: Faults<Draft>,
  issue?: { id: number; version: number; stale?: boolean },
): Html {
  const where = issue ? `/issues/${issue.id}` : '/'
  const stale = html`<div class="note warn" role="alert"><div><b>Somebody changed this issue meanwhile</b>
Your words are below, unsaved. <a href="${where}">Look at the issue as it is now</a>, or save to write over it.</div></div>`
  return html`<p class="crumb"><a href="${where}">${issue ? `Issue #${issue.id}` : 'All issues'}</a></p>
<div class="head"><h1>${issue ? 'Edit issue' : 'New issue'}</h1></div>
${issue?.stale ? stale : ''}
<form class="card card-body" method="post" action="${issue ? `${where}/edit` : '/issues'}" novalidate>
${issue ? html`<input type="hidden" name="version" value="${issue.version}">` : ''}
<div class="field"><label for="title">Title</label>
<input class="input" id="title" name="title" type="text" required autocomplete="off" value="${draft.title}"${faulty('e-title', faults.title)}>
${errorLine('e-title', faults.title)}</div>
<div class="field"><label for="description">Description</label>
<textarea class="textarea input" id="description" name="description" rows="8"${faulty('e-description', faults.title ? undefined : faults.description)}>${'\n'}${draft.description}</textarea>
${errorLine('e-description', faults.description)}</div>
<div class="btn-row form-end"><button class="btn primary" type="submit">${issue ? 'Save' : 'Create issue'}</button><a class="btn quiet" href="${where}">Cancel</a></div>
</form>`
}
