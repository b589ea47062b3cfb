import { readFileSync } from 'node:fs'
import { html } from 'hono/html'
import { type Faults, field } from '../look/form.ts'
import type { Html } from '../look/marks.ts'
import { done } from '../look/parts.ts'
import type { TxtRecord } from './record.ts'

export const stylesheet = [
  ...['1-tokens', '2-text', '3-controls', '4-blocks', '5-bar', '6-suite'].map((name) => `../look/css/${name}.css`),
  'name-server.css',
]
  .map((path) => readFileSync(new URL(path, import.meta.url), 'utf8'))
  .join('\n')

/** All records, and the form for another one. */
export function recordsPage(o: {
  records: readonly TxtRecord[]
  typed?: TxtRecord | undefined
  faults?: Faults<TxtRecord> | undefined
  said?: string | undefined
}): Html {
  const { typed = { name: '', value: '' }, faults = {} } = o
  return page(
    Object.keys(faults).length > 0 ? 'Error: Name server' : 'Name server',
    html`<div class="head"><div><h1>Name server</h1>
<p class="muted">This is all the DNS that this Umbel asks. A domain is proved by the record that its page in Umbel shows:
add the record here, then look again there. Nothing leaves this machine.</p></div></div>
${done(o.said)}
<section class="card" aria-labelledby="h-add"><header><h2 id="h-add">Add a TXT record</h2></header>
<form class="card-body" method="post" action="/add" novalidate>
${field({ id: 'name', label: 'Name', value: typed.name, fault: faults.name, hint: 'The whole name in place of @, such as acme-labs.example.com' })}
${field({ id: 'value', label: 'Value', value: typed.value, fault: faults.value, first: !faults.name, hint: 'The text, such as umbel-verify=…' })}
<div class="btn-row form-end"><button class="btn primary" type="submit">Add record</button></div>
</form></section>
<section class="card" aria-labelledby="h-records"><header><h2 id="h-records">TXT records</h2></header>
${o.records.length === 0 ? html`<p class="card-body muted">There are none. No name exists in this DNS.</p>` : html`<ul class="list records">${o.records.map(row)}</ul>`}
</section>`,
  )
}

export const notFoundPage = (): Html =>
  page(
    'No such page',
    html`<section class="card empty"><h1>There is no such page</h1><a class="btn" href="/">Go to the records</a></section>`,
  )

const row = ({ name, value }: TxtRecord): Html => html`<li>
<div class="record"><b class="mono">${name}</b><span class="mono muted">${value}</span></div>
<form method="post" action="/remove"><input type="hidden" name="name" value="${name}"><input type="hidden" name="value" value="${value}">
<button class="btn sm" type="submit">Remove<span class="sr-only"> ${value} of ${name}</span></button></form></li>`

const page = (title: string, main: Html): Html => html`<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title} – the demo’s DNS</title>
<link rel="stylesheet" href="/style.css">
</head>
<body>
<header class="topbar"><a class="brand" href="/">Name server of the demo</a></header>
<main class="page narrow">
${main}
</main>
</body>
</html>`
