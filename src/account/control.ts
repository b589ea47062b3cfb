import type { Kind } from './account.ts'

/** What can be done to an account. */
export const actions = [
  'change-email',
  'change-name',
  'change-picture',
  'delete',
  'deactivate',
  'see-products',
  'access-content',
  'access-others-content',
  'set-password-for-holder',
] as const
export type Action = (typeof actions)[number]

/** In what part somebody acts on an account. */
export const parts = ['holder', 'org-admin', 'site-admin', 'operator'] as const
export type Part = (typeof parts)[number]

/**
 * `ask`: not by oneself, but it can be asked of the one who may. `own-site`: as far as one's own site goes. `abuse`: only
 * against abuse, and called suspending. `never`: by nobody in that part, whatever the kind.
 */
export type Verdict = 'yes' | 'no' | 'ask' | 'own-site' | 'abuse' | 'never'

/**
 * Who controls what (CTL): the only authority. Pages, refusals and `docs/reference/control.md` come from it.
 * A personal account has no organization, so `org-admin` counts for managed ones only.
 */
const table: Readonly<Record<Action, Readonly<Record<Kind, Readonly<Record<Part, Verdict>>>>>> = {
  'change-email': {
    personal: { holder: 'yes', 'org-admin': 'no', 'site-admin': 'no', operator: 'no' },
    managed: { holder: 'ask', 'org-admin': 'yes', 'site-admin': 'no', operator: 'no' },
  },
  'change-name': {
    personal: { holder: 'yes', 'org-admin': 'no', 'site-admin': 'no', operator: 'no' },
    managed: { holder: 'yes', 'org-admin': 'yes', 'site-admin': 'no', operator: 'no' },
  },
  'change-picture': {
    personal: { holder: 'yes', 'org-admin': 'no', 'site-admin': 'no', operator: 'no' },
    managed: { holder: 'yes', 'org-admin': 'yes', 'site-admin': 'no', operator: 'no' },
  },
  delete: {
    personal: { holder: 'yes', 'org-admin': 'no', 'site-admin': 'no', operator: 'no' },
    managed: { holder: 'ask', 'org-admin': 'yes', 'site-admin': 'no', operator: 'no' },
  },
  deactivate: {
    personal: { holder: 'no', 'org-admin': 'no', 'site-admin': 'no', operator: 'abuse' },
    managed: { holder: 'no', 'org-admin': 'yes', 'site-admin': 'no', operator: 'abuse' },
  },
  'see-products': {
    personal: { holder: 'yes', 'org-admin': 'no', 'site-admin': 'own-site', operator: 'yes' },
    managed: { holder: 'yes', 'org-admin': 'yes', 'site-admin': 'own-site', operator: 'yes' },
  },
  'access-content': {
    personal: { holder: 'yes', 'org-admin': 'never', 'site-admin': 'never', operator: 'never' },
    managed: { holder: 'yes', 'org-admin': 'never', 'site-admin': 'never', operator: 'never' },
  },
  'access-others-content': {
    personal: { holder: 'never', 'org-admin': 'never', 'site-admin': 'never', operator: 'never' },
    managed: { holder: 'never', 'org-admin': 'never', 'site-admin': 'never', operator: 'never' },
  },
  'set-password-for-holder': {
    personal: { holder: 'never', 'org-admin': 'never', 'site-admin': 'never', operator: 'never' },
    managed: { holder: 'never', 'org-admin': 'never', 'site-admin': 'never', operator: 'never' },
  },
}

/** What the control table says (CTL). */
export function verdictOn(action: Action, kind: Kind, part: Part): Verdict {
  return table[action][kind][part]
}
