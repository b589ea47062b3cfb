import { type Html, trusted } from './html.ts'

/** Drawings of 20 units with a line of 1.6; they always stand beside a word or inside something with a label. */
const drawings = {
  alert: '<path d="M10 3.2 17.6 16.4H2.4z"/><path d="M10 8v3.6M10 13.9v.05"/>',
  arrows: '<path d="M4 7h11.5M12.5 4l3 3-3 3M16 13H4.5M7.5 10l-3 3 3 3"/>',
  box: '<path d="m10 2.8 6.5 3.4v7.6L10 17.2l-6.5-3.4V6.2zM3.8 6.4 10 9.6l6.2-3.2M10 9.6v7.4"/>',
  building:
    '<path d="M4 17V4.5A1.5 1.5 0 0 1 5.5 3h5A1.5 1.5 0 0 1 12 4.5V17M12 8h2.5A1.5 1.5 0 0 1 16 9.5V17M2.5 17h15M7 6.5h2M7 9.8h2M7 13h2"/>',
  check: '<path d="m4.2 10.6 3.7 3.7 8-8.4"/>',
  close: '<path d="m5 5 10 10M15 5 5 15"/>',
  clock: '<circle cx="10" cy="10" r="7.2"/><path d="M10 5.8V10l2.8 1.8"/>',
  computer: '<rect x="4" y="4.2" width="12" height="8.6" rx="1.6"/><path d="M2.4 15.8h15.2"/>',
  download: '<path d="M10 3v9.5M6 9l4 4 4-4M3.5 16.5h13"/>',
  done: '<circle cx="10" cy="10" r="7.2"/><path d="m6.8 10.3 2.2 2.2 4.3-4.6"/>',
  filter: '<path d="M3 5h14M5.5 10h9M8 15h4"/>',
  globe:
    '<circle cx="10" cy="10" r="7.2"/><path d="M2.8 10h14.4M10 2.8c2.4 2.2 3.3 4.6 3.3 7.2s-.9 5-3.3 7.2c-2.4-2.2-3.3-4.6-3.3-7.2S7.6 5 10 2.8z"/>',
  gear: '<circle cx="10" cy="10" r="2.6"/><path d="M10 2.8v2M10 15.2v2M2.8 10h2M15.2 10h2M4.9 4.9l1.4 1.4M13.7 13.7l1.4 1.4M4.9 15.1l1.4-1.4M13.7 6.3l1.4-1.4"/>',
  grid:
    '<g fill="currentColor" stroke="none"><circle cx="4.6" cy="4.6" r="1.9"/><circle cx="10" cy="4.6" r="1.9"/>' +
    '<circle cx="15.4" cy="4.6" r="1.9"/><circle cx="4.6" cy="10" r="1.9"/><circle cx="10" cy="10" r="1.9"/>' +
    '<circle cx="15.4" cy="10" r="1.9"/><circle cx="4.6" cy="15.4" r="1.9"/><circle cx="10" cy="15.4" r="1.9"/>' +
    '<circle cx="15.4" cy="15.4" r="1.9"/></g>',
  home: '<path d="m3 9 7-6 7 6v7a1.2 1.2 0 0 1-1.2 1.2H4.2A1.2 1.2 0 0 1 3 16zM7.8 17v-5h4.4v5"/>',
  info: '<circle cx="10" cy="10" r="7.2"/><path d="M10 9.2v4.3M10 6.5v.05"/>',
  key: '<circle cx="6.8" cy="13.2" r="3.3"/><path d="m9.2 10.8 6.3-6.3M13 7l2.2 2.2"/>',
  leave: '<path d="M8 3.5H5A1.5 1.5 0 0 0 3.5 5v10A1.5 1.5 0 0 0 5 16.5h3M12.5 6.5 16 10l-3.5 3.5M16 10H8"/>',
  list: '<path d="M4 4.5h12M4 8.2h12M4 11.8h8M4 15.5h5"/>',
  lock: '<rect x="4.5" y="9" width="11" height="7.5" rx="2"/><path d="M7 9V6.5a3 3 0 0 1 6 0V9"/>',
  mail: '<rect x="2.8" y="4.5" width="14.4" height="11" rx="2.2"/><path d="m3.4 6 6.6 5 6.6-5"/>',
  menu: '<path d="M3.5 6h13M3.5 10h13M3.5 14h13"/>',
  back: '<path d="m12.5 4.5-5.5 5.5 5.5 5.5"/>',
  next: '<path d="m7.5 4.5 5.5 5.5-5.5 5.5"/>',
  none: '<circle cx="10" cy="10" r="7.2"/><path d="m5 5 10 10"/>',
  onward: '<path d="M3.8 10h12M11.2 5.2 16 10l-4.8 4.8"/>',
  people:
    '<circle cx="7.6" cy="7" r="2.9"/><path d="M2.4 16c.5-2.9 2.5-4.4 5.2-4.4s4.7 1.5 5.2 4.4M12.8 4.4a2.8 2.8 0 0 1 0 5.3M14.8 12c1.6.6 2.6 2 2.9 4"/>',
  passkey:
    '<circle cx="7.8" cy="6.6" r="3.1"/><path d="M2.6 16.5c.4-3.2 2.3-4.9 5.2-4.9 1 0 1.9.2 2.7.6"/>' +
    '<circle cx="14.4" cy="10" r="2.3"/><path d="M14.4 12.3v5M14.4 15h1.8"/>',
  person: '<circle cx="10" cy="6.8" r="3.3"/><path d="M3.8 16.8c.6-3.3 3-5 6.2-5s5.6 1.7 6.2 5"/>',
  phone: '<rect x="6" y="2.5" width="8" height="15" rx="2"/><path d="M9.2 14.8h1.6"/>',
  plus: '<path d="M10 4v12M4 10h12"/>',
  refresh:
    '<path d="M16.2 8.5A6.5 6.5 0 0 0 4.4 6.8M3.8 3.8v3.4h3.4M3.8 11.5a6.5 6.5 0 0 0 11.8 1.7M16.2 16.2v-3.4h-3.4"/>',
  search: '<circle cx="8.8" cy="8.8" r="5.2"/><path d="m12.7 12.7 4 4"/>',
  shield: '<path d="M10 2.8 16 5v4.6c0 3.6-2.4 6.2-6 7.6-3.6-1.4-6-4-6-7.6V5z"/>',
  tablet: '<rect x="4.2" y="2.8" width="11.6" height="14.4" rx="2"/><path d="M9 14.4h2"/>',
} as const

