import { html } from 'hono/html'
import type { HtmlEscapedString } from 'hono/utils/html'
import type { Person } from '../../sdk/index.ts'

export type Html = HtmlEscapedString | Promise<HtmlEscapedString>

/** What every page needs to know. */
export interface Frame {
  person: Person | undefined
  issuer: string
  stylesheet: string
}

const line = (size: number, path: string): Html =>
  html`<svg width="${size}" height="${size}" viewBox="0 0 20 20" fill="none" stroke="currentColor" stroke-width="1.6" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true"><path d="${path}"/></svg>`

const trackerMark = html`<svg viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.9" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true"><path d="M6.5 12.5 10.5 16.5 18 8"/><circle fill="currentColor" stroke="none" cx="6" cy="12" r="2.1"/><circle fill="currentColor" stroke="none" cx="18.2" cy="7.6" r="2.1"/><circle fill="currentColor" stroke="none" cx="10.5" cy="16.7" r="2.1"/></svg>`

const dots = [4.6, 10, 15.4].flatMap((y) => [4.6, 10, 15.4].map((x) => html`<circle cx="${x}" cy="${y}" r="1.9"/>`))

const hues = ['plum', 'moss', 'ochre', 'slate', 'clay'] as const

/** The round initials of a person. Their hue follows from the account ID and means nothing. */
export function avatar(accountId: string, name: string, size: 'small' | 'large'): Html {
  let sum = 0
  for (const character of accountId) sum = (sum * 31 + character.codePointAt(0)!) >>> 0
  const words = name.trim().split(/\s+/)
  const initials = [words[0], words.length > 1 ? words.at(-1) : undefined]
    .map((word) => [...(word ?? '')][0] ?? '')
    .join('')
  return html`<span class="avatar ${size} ${hues[sum % hues.length]}" aria-hidden="true">${initials.toUpperCase()}</span>`
}

/** Products of the account, the account itself, and the way to another one. Opens without script. */
function switcher({ name, email, accountId }: Person, issuer: string): Html {
  return html`<details class="menu switcher"><summary class="icon-btn" aria-label="Switch product"><svg width="20" height="20" viewBox="0 0 20 20" fill="currentColor" aria-hidden="true">${dots}</svg></summary>
<div class="menu-panel">
<div class="switch-head">${avatar(accountId, name, 'large')}<div class="grow"><b>${name}</b><span class="sub">${email ?? ''}</span></div></div>
<nav aria-label="Products" class="switch-grid"><a href="/" aria-current="true"><span class="tile">${trackerMark}</span><span>Tracker</span></a></nav>
<div class="switch-list">
<a class="item" href="${new URL('/', issuer).href}">${line(20, 'M10 3.5a3.3 3.3 0 1 1 0 6.6 3.3 3.3 0 0 1 0-6.6M3.8 16.8c.6-3.3 3-5 6.2-5s5.6 1.7 6.2 5')}<span>Your account</span></a>
<a class="item" href="/log-in/another-account">${line(20, 'M4 7h11.5M12.5 4l3 3-3 3M16 13H4.5M7.5 10l-3 3 3 3')}<span>Use another account</span></a>
</div></div></details>`
}

/** A whole page. `wide` is for lists. */
export function page(frame: Frame, title: string, main: Html, wide = false): Html {
  const { person, issuer } = frame
  const end = person
    ? html`<div class="end"><span class="name">${person.name}</span>${switcher(person, issuer)}
<form method="post" action="/log-out"><button class="btn sm" type="submit">Log out</button></form></div>`
    : ''
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title} – Tracker</title>
<link rel="stylesheet" href="${frame.stylesheet}">
</head>
<body>
<a class="skip" href="#main">Skip to main content</a>
<header class="topbar"><a class="brand" href="/"><span class="tile">${trackerMark}</span>Tracker</a>${end}</header>
<main id="main" class="page${wide ? '' : ' narrow'}">
${main}
</main>
</body>
</html>`
}

/** A page that says one thing and offers one way on. */
export function messagePage(
  frame: Frame,
  title: string,
  text: string,
  way: readonly [href: string, words: string],
): Html {
  return page(
    frame,
    title,
    html`<section class="card empty"><h1>${title}</h1><p>${text}</p><a class="btn primary" href="${way[0]}">${way[1]}</a></section>`,
  )
}

const dayAndTime = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeStyle: 'short', timeZone: 'UTC' })

/** A moment as people read it. The server doesn't know the reader's time zone, so it names its own. */
export const moment = (at: Date): Html =>
  html`<time datetime="${at.toISOString()}">${dayAndTime.format(at).replace(' at ', ', ')} UTC</time>`

/** The result of an action, announced. */
export const done = (words: string | undefined): Html | '' =>
  words ? html`<p class="note ok" role="status">${words}</p>` : ''
