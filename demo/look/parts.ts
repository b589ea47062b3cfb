import { html } from 'hono/html'
import type { Html } from './marks.ts'

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

/** Somebody with their initials, or `Nobody`. */
export const personOf = (accountId: string | null, name: string | null): Html =>
  accountId && name
    ? html`<span class="person">${avatar(accountId, name, 'small')}${name}</span>`
    : html`<span class="muted">Nobody</span>`

const dayAndTime = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeStyle: 'short', timeZone: 'UTC' })

/** A moment as people read it. The server doesn't know the reader's time zone, so it names its own. */
export const moment = (at: Date): Html =>
  html`<time datetime="${at.toISOString()}">${dayAndTime.format(at).replace(' at ', ', ')} UTC</time>`

/** The result of an action, announced. */
export const done = (words: string | undefined): Html | '' =>
  words ? html`<p class="note ok" role="status">${words}</p>` : ''

/** Something people said, with who and when. */
export const saying = (author: string, authorName: string, said: string, at: Date): Html => html`<li class="comment">
<div class="by">${avatar(author, authorName, 'small')}<b>${authorName}</b><span class="muted">${moment(at)}</span></div>
<div class="prose">${said}</div></li>`

/** The button at the end of a form, and the way out of it. */
export const formEnd = (words: string, way: string): Html =>
  html`<div class="btn-row form-end"><button class="btn primary" type="submit">${words}</button><a class="btn quiet" href="${way}">Cancel</a></div>`

/** What stands where a list would be, if there is nothing on it. */
export const nothing = (title: string, text: string, way?: readonly [href: string, words: string]): Html =>
  html`<section class="card empty"><h2>${title}</h2><p>${text}</p>${way ? html`<a class="btn" href="${way[0]}">${way[1]}</a>` : ''}</section>`

/** A page of a list that is sorted by name: on to the next, or back to the first. */
export function pager(first: string | undefined, next: string | undefined): Html | '' {
  if (!first && !next) return ''
  return html`<nav class="pager" aria-label="Pages">
<span>${first ? html`<a class="btn sm" href="${first}">First page</a>` : ''}</span>
<span>${next ? html`<a class="btn sm" href="${next}">Next</a>` : ''}</span>
</nav>`
}
