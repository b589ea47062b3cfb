import { type AddressList, type Count, type Found, type Mode, readable } from '#domain-claim'
import { errorWords, type Html, hidden, html, note, type Problem, type Say, trusted } from '#platform/page'
import type { DomainView } from '../domains-in.ts'
import { modeName, personCell } from './claim-parts.ts'
import { dayField } from './claim-preview.ts'
import { nameOf } from './domain-parts.ts'
import { type Frame, inConsole } from './frame.ts'

export interface ClaimStartPage extends Frame {
  readonly domain: DomainView
  readonly mode: Mode
  readonly on?: string | undefined
  readonly isAllowed?: boolean
  readonly count: Count
  readonly list?: AddressList | undefined
  readonly account?: Found | undefined
  readonly today: Temporal.PlainDate
  readonly error?: Problem | undefined
}

/** The last word before a claim: what will happen, from when, and that one may (DOM-6). */
export function claimStartPage(say: Say, page: ClaimStartPage): Html {
  const { base, domain, organization, mode, on, isAllowed, list, account, today, error } = page
  const shown = readable(domain.name)
  const here = `${base}/domains/${domain.id}/claim`
  const values = { domain: shown, organization: organization.name }
  return inConsole(say, page, {
    section: '/domains',
    title: error
      ? say('admin-console.claim.start-title-error', values)
      : say('admin-console.claim.start-title', values),
    here: say('admin-console.claim.here'),
    crumbs: [
      { href: `${base}/domains`, label: say('admin-console.domains.title') },
      { href: here, label: shown },
    ],
    styles: ['accounts.css', 'claims.css'],
    content: html`${error && html`<div class="mb-5">${note('bad', errorWords(say, 'admin-console.claim.error', error))}</div>`}<form method="post" action="${here}/start" class="card">
<div class="card-body">${hidden('mode', mode)}${hidden('list', list?.id)}${hidden('account', account?.id)}
<dl class="kv"><dt>${say('admin-console.domains.domain')}</dt><dd>${nameOf(domain.name)}</dd><dt>${say('admin-console.claim.whom')}</dt><dd>${account ? personCell(say, account) : modeName(say, mode)}${whom(say, page)}</dd></dl>
<ul class="mt-4">
<li>${say('admin-console.claim.will-tell')}</li>
<li>${say('admin-console.claim.will-choose')}</li>
<li>${say('admin-console.claim.will-manage', values)}</li>
<li>${say('admin-console.claim.will-stay')}</li>
${mode === 'all' && html`<li>${say('admin-console.claim.will-future', values)}</li>`}</ul>
<div class="field mt-4"><label for="on">${say('admin-console.claim.from')}</label>${dayField(say, today, on)}</div>
<label class="check mt-4"><input type="checkbox" name="allowed" value="1" required${isAllowed && trusted(' checked')}><span>${say('admin-console.claim.allowed', values)}</span></label></div>
<footer class="btn-row"><button type="submit" class="btn primary">${say('admin-console.claim.start')}</button><a class="btn quiet" href="${here}">${say('admin-console.new.cancel')}</a></footer></form>
<p class="hint">${say('admin-console.claim.can-cancel')}</p>`,
  })
}

function whom(say: Say, { mode, count, list }: ClaimStartPage): Html | undefined {
  const more = count.isExact ? 'no' : 'yes'
  if (list)
    return html`<small class="sub">${say('admin-console.claim.list-has', { count: list.addresses, unread: list.unread })}</small>`
  if (mode === 'single') return undefined
  const number = mode === 'in-sites' ? count.inSites : count.found - count.leftOut
  return html`<small class="sub">${say('admin-console.claim.accounts', { count: number, more })}</small>`
}
