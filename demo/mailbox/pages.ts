import { html, raw } from 'hono/html'
import type { HtmlEscapedString } from 'hono/utils/html'
import type { Mail, Person } from './store.ts'

type Piece = HtmlEscapedString | Promise<HtmlEscapedString>

const MARK = raw(
  '<svg class="mark" width="26" height="26" viewBox="0 0 32 32" fill="none" aria-hidden="true">' +
    '<g stroke="currentColor" stroke-width="2" stroke-linecap="round"><path d="M16 30v-9"/>' +
    '<path d="M16 21c-3.2-1.2-7.2-3-10-6"/><path d="M16 21c-2.6-3-5.2-7-6.2-11.6"/><path d="M16 21V7"/>' +
    '<path d="M16 21c2.6-3 5.2-7 6.2-11.6"/><path d="M16 21c3.2-1.2 7.2-3 10-6"/></g><g class="florets">' +
    '<circle cx="5.2" cy="14.2" r="3.1"/><circle cx="9.4" cy="7.6" r="3.1"/><circle cx="16" cy="5.1" r="3.1"/>' +
    '<circle cx="22.6" cy="7.6" r="3.1"/><circle cx="26.8" cy="14.2" r="3.1"/></g></svg>',
)
const LINK = /(https?:\/\/[^\s<>"']+[^\s<>"'.,;:!?)\]])/
const moment = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'medium' })

/** All mails or those to somebody, newest first. */
export function listPage(o: { mails: Mail[]; query: string; total: number; older?: string | undefined }): Piece {
  const search = new URLSearchParams({ ...(o.query && { q: o.query }), ...(o.older && { before: o.older }) })
  const older = o.older ? html`<p class="older"><a href="/?${search}">Older mails</a></p>` : ''
  const rows = o.mails.map((mail) => row(mail))
  const list = o.mails.length === 0 ? emptyList(o.query) : html`<ul class="card mails">${rows}</ul>${older}`
  return page(
    'Mailbox',
    html`<div class="head">
        <div><h1>Mailbox</h1><p class="muted">Every mail that this Umbel sends ends here. Nothing leaves this machine.</p></div>
        <form method="post" action="/delete-all"><button class="btn" type="submit">Delete all</button></form>
      </div>
      <form class="search" method="get" action="/" role="search">
        <label for="q">Mails to</label>
        <input class="input" id="q" name="q" type="search" value="${o.query}" autocomplete="off" spellcheck="false">
        <button class="btn" type="submit">Search</button>
      </form>
      <div id="list" data-version="${o.total} ${o.mails[0]?.id ?? ''}">${list}</div>`,
    html`<script type="module" src="/refresh.js"></script>`,
  )
}

/** One mail. */
export function mailPage(mail: Mail): Piece {
  const headers = Object.entries(mail.headers).map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>`)
  const hidden = mail.recipients.filter((address) => !mail.to.some((person) => person.address === address))
  const frame = html`<h2>As HTML</h2>
    <iframe class="card" title="The mail as HTML" src="/email/${mail.id}/html"
      sandbox="allow-popups allow-popups-to-escape-sandbox"></iframe>`
  return page(
    mail.subject || 'No subject',
    html`<p><a href="/">All mails</a></p>
      <div class="head">
        <h1>${mail.subject || 'No subject'}</h1>
        <form method="post" action="/mail/${mail.id}/delete"><button class="btn" type="submit">Delete</button></form>
      </div>
      <dl class="card facts">
        <dt>From</dt><dd>${mail.from.map(named).join(', ')}</dd>
        <dt>To</dt><dd>${mail.to.map(named).join(', ')}</dd>
        ${hidden.length > 0 ? html`<dt>Delivered to</dt><dd>${hidden.join(', ')}</dd>` : ''}
        <dt>Came</dt><dd>${time(mail.time)}</dd>
      </dl>
      ${mail.html ? frame : ''}
      ${mail.text ? html`<h2>As text</h2><pre class="card text">${linked(mail.text)}</pre>` : ''}
      <details class="card"><summary>All headers</summary>
        <dl>${headers}</dl>
        <p><a href="/email/${mail.id}/source" target="_blank" rel="noopener">The mail's source</a></p>
      </details>`,
  )
}

export function notFoundPage(): Piece {
  return page(
    'No such mail',
    html`<h1>There is no such mail (any more)</h1>
      <p class="muted">The mailbox keeps the newest 1,000. <a href="/">Go to all mails</a></p>`,
  )
}

function row(mail: Mail): Piece {
  const to = mail.to.length > 0 ? mail.to.map(({ address }) => address) : mail.recipients
  return html`<li><a href="/mail/${mail.id}">
    <span class="subject">${mail.subject || 'No subject'}</span>
    <span class="to">to ${to.join(', ')}</span>
    <span class="when">${time(mail.time)}</span>
  </a></li>`
}

function emptyList(query: string): Piece {
  if (query === '') {
    return html`<div class="card empty"><h2>No mail yet</h2><p class="hint">Sign up in Umbel, and the mail to verify the address comes here.</p></div>`
  }
  return html`<div class="card empty"><h2>No mail to “${query}”</h2><p class="hint"><a href="/">Show all mails</a></p></div>`
}

function time(iso: string): Piece {
  return html`<time datetime="${iso}">${moment.format(new Date(iso))}</time>`
}

function named({ name, address }: Person): string {
  return name ? `${name} <${address}>` : address
}

/** Text with its web addresses made into links; `split` gives text and addresses by turns. */
function linked(text: string): Piece[] {
  return text.split(LINK).map((part, at) => {
    if (at % 2 === 0) return html`${part}`
    return html`<a href="${part}" target="_blank" rel="noopener noreferrer">${part}</a>`
  })
}

function page(title: string, main: Piece, end: Piece | string = ''): Piece {
  return html`<!doctype html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <title>${title} · Mailbox</title>
  <link rel="icon" type="image/svg+xml" href="/mark.svg">
  <link rel="stylesheet" href="/mailbox.css">
</head>
<body>
  <header class="top"><a class="brand" href="/">${MARK}Umbel</a><span class="where">Mailbox of the demo</span></header>
  <main>${main}</main>
  ${end}
</body>
</html>
`
}
