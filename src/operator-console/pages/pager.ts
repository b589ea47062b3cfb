import { type Html, html, icon, type Say } from '#platform/page'

/** The way on in a list, and back to where it begins. */
export function pager(
  say: Say,
  { nextHref, firstHref }: { readonly nextHref?: string | undefined; readonly firstHref?: string | undefined },
): Html | undefined {
  if (!nextHref && !firstHref) return undefined
  return html`<nav class="pager" aria-label="${say('operator-console.pages')}"><span>${
    firstHref &&
    html`<a class="btn quiet sm" href="${firstHref}">${icon('back', 16)}${say('operator-console.first')}</a>`
  }</span>${nextHref && html`<a class="btn sm" href="${nextHref}">${say('operator-console.more')}${icon('next', 16)}</a>`}</nav>`
}
