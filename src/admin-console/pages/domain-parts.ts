import { lapsesAt, looksOf, readable, type Sight, type Trouble, type Way } from '#domain-claim'
import { type Html, html, icon, note, type Say } from '#platform/page'
import type { ContestView, DomainView } from '../domains-in.ts'

/**
 * How a domain stands, in the one word that its pages have for it. `contested`: held, and another organization proved it, too.
 * `contesting`: the other side of that. `over`: nobody looks any more, and it takes a new token.
 */
export type DomainState = 'verified' | 'failing' | 'contested' | 'contesting' | 'pending' | 'over'

export function stateOf({ contest, verifiedAt, failingSince, nextLookAt }: DomainView): DomainState {
  if (contest && !contest.outcome) return contest.isHolder ? 'contested' : 'contesting'
  if (verifiedAt) return failingSince ? 'failing' : 'verified'
  return nextLookAt ? 'pending' : 'over'
}

export function statePill(say: Say, domain: DomainView): Html {
  const state = stateOf(domain)
  if (state === 'verified')
    return html`<span class="pill ok">${icon('check')}${say('admin-console.domain.verified')}</span>`
  if (state === 'failing')
    return html`<span class="pill bad">${icon('alert')}${say('admin-console.domain.failing')}</span>`
  if (state === 'pending')
    return html`<span class="pill warn">${icon('clock')}${say('admin-console.domain.pending')}</span>`
  if (state === 'over') return html`<span class="pill">${icon('none')}${say('admin-console.domain.over')}</span>`
  return html`<span class="pill bad">${icon('alert')}${say('admin-console.domain.contested')}</span>`
}

/** The day by which something has to be done about a domain, when there is one. */
export function dayOf(say: Say, { contest, failingSince }: DomainView): string | undefined {
  if (contest && !contest.outcome) return say('admin-console.domain.until', { until: contest.endsAt })
  return failingSince && say('admin-console.domain.ends', { until: lapsesAt(failingSince) })
}

export const wayName = (say: Say, way: Way | undefined): string =>
  way === 'file' ? say('admin-console.domain.way-file') : say('admin-console.domain.way-dns')

/** A sentence that names another organization, whatever way its name is written. */
export const aboutOther = (say: Say, key: string, contest: ContestView | undefined): Html =>
  say.html(key, {
    other: contest?.other,
    until: contest?.endsAt,
    name: (inner) => html`<bdi>${inner}</bdi>`,
  })

/** Why a look did not find the token, and what to do about it. */
export const troubleWords = (say: Say, way: Way, trouble: Trouble, values: { domain: string }): Html =>
  say.html(`admin-console.domain-${way}.error.${trouble}`, values)

/** A domain’s name as people read it; one with other letters together with what it really is (DOM-2). */
export function nameOf(name: string): Html {
  const shown = readable(name)
  return shown === name ? html`${name}` : html`<bdi>${shown}</bdi> <span class="muted">(${name})</span>`
}

export function looksNote(say: Say, name: string): Html | undefined {
  const looks = looksOf(name)
  if (looks === 'plain') return undefined
  const values = { shown: readable(name), name }
  const words =
    looks === 'mixed'
      ? say.html('admin-console.domain.looks-mixed', values)
      : say.html('admin-console.domain.looks-international', values)
  return html`<div class="mb-5">${note(looks === 'mixed' ? 'warn' : 'plain', words, false)}</div>`
}

/** What a look found in one place, a line each. */
export const foundLines = (say: Say, { found }: Sight): Html =>
  found.length > 0
    ? html`${found.map((line) => html`<span class="saw mono">${line}</span>`)}`
    : html`${say('admin-console.domain.nothing')}`
