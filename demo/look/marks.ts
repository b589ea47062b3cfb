import { html, raw } from 'hono/html'
import type { HtmlEscapedString } from 'hono/utils/html'

export type Html = HtmlEscapedString | Promise<HtmlEscapedString>

/** A drawing of one line; it always stands beside words, or inside something with a label. */
export const line = (size: number, path: string): Html =>
  html`<svg width="${size}" height="${size}" viewBox="0 0 20 20" fill="none" stroke="currentColor" stroke-width="1.6" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true"><path d="${path}"/></svg>`

const dot = (cx: number, cy: number, r = 2.1): string =>
  `<circle fill="currentColor" stroke="none" cx="${cx}" cy="${cy}" r="${r}"/>`

/** What is inside a product's sign, by its ID. */
const signs: Readonly<Record<string, string>> = {
  tracker: `<path d="M6.5 12.5 10.5 16.5 18 8"/>${dot(6, 12)}${dot(18.2, 7.6)}${dot(10.5, 16.7)}`,
  board: `<path d="M6 19v-7M12 19V7.5M18 19v-4"/>${dot(6, 10.5)}${dot(12, 6)}${dot(18, 13.5)}`,
  desk: `<path d="M5.5 14.5v-2a6.5 6.5 0 0 1 13 0v2c0 2.5-2 4.2-5 4.2"/>${dot(5.5, 14.5)}${dot(18.5, 14.5)}${dot(12.7, 18.7, 1.7)}`,
  wiki: `<path d="M6 6.5h12M6 12h12M6 17.5h7.5"/>${dot(6, 6.5)}${dot(6, 12)}${dot(6, 17.5)}`,
  chat: `<path d="M12 4.8c4.3 0 7.5 2.8 7.5 6.5s-3.2 6.5-7.5 6.5c-.9 0-1.7-.1-2.5-.3L5.8 19.2l.9-3.3c-1.4-1.2-2.2-2.8-2.2-4.6 0-3.7 3.2-6.5 7.5-6.5z"/>${dot(9.2, 11.4, 1.3)}${dot(14.8, 11.4, 1.3)}`,
  code: `<path d="M7.5 7v10M7.5 14.5c0-3 9-1.5 9-5.5"/>${dot(7.5, 5.8)}${dot(7.5, 18.2)}${dot(16.5, 7.5)}`,
}

/** The sign of a product on its tile: a drawing, or the first letter of a name that has none. */
export function tile({ id, name }: { id: string; name: string }): Html {
  const sign = Object.hasOwn(signs, id) ? signs[id] : undefined
  if (!sign)
    return html`<span class="tile" aria-hidden="true"><b>${[...name.trim()][0]?.toUpperCase() ?? ''}</b></span>`
  return html`<span class="tile"><svg viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.9" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true">${raw(sign)}</svg></span>`
}

/** Nine dots: where the other products are. */
export const dots = html`<svg width="20" height="20" viewBox="0 0 20 20" fill="currentColor" aria-hidden="true">${raw(
  [4.6, 10, 15.4].flatMap((y) => [4.6, 10, 15.4].map((x) => `<circle cx="${x}" cy="${y}" r="1.9"/>`)).join(''),
)}</svg>`
