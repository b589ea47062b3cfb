import { isBeforeDate, lapsesAt, readable } from '#domain-claim'
import { type Html, html, icon, note, type Say } from '#platform/page'
import type { DomainView } from '../domains-in.ts'
import { accountsCell, claimCell } from './domain-claims.ts'
import { aboutOther, dayOf, nameOf, stateOf, statePill, troubleWords, wayName } from './domain-parts.ts'
import { type Frame, inConsole } from './frame.ts'

export interface DomainsPage extends Frame {
  readonly domains: readonly DomainView[]
}

// More of them would hide the list that they are about.
const mostNotes = 3

/** An organization’s domains, and which of them need somebody (DOM-1 to DOM-4). */
export function domainsPage(say: Say, page: DomainsPage): Html {
  const { base, role, domains, organization } = page
  const mayChange = role === 'org-admin'
  const urgent = domains.filter((domain) => ['failing', 'contested'].includes(stateOf(domain))).slice(0, mostNotes)
  return inConsole(say, page, {
    section: '/domains',
    title: say('admin-console.domains.title'),
    lede: say('admin-console.domains.lede', { organization: organization.name }),
    action:
      mayChange &&
      domains.length > 0 &&
      html`<a class="btn primary" href="${base}/domains/add">${icon('plus')}${say('admin-console.domains.add')}</a>`,
    content:
      domains.length > 0
        ? html`${urgent.map((domain) => urgentNote(say, base, domain, mayChange))}${table(say, page)}
<p class="small muted mt-4">${say('admin-console.domains.how-often')}</p>`
        : noDomains(say, base, mayChange),
  })
}

function noDomains(say: Say, base: string, mayChange: boolean): Html {
  return html`<section class="card empty" aria-label="${say('admin-console.domains.title')}">${icon('globe')}
<h2 class="h3">${say('admin-console.domains.none')}</h2>
<p>${say('admin-console.domains.none-why')}</p>
${mayChange && html`<a class="btn primary" href="${base}/domains/add">${icon('plus')}${say('admin-console.domains.add')}</a>`}</section>`
}

function table(say: Say, { base, domains, organization, role }: DomainsPage): Html {
  const mayChange = role === 'org-admin'
  const row = (domain: DomainView) => {
    const { id, name, provedBy, checkedAt, withSubdomains } = domain
    const day = dayOf(say, domain)
    return html`<tr><th scope="row"><a class="plainlink" href="${base}/domains/${id}">${nameOf(name)}</a><small class="sub">${
      withSubdomains ? say('admin-console.domains.way-below', { way: wayName(say, provedBy) }) : wayName(say, provedBy)
    }</small></th><td>${statePill(say, domain)}${day && html`<small class="sub">${day}</small>`}</td><td>${claimCell(say, domain)}</td><td class="num r fold-hide">${accountsCell(say, domain)}</td><td class="muted num fold-hide">${
      checkedAt ? say.moment(checkedAt) : say('admin-console.domains.not-yet')
    }</td><td class="r"><a class="btn sm" href="${base}${wayOf(domain)}">${verbOf(say, domain, mayChange)}<span class="sr-only"> ${readable(name)}</span></a></td></tr>`
  }
  return html`<section class="card" aria-label="${say('admin-console.domains.title')}">
<div class="table-wrap">
<table class="table fold names"><caption class="sr-only">${say('admin-console.domains.of', { organization: organization.name })}</caption>
<thead>
<tr><th scope="col">${say('admin-console.domains.domain')}</th><th scope="col">${say('admin-console.domains.ownership')}</th><th scope="col">${say('admin-console.domains.claim')}</th><th scope="col" class="r">${say('admin-console.domains.accounts')}</th><th scope="col">${say('admin-console.domains.checked')}</th><th scope="col"><span class="sr-only">${say('admin-console.domains.actions')}</span></th></tr></thead>
<tbody>
${domains.map(row)}</tbody></table></div></section>`
}

/** Where the button leads: to what is done next about a domain. */
function wayOf(domain: DomainView): string {
  const { id, claim } = domain
  if (stateOf(domain) !== 'verified' || (claim && !isBeforeDate(claim.state))) return `/domains/${id}`
  return claim ? `/claims/${claim.id}` : `/domains/${id}/claim`
}

function verbOf(say: Say, domain: DomainView, mayChange: boolean): string {
  const state = stateOf(domain)
  if ((!mayChange && state !== 'verified') || state === 'contesting') return say('admin-console.domains.see')
  if (state === 'verified') {
    if (!domain.claim) return say('admin-console.claim.preview')
    return isBeforeDate(domain.claim.state)
      ? say('admin-console.overview.claim-see')
      : say('admin-console.domains.manage')
  }
  if (state === 'pending') return say('admin-console.domains.continue')
  return state === 'over' ? say('admin-console.domains.again') : say('admin-console.domains.fix')
}

function urgentNote(say: Say, base: string, domain: DomainView, mayChange: boolean): Html {
  const { id, provedBy = 'dns', checkedAt, failingSince } = domain
  const shown = readable(domain.name)
  const isContested = stateOf(domain) === 'contested'
  const title = isContested
    ? say('admin-console.domains.contested', { domain: shown })
    : say('admin-console.domains.needs', { domain: shown, way: provedBy })
  const trouble = domain[provedBy].trouble
  const words = isContested
    ? aboutOther(say, 'admin-console.domain.contested-what', domain.contest)
    : html`${trouble && troubleWords(say, provedBy, trouble, { domain: shown })} ${say('admin-console.domains.failing', { at: checkedAt, until: failingSince && lapsesAt(failingSince) })}`
  const check = html`<form method="post" action="${base}/domains/${id}/check"><button type="submit" class="btn sm">${icon('refresh', 16)}${say('admin-console.domain.check')}<span class="sr-only"> ${shown}</span></button></form>`
  return html`<div class="mb-5">${note(
    'bad',
    html`<b>${title}</b>${words}<div class="btn-row"><a class="btn sm" href="${base}/domains/${id}">${say('admin-console.domains.show')}<span class="sr-only"> ${shown}</span></a>${mayChange && check}</div>`,
  )}</div>
`
}
