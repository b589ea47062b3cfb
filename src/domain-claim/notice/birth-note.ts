import { asset, type Html, html, icon, type Say, trusted } from '#platform/page'
import type { ManagerToBe } from './manager-to-be.ts'

export const birthWords = (say: Say, { organization, domain }: ManagerToBe): string =>
  say('domain-claim.birth.words', { organization, domain })

/**
 * That an account with this address will be managed, said before it is proved (DOM-6).
 * @param of.field the field whose address is typed here: a script asks about it when it is left
 * @param of.otherHref where another address can be given, when that is not here
 */
export function birthNote(
  say: Say,
  manager: ManagerToBe | undefined,
  of: { readonly field?: string; readonly otherHref?: string | undefined } = {},
): Html | undefined {
  const { field, otherHref } = of
  if (!manager && !field) return undefined
  return html`<div class="note warn mt-4" role="status"${!manager && trusted(' hidden')}${
    field && html` data-manager-of="${field}"`
  }>${icon('building')}
<div><span>${manager && birthWords(say, manager)}</span>${
    otherHref && html` <a href="${otherHref}">${say('domain-claim.birth.other')}</a>`
  }</div></div>
${field && html`<script type="module" src="${asset('manager-note.js')}"></script>`}`
}
