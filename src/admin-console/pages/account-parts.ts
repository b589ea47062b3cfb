import type { ListedAccount, State, Wanted } from '#managed-account'
import { type Html, html, icon, type Say } from '#platform/page'

/** How an account stands, in a word. */
export function accountPill(say: Say, state: State): Html {
  if (state === 'leaving')
    return html`<span class="pill warn">${icon('clock', 16)}${say('admin-console.accounts.leaving')}</span>`
  if (state === 'deactivated')
    return html`<span class="pill">${icon('none', 16)}${say('admin-console.accounts.deactivated')}</span>`
  if (state === 'suspended')
    return html`<span class="pill bad">${icon('alert', 16)}${say('admin-console.accounts.suspended')}</span>`
  return html`<span class="pill ok">${icon('check', 16)}${say('admin-console.accounts.active')}</span>`
}

/** Whether two-step verification is on. */
export const twoStepPill = (say: Say, isOn: boolean): Html =>
  isOn
    ? html`${say('admin-console.accounts.two-on')}`
    : html`<span class="pill warn">${icon('alert', 16)}${say('admin-console.accounts.two-off')}</span>`

/** The day it was last used: days are noted in UTC, so no time of theirs is told. */
export function lastActive(say: Say, day: ListedAccount['lastActiveOn']): string {
  if (!day) return say('admin-console.accounts.never')
  const today = Temporal.Now.plainDateISO('UTC')
  const date = say.date(day.toZonedDateTime({ timeZone: say.zone, plainTime: '12:00' }).toInstant())
  const ago = day.until(today).days
  return say('admin-console.accounts.day', { when: ago <= 0 ? 'today' : ago === 1 ? 'yesterday' : 'other', date })
}

/** What a filter says, each by itself. */
export function filterWords(say: Say, wanted: Wanted): string[] {
  const { q, state, domain, two, used } = wanted
  return [
    ...(q === undefined ? [] : [say('admin-console.accounts.pill-q', { q })]),
    ...(state ? [stateName(say, state)] : []),
    ...(domain === undefined ? [] : [domain]),
    ...(two ? [say(two === 'on' ? 'admin-console.accounts.pill-two-on' : 'admin-console.accounts.pill-two-off')] : []),
    ...(used ? [usedName(say, used)] : []),
  ]
}

export function stateName(say: Say, state: State): string {
  if (state === 'leaving') return say('admin-console.accounts.leaving')
  if (state === 'deactivated') return say('admin-console.accounts.deactivated')
  if (state === 'suspended') return say('admin-console.accounts.suspended')
  return say('admin-console.accounts.active')
}

export function usedName(say: Say, used: NonNullable<Wanted['used']>): string {
  if (used === 'lately') return say('admin-console.accounts.used-lately')
  if (used === 'long-ago') return say('admin-console.accounts.used-long-ago')
  return say('admin-console.accounts.used-never')
}

/** Counts are exact up to a bound, and say so beyond. */
export const countValues = (count: number, most: number) => ({
  count: Math.min(count, most),
  more: count > most ? 'yes' : 'no',
})
