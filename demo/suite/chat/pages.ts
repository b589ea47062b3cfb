import { html } from 'hono/html'
import { excess, field } from '../../look/form.ts'
import type { Html } from '../../look/marks.ts'
import { formEnd, moment, nothing, saying } from '../../look/parts.ts'
import type { Message, Room } from './store.ts'

/** Words that weren't accepted, kept with the reason. */
export interface Refused {
  words: string
  fault: string
}

export function faultOfName(name: string): string | undefined {
  if (name === '') return 'The room has no name yet. Say what people will talk about in it.'
  const over = excess(name, 60)
  return over > 0 ? `The name is ${over} characters too long.` : undefined
}

export function faultOfMessage(said: string): string | undefined {
  if (said === '') return 'The message is empty. Write something first.'
  const over = excess(said, 4_000)
  return over > 0 ? `The message is ${over} characters too long. Send it in two.` : undefined
}

const row = ({ id, name, lastAt, lastName }: Room): Html => html`<tr>
<td><a class="row-link" href="/rooms/${id}">${name}</a></td>
<td class="muted num">${lastAt ? html`${lastName}, ${moment(lastAt)}` : 'Nothing said yet'}</td>
</tr>`

export function roomsPage(rooms: readonly Room[]): Html {
  const list = () => html`<section class="card" aria-label="All rooms"><div class="table-wrap"><table class="table">
<caption class="sr-only">Rooms by name</caption>
<thead><tr><th scope="col">Room</th><th scope="col">Last message</th></tr></thead>
<tbody>${rooms.map(row)}</tbody></table></div></section>`
  const none = () =>
    nothing('No rooms yet', 'A room is where people talk about one subject.', ['/rooms/new', 'Open the first room'])
  return html`<div class="head"><h1>Rooms</h1><a class="btn primary" href="/rooms/new">New room</a></div>
${rooms.length > 0 ? list() : none()}`
}

export function newRoomPage(refused?: Refused): Html {
  return html`<p class="crumb"><a href="/">All rooms</a></p>
<div class="head"><h1>New room</h1></div>
<form class="card card-body" method="post" action="/rooms" novalidate>
${field({ id: 'name', label: 'Name', value: refused?.words ?? '', fault: refused?.fault, hint: 'One subject, in a few words. Everybody here can come in.' })}
${formEnd('Open room', '/')}
</form>`
}

/** A room with a page of its messages, the newest last; `before` when it is not the newest page. */
export function roomPage(
  room: { id: number; name: string },
  { messages, older }: { messages: readonly Message[]; older: number | undefined },
  before: number | undefined,
  refused?: Refused,
): Html {
  const here = `/rooms/${room.id}`
  const up = older === undefined ? '' : html`<a class="btn sm" href="${here}?before=${older}">Older messages</a>`
  const talk = html`<ol class="list">${messages.map(({ author, authorName, said, createdAt }) => saying(author, authorName, said, createdAt))}</ol>`
  const none = before === undefined ? 'Nothing has been said in this room. Begin.' : 'Nothing was said before that.'
  return html`<p class="crumb"><a href="/">All rooms</a></p>
<div class="head"><h1>${room.name}</h1><a class="btn" href="${here}">${before === undefined ? 'Check for new messages' : 'Newest messages'}</a></div>
<section class="card" aria-label="Messages">
${up && html`<nav class="pager top" aria-label="Earlier messages">${up}</nav>`}
${messages.length > 0 ? talk : html`<p class="card-body muted">${none}</p>`}
<form class="said" id="latest" method="post" action="${here}/messages" novalidate>
${field({ id: 'said', label: 'Your message', value: refused?.words ?? '', fault: refused?.fault, rows: 3 })}
<button class="btn primary" type="submit">Send</button></form>
</section>`
}
