import { type Claim, isBeforeDate, readable, type Unclaim } from '#domain-claim'
import { type Html, html, icon, type Say } from '#platform/page'
import type { DomainView } from '../domains-in.ts'
import { claimPill, claimStateName, modeName } from './claim-parts.ts'
import { stateOf } from './domain-parts.ts'

/** How a domain is claimed, in the list of domains (mock-up 16). */
export function claimCell(say: Say, domain: DomainView): Html {
  const { claim } = domain
  const state = stateOf(domain)
  if (claim && (state === 'failing' || state === 'contested'))
    return html`<span class="pill bad">${icon('alert')}${say('admin-console.claim.at-risk')}</span>`
  if (!claim)
    return html`<span class="muted">${
      domain.verifiedAt ? say('admin-console.claim.none') : say('admin-console.claim.after-verifying')
    }</span>`
  const at = { at: claim.takesEffectAt }
  return html`${claimStateName(say, claim.state)}<small class="sub">${
    isBeforeDate(claim.state) ? say('admin-console.claim.from-day', at) : say('admin-console.claim.since-day', at)
  }</small>`
}

export const accountsCell = (say: Say, { accounts }: DomainView): Html | undefined =>
  accounts === undefined
    ? undefined
    : html`${say('admin-console.domains.accounts-number', {
        count: Math.min(accounts.count, accounts.most),
        more: accounts.count > accounts.most ? 'yes' : 'no',
      })}`

/** What can be done about the accounts of a verified domain, and what was done last (DOM-5, DOM-10). */
export function claimsCard(
  say: Say,
  { base, domain, mayChange }: { base: string; domain: DomainView; mayChange: boolean },
): Html {
  const { id, claims = [], unclaims = [] } = domain
  const here = `${base}/domains/${id}`
  const row = (claim: Claim) =>
    html`<li>${claimPill(say, claim)}<span class="val"><b class="h3">${modeName(say, claim.mode)}</b><small>${
      isBeforeDate(claim.state)
        ? say('admin-console.claim.from-day', { at: claim.takesEffectAt })
        : say('admin-console.claim.since-day', { at: claim.takesEffectAt })
    }</small></span><span class="end"><a class="btn sm" href="${base}/claims/${claim.id}">${say('admin-console.claim.see')}<span class="sr-only"> ${readable(domain.name)}, ${modeName(say, claim.mode)}, ${say.moment(claim.startedAt)}</span></a></span></li>`
  const freed = (unclaim: Unclaim) =>
    html`<li><span class="val">${say('admin-console.domain.claims-freed', { over: unclaim.endedAt ? 'yes' : 'no', count: unclaim.freed })}<small>${say.moment(unclaim.startedAt)}</small></span></li>`
  const hasRows = claims.length + unclaims.length > 0
  const hasManaged = claims.some(({ state }) => ['taking-effect', 'standing', 'done'].includes(state))
  return html`<section class="card mt-6" aria-labelledby="h-c">
<header>
<h2 id="h-c">${say('admin-console.domain.claims')}</h2></header>
${
  hasRows
    ? html`<ul class="rows list">
${claims.map(row)}${unclaims.map(freed)}</ul>`
    : html`<div class="card-body"><p class="muted">${say('admin-console.domain.claims-none')}</p></div>`
}
<footer class="btn-row"><a class="btn sm" href="${here}/claim">${say('admin-console.claim.preview')}</a>${
    mayChange &&
    hasManaged &&
    html`<a class="btn sm quiet" href="${here}/unclaim/list">${say('admin-console.domain.unclaim-list')}</a><a class="btn sm danger-quiet" href="${here}/unclaim">${say('admin-console.domain.unclaim-all')}</a>`
  }</footer></section>`
}
