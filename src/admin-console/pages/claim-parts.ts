import type { Claim, ClaimState, Found, LeftOutWhy, ListedPerson, Mode, PersonState } from '#domain-claim'
import { avatar, type Html, html, icon, type Say, trusted } from '#platform/page'

/** Where a claim is, in a few words. */
export function claimPill(say: Say, { state }: Pick<Claim, 'state'>): Html {
  const words = claimStateName(say, state)
  if (state === 'standing' || state === 'done') return html`<span class="pill ok">${icon('check')}${words}</span>`
  if (state === 'canceled' || state === 'ended') return html`<span class="pill">${icon('none')}${words}</span>`
  return html`<span class="pill warn">${icon('clock')}${words}</span>`
}

export function claimStateName(say: Say, state: ClaimState): string {
  if (state === 'finding') return say('admin-console.claim.finding')
  if (state === 'telling') return say('admin-console.claim.telling')
  if (state === 'told') return say('admin-console.claim.told')
  if (state === 'taking-effect') return say('admin-console.claim.taking-effect')
  if (state === 'standing') return say('admin-console.claim.standing')
  if (state === 'done') return say('admin-console.claim.done')
  return state === 'canceled' ? say('admin-console.claim.canceled') : say('admin-console.claim.ended')
}

/** Whom a claim is about. */
export function modeName(say: Say, mode: Mode): string {
  if (mode === 'all') return say('admin-console.claim.mode-all')
  if (mode === 'in-sites') return say('admin-console.claim.mode-in-sites')
  return mode === 'listed' ? say('admin-console.claim.mode-listed') : say('admin-console.claim.mode-single')
}

export function personStateName(say: Say, state: PersonState): string {
  if (state === 'found') return say('admin-console.claim.person-found')
  if (state === 'told') return say('admin-console.claim.person-told')
  if (state === 'moving') return say('admin-console.claim.person-moving')
  if (state === 'accepted') return say('admin-console.claim.person-accepted')
  if (state === 'moved-away') return say('admin-console.claim.person-moved-away')
  if (state === 'disputed') return say('admin-console.claim.person-disputed')
  return state === 'managed' ? say('admin-console.claim.person-managed') : say('admin-console.claim.person-left-out')
}

export function leftOutName(say: Say, why: LeftOutWhy): string {
  if (why === 'managed-already') return say('admin-console.claim.why-managed-already')
  if (why === 'claimed-elsewhere') return say('admin-console.claim.why-claimed-elsewhere')
  if (why === 'released-before') return say('admin-console.claim.why-released-before')
  if (why === 'left') return say('admin-console.claim.why-left')
  return why === 'canceled' ? say('admin-console.claim.why-canceled') : say('admin-console.claim.why-unclaimed')
}

/** A person by name and address; one who has another address now is no longer named. */
export function personCell(say: Say, person: Pick<ListedPerson, 'id' | 'name' | 'email'>): Html {
  const { id, name, email } = person
  if (name === undefined) return html`<span class="muted">${say('admin-console.claim.gone-elsewhere')}</span>`
  return html`<span class="who">${avatar({ id, name }, 32)}<span><bdi>${name}</bdi><small>${email}</small></span></span>`
}

/** What a claim changes for an account: nothing but who manages it (DOM-8), or why it is left out. */
export function changeCell(say: Say, { isOurs, leftOutWhy }: Pick<Found, 'isOurs' | 'leftOutWhy'>): Html {
  if (isOurs) return html`${say('admin-console.claim.managed-by-you')}`
  if (!leftOutWhy) return html`${say('admin-console.claim.becomes')}`
  return html`<span class="pill text">${say('admin-console.claim.left-out')}</span><small class="sub">${leftOutName(say, leftOutWhy)}</small>`
}

/** Where pages of a list lead: back and on. */
export function pager(
  say: Say,
  { words, previous, next }: { words: string; previous: string | undefined; next: string | undefined },
): Html {
  return html`<nav class="pager" aria-label="${say('admin-console.claim.pages')}"><span>${words}</span><span class="btn-row">${
    previous &&
    html`<a class="btn sm" href="${previous}" rel="prev">${icon('back', 16)}${say('admin-console.claim.previous')}</a>`
  }${next && html`<a class="btn sm" href="${next}" rel="next">${say('admin-console.claim.next')}${icon('next', 16)}</a>`}</span></nav>`
}

export const current = (isCurrent: boolean) => isCurrent && trusted(' aria-current="true"')
