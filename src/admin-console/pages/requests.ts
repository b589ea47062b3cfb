import { textArea } from '#account-page'
import type { Asked } from '#managed-account'
import { avatar, errorWords, type Html, html, icon, note, type Problem, type Say } from '#platform/page'
import { freeAddress } from './decide.ts'
import { type Frame, inConsole } from './frame.ts'

const wishes = {
  address: 'admin-console.requests.kind.address',
  deletion: 'admin-console.requests.kind.deletion',
  release: 'admin-console.requests.kind.release',
} as const
const effects = {
  address: 'admin-console.request.does.address',
  deletion: 'admin-console.request.does.deletion',
  release: 'admin-console.request.does.release',
} as const

export interface RequestsPage extends Frame {
  readonly open: readonly Asked[]
  readonly answered: readonly Asked[]
  /** The last one shown, when there are more. */
  readonly moreOpen?: string | undefined
  readonly moreAnswered?: string | undefined
  /** Which of the two lists is turned over to a later page. */
  readonly later?: 'open' | 'answered' | undefined
}

/** What holders ask for: what waits for an answer first, then what has been answered (MAN-6). */
export function requestsPage(say: Say, page: RequestsPage): Html {
  const { base, open, answered, moreOpen, moreAnswered, later } = page
  return inConsole(say, page, {
    section: '/requests',
    title: say('admin-console.requests.title'),
    lede: say('admin-console.requests.lede'),
    styles: ['accounts.css'],
    content: html`${
      later !== 'answered' &&
      html`<section class="card" aria-labelledby="h-o">
<header>
<h2 id="h-o">${say('admin-console.requests.open')}</h2></header>
${
  open.length > 0
    ? html`<ul class="rows list">
${open.map((each) => row(say, base, each))}</ul>`
    : html`<div class="card-body"><p class="muted">${say('admin-console.requests.none')}</p></div>`
}${moreOpen && html`<footer><a class="alone" href="${base}/requests?open=${moreOpen}">${say('admin-console.requests.more')}</a></footer>`}</section>
`
    }${
      later !== 'open' &&
      answered.length > 0 &&
      html`<section class="card" aria-labelledby="h-a">
<header>
<h2 id="h-a">${say('admin-console.requests.answered')}</h2></header>
<ul class="rows list">
${answered.map((each) => row(say, base, each))}</ul>
${moreAnswered && html`<footer><a class="alone" href="${base}/requests?answered=${moreAnswered}">${say('admin-console.requests.more-answered')}</a></footer>`}</section>`
    }${later && html`<p class="mt-5"><a class="alone" href="${base}/requests">${say('admin-console.requests.first')}</a></p>`}`,
  })
}

function row(say: Say, base: string, asked: Asked): Html {
  const { id, accountId, name, address, askedAt, state } = asked
  const end =
    state === 'open'
      ? html`<a class="btn sm" href="${base}/requests/${id}">${say('admin-console.requests.answer')}<span class="sr-only">: ${name}</span></a>`
      : html`<a class="btn sm quiet" href="${base}/requests/${id}">${say('admin-console.requests.look')}<span class="sr-only">: ${name}</span></a>`
  return html`<li>${avatar({ id: accountId, name }, 36)}<span class="val"><b class="h3 anywhere"><bdi>${name}</bdi>: ${wish(say, asked)}</b><small class="anywhere"><bdi>${address}</bdi> · ${say('admin-console.requests.asked', { at: askedAt })}</small>${state !== 'open' && html`<small>${statePill(say, state)}</small>`}</span><div class="end">${end}</div></li>
`
}

const wish = (say: Say, { kind, email = '' }: Asked): Html => say.html(wishes[kind], { email })

function statePill(say: Say, state: Asked['state']): Html {
  if (state === 'open')
    return html`<span class="pill warn">${icon('clock')}${say('admin-console.requests.waiting')}</span>`
  if (state === 'approved')
    return html`<span class="pill ok">${icon('check')}${say('admin-console.requests.approved')}</span>`
  if (state === 'declined')
    return html`<span class="pill">${icon('none')}${say('admin-console.requests.declined')}</span>`
  if (state === 'withdrawn')
    return html`<span class="pill">${icon('none')}${say('admin-console.requests.withdrawn')}</span>`
  return html`<span class="pill">${icon('none')}${say('admin-console.requests.ended')}</span>`
}

export interface RequestPage extends Frame {
  readonly asked: Asked
  /** The name of whoever answered it. */
  readonly answerer?: string | undefined
  readonly reason?: string | undefined
  readonly problem?: Problem | undefined
}

/** One request: what is asked, what approving does, and the answer. */
export function requestPage(say: Say, page: RequestPage): Html {
  const { base, role, asked, answerer, reason, problem } = page
  const { kind, name, accountId, address, email, note: words, askedAt, state, answeredAt } = asked
  const isLong = (typeof problem === 'string' ? problem : problem?.code)?.match(/text-long|reason-missing/)
  const told = problem === undefined ? undefined : errorWords(say, 'admin-console.decide.error', problem)
  const fact = (term: string, value: Html | string) => html`<dt>${term}</dt><dd>${value}</dd>
`
  return inConsole(say, page, {
    section: '/requests',
    title: say('admin-console.request.title', { name }),
    crumbs: [{ href: `${base}/requests`, label: say('admin-console.requests.title') }],
    here: name,
    lede: wish(say, asked),
    styles: ['accounts.css'],
    content: html`${told && !isLong && html`<div class="mb-5">${note('bad', told)}</div>`}<section class="card narrow" aria-labelledby="h-q">
<header class="row between">
<h2 id="h-q">${say('admin-console.request.asked')}</h2>${statePill(say, state)}</header>
<dl class="kv card-body">
${fact(say('admin-console.request.who'), html`<a class="alone" href="${base}/accounts/${accountId}"><bdi>${name}</bdi></a>`)}${fact(
  say('admin-console.request.address'),
  html`<bdi>${address}</bdi>`,
)}${email !== undefined && fact(say('admin-console.request.wanted'), html`<bdi>${email}</bdi>`)}${fact(
  say('admin-console.request.when'),
  say.moment(askedAt),
)}${words !== undefined && fact(say('admin-console.request.note'), html`<span dir="auto">${words}</span>`)}${
  answeredAt && fact(say('admin-console.request.answered'), say.moment(answeredAt))
}${answerer !== undefined && fact(say('admin-console.request.by'), html`<bdi>${answerer}</bdi>`)}${
  asked.reason !== undefined && fact(say('admin-console.request.reason'), html`<span dir="auto">${asked.reason}</span>`)
}</dl></section>
${
  state === 'open' &&
  role !== 'auditor' &&
  html`<form method="post" action="${base}/requests/${asked.id}" class="card narrow" aria-labelledby="h-w">
<header>
<h2 id="h-w">${say('admin-console.request.answer')}</h2>
<p>${say(effects[kind])}</p></header>
<div class="card-body">${textArea(say, {
    id: 'reason',
    label: say('admin-console.request.why'),
    optional: true,
    hint: say('admin-console.request.why-hint'),
    value: reason,
    error: isLong ? told : undefined,
    rows: 3,
    most: 500,
  })}${kind === 'deletion' && freeAddress(say, address)}</div>
<footer class="btn-row"><button type="submit" class="btn primary" name="act" value="approve">${say('admin-console.request.approve')}</button><button type="submit" class="btn danger-quiet" name="act" value="decline">${say('admin-console.request.decline')}</button></footer></form>`
}`,
  })
}
