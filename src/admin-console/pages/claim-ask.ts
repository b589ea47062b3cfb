import { type AddressList, readable } from '#domain-claim'
import { errorWords, type Html, hidden, html, note, type Problem, type Say } from '#platform/page'
import { personCell } from './claim-parts.ts'
import { type Frame, inConsole } from './frame.ts'

export interface ClaimAskPage extends Frame {
  /** What would be done: take a claim back, end the claiming of newcomers, or make accounts personal. */
  readonly act: 'cancel' | 'stop' | 'unclaim'
  /** The page that the form belongs to, below the organization’s own. */
  readonly path: string
  readonly back: string
  readonly domain: string
  readonly list?: AddressList | undefined
  readonly account?: { readonly id: string; readonly name: string; readonly email: string } | undefined
  /** Whether newcomers go on being claimed afterwards. */
  readonly goesOn?: boolean
  readonly error?: Problem | undefined
}

/** Asks before a claim is taken back or accounts are made personal, and says what that does (DOM-6, DOM-10). */
export function claimAskPage(say: Say, page: ClaimAskPage): Html {
  const { base, path, back, act, list, account, goesOn, error } = page
  const shown = readable(page.domain)
  const values = { domain: shown, organization: page.organization.name, name: account?.name }
  const lines = linesOf(say, act, values)
  return inConsole(say, page, {
    section: '/domains',
    title: titleOf(say, page, values),
    here: shown,
    crumbs: [{ href: `${base}/domains`, label: say('admin-console.domains.title') }],
    styles: ['accounts.css', 'claims.css'],
    content: html`${error && html`<div class="mb-5">${note('bad', errorWords(say, 'admin-console.claim.error', error))}</div>`}<form method="post" action="${base}${path}" class="card">
<div class="card-body">${account && html`<p class="mb-4">${personCell(say, account)}</p>`}${
      list &&
      html`<p class="mb-4">${say('admin-console.claim.list-has', { count: list.addresses, unread: list.unread })}</p>`
    }${hidden('list', list?.id)}<ul>
${lines.map((line) => html`<li>${line}</li>`)}${goesOn && html`<li>${say('admin-console.claim-ask.goes-on', values)}</li>`}</ul></div>
<footer class="btn-row"><a class="btn primary" href="${base}${back}">${say('admin-console.claim-ask.back')}</a><button type="submit" class="btn danger-quiet">${buttonOf(say, act)}</button></footer></form>`,
  })
}

type Told = Readonly<Record<string, string | undefined>>

function titleOf(say: Say, { act, account, list }: ClaimAskPage, values: Told): string {
  if (act === 'cancel') return say('admin-console.claim-ask.cancel-title', values)
  if (act === 'stop') return say('admin-console.claim-ask.stop-title', values)
  if (account) return say('admin-console.claim-ask.unclaim-one', values)
  return list
    ? say('admin-console.claim-ask.unclaim-listed', values)
    : say('admin-console.claim-ask.unclaim-all', values)
}

function linesOf(say: Say, act: ClaimAskPage['act'], values: Told): string[] {
  if (act === 'cancel')
    return [
      say('admin-console.claim-ask.cancel-told'),
      say('admin-console.claim-ask.cancel-agreed'),
      say('admin-console.claim-ask.cancel-again'),
    ]
  if (act === 'stop')
    return [say('admin-console.claim-ask.stop-new', values), say('admin-console.claim-ask.stop-now', values)]
  return [
    say('admin-console.claim-ask.unclaim-own', values),
    say('admin-console.claim-ask.unclaim-access'),
    say('admin-console.claim-ask.unclaim-active'),
    say('admin-console.claim-ask.unclaim-told'),
  ]
}

function buttonOf(say: Say, act: ClaimAskPage['act']): string {
  if (act === 'cancel') return say('admin-console.claim.cancel')
  return act === 'stop' ? say('admin-console.claim.stop') : say('admin-console.claim.unclaim')
}
