import type { Manager } from '#account'
import type { HolderRequest, RequestKind } from '#managed-account'
import { errorWords, field, type Holder, type Html, hidden, html, icon, type Problem, type Say } from '#platform/page'
import { textArea } from './case-parts.ts'
import { formPage } from './profile-forms.ts'

/** What the organization decides, and the holder can ask for (MAN-6). */
const asks: readonly RequestKind[] = ['address', 'deletion', 'release']
const names = {
  address: 'account-page.requests.kind.address',
  deletion: 'account-page.requests.kind.deletion',
  release: 'account-page.requests.kind.release',
} as const
const whys = {
  address: 'account-page.requests.why.address',
  deletion: 'account-page.requests.why.deletion',
  release: 'account-page.requests.why.release',
} as const
const ledes = {
  address: 'account-page.requests.lede.address',
  deletion: 'account-page.requests.lede.deletion',
  release: 'account-page.requests.lede.release',
} as const

/** So much a note may hold. */
const longestNote = 500

export interface RequestsCard {
  readonly organization: string
  /** The newest of each kind. */
  readonly requests: readonly HolderRequest[]
  /** A release is under way, and has a card of its own. */
  readonly isReleasing: boolean
}

/** What can be asked of the organization, and how each request stands. */
export function requestsCard(say: Say, { organization, requests, isReleasing }: RequestsCard): Html {
  const rows = asks.filter((kind) => !(kind === 'release' && isReleasing))
  return html`<section class="card" id="requests" aria-labelledby="h-r">
<header>
<h2 id="h-r">${say('account-page.requests.title', { organization })}</h2>
<p>${say('account-page.requests.lede')}</p></header>
<ul class="rows list">
${rows.map((kind) =>
  row(
    say,
    kind,
    requests.find((each) => each.kind === kind),
  ),
)}</ul></section>
`
}

function row(say: Say, kind: RequestKind, request: HolderRequest | undefined): Html {
  const title = askName(say, kind)
  const isOpen = request?.state === 'open'
  const end = isOpen
    ? html`<form method="post" action="/organization/withdraw">${hidden('request', request.id)}<button type="submit" class="btn sm">${say('account-page.requests.withdraw')}<span class="sr-only">: ${title}</span></button></form>`
    : html`<a class="btn sm" href="/organization/ask/${kind}">${say('account-page.requests.ask')}<span class="sr-only">: ${title}</span></a>`
  return html`<li><span class="val"><b class="h3">${title}</b>${standing(say, kind, request)}</span><div class="end">${end}</div></li>
`
}

function standing(say: Say, kind: RequestKind, request: HolderRequest | undefined): Html {
  if (!request) return html`<small>${say(whys[kind])}</small>`
  const { state, email, askedAt, answeredAt, reason } = request
  const wanted = email !== undefined && html`<small class="anywhere"><bdi>${email}</bdi></small>`
  const at = { asked: askedAt, answered: answeredAt }
  if (state === 'open')
    return html`${wanted}<small><span class="pill warn">${icon('clock')}${say('account-page.requests.open')}</span> ${say('account-page.requests.asked', at)}</small>`
  if (state === 'approved')
    return html`${wanted}<small><span class="pill ok">${icon('check')}${say('account-page.requests.approved')}</span> ${say('account-page.requests.answered', at)}</small>${said(say, reason)}`
  if (state === 'declined')
    return html`${wanted}<small><span class="pill">${icon('none')}${say('account-page.requests.declined')}</span> ${say('account-page.requests.answered', at)}</small>${said(say, reason)}`
  return html`<small>${say('account-page.requests.withdrawn')}</small>`
}

const said = (say: Say, reason: string | undefined) =>
  reason !== undefined && html`<small dir="auto">${say('account-page.requests.reason', { reason })}</small>`

const askName = (say: Say, kind: RequestKind): string => say(names[kind])

export interface AskPage {
  readonly holder: Holder
  readonly manager: Pick<Manager, 'organization' | 'domain'>
  readonly kind: RequestKind
  readonly email?: string | undefined
  readonly note?: string | undefined
  readonly error?: Problem | undefined
}

/** Asking for one of them: what it means is said before it is asked for. */
export function askPage(say: Say, page: AskPage): Html {
  const { holder, manager, kind, email, note, error } = page
  const { organization } = manager
  const words = error === undefined ? undefined : errorWords(say, 'account-page.requests.error', error)
  const isText = (typeof error === 'string' ? error : error?.code) === 'managed-account.text-long'
  const address = field({
    id: 'email',
    className: 'input',
    label: kind === 'release' ? say('account-page.requests.private') : say('account-page.requests.wanted'),
    attributes:
      'type="email" autocomplete="email" inputmode="email" autocapitalize="none" spellcheck="false" maxlength="320" required',
    value: email,
    hint:
      kind === 'release'
        ? html`${say('account-page.requests.private-hint', { organization })}`
        : html`${say('account-page.requests.wanted-hint', { organization, domain: manager.domain })}`,
    error: isText ? undefined : words,
    focus: true,
  })
  return formPage(say, {
    title: askName(say, kind),
    lede: say(ledes[kind], { organization }),
    action: `/organization/ask/${kind}`,
    save: say('account-page.requests.send'),
    back: '/organization',
    section: 'organization',
    holder,
    failed: error !== undefined,
    body: html`${kind === 'deletion' ? !isText && words && html`<p class="error" role="alert">${icon('alert', 18)}<span>${words}</span></p>` : address}<div class="mt-4">${textArea(
      say,
      {
        id: 'note',
        label: say('account-page.requests.note', { organization }),
        optional: true,
        value: note,
        most: longestNote,
        rows: 3,
        error: isText ? words : undefined,
      },
    )}</div>`,
  })
}