export type Icon = keyof typeof drawings

/** One of our drawings, hidden from screen readers. */
export function icon(name: Icon, pixels: 16 | 18 | 20 = 20): Html {
  return trusted(
    `<svg class="icon" width="${pixels}" height="${pixels}" viewBox="0 0 20 20" aria-hidden="true">${drawings[name]}</svg>`,
  )
}

/** The flower: five stalks from one stem. */
export function mark(pixels: 26 | 28 | 64): Html {
  return trusted(
    `<svg class="mark" width="${pixels}" height="${pixels}" viewBox="0 0 32 32" fill="none" aria-hidden="true">` +
      '<g stroke="currentColor" stroke-width="2" stroke-linecap="round"><path d="M16 30v-9"/>' +
      '<path d="M16 21c-3.2-1.2-7.2-3-10-6"/><path d="M16 21c-2.6-3-5.2-7-6.2-11.6"/><path d="M16 21V7"/>' +
      '<path d="M16 21c2.6-3 5.2-7 6.2-11.6"/><path d="M16 21c3.2-1.2 7.2-3 10-6"/></g>' +
      '<g class="florets"><circle cx="5.2" cy="14.2" r="3.1"/><circle cx="9.4" cy="7.6" r="3.1"/>' +
      '<circle cx="16" cy="5.1" r="3.1"/><circle cx="22.6" cy="7.6" r="3.1"/><circle cx="26.8" cy="14.2" r="3.1"/>' +
      '</g></svg>',
  )
}

const dot = (x: number, y: number, r = 2.1) => `<circle cx="${x}" cy="${y}" r="${r}"/>`

/** The signs of the suite's own products, 24 units with a line of 1.9. */
const glyphs: Readonly<Record<string, string>> = {
  tracker: `<path d="M6.5 12.5 10.5 16.5 18 8"/>${dot(6, 12)}${dot(18.2, 7.6)}${dot(10.5, 16.7)}`,
  board: `<path d="M6 19v-7M12 19V7.5M18 19v-4"/>${dot(6, 10.5)}${dot(12, 6)}${dot(18, 13.5)}`,
  desk:
    '<path d="M5.5 14.5v-2a6.5 6.5 0 0 1 13 0v2c0 2.5-2 4.2-5 4.2"/>' +
    `${dot(5.5, 14.5)}${dot(18.5, 14.5)}${dot(12.7, 18.7, 1.7)}`,
  wiki: `<path d="M6 6.5h12M6 12h12M6 17.5h7.5"/>${dot(6, 6.5)}${dot(6, 12)}${dot(6, 17.5)}`,
  chat:
    '<path d="M12 4.8c4.3 0 7.5 2.8 7.5 6.5s-3.2 6.5-7.5 6.5c-.9 0-1.7-.1-2.5-.3L5.8 19.2l.9-3.3c-1.4-1.2-2.2-2.8-2.2-4.6' +
    ` 0-3.7 3.2-6.5 7.5-6.5z"/>${dot(9.2, 11.4, 1.3)}${dot(14.8, 11.4, 1.3)}`,
  code: `<path d="M7.5 7v10M7.5 14.5c0-3 9-1.5 9-5.5"/>${dot(7.5, 5.8)}${dot(7.5, 18.2)}${dot(16.5, 7.5)}`,
}

/** The sign of a product of the suite; `undefined` for any other product. */
export function glyph(productId: string): Html | undefined {
  const drawing = Object.hasOwn(glyphs, productId) ? glyphs[productId] : undefined
  return drawing === undefined
    ? undefined
    : trusted(`<svg class="icon glyph" viewBox="0 0 24 24" aria-hidden="true">${drawing}</svg>`)
}
