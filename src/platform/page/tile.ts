import { initials } from './avatar.ts'
import { type Html, html } from './html.ts'
import { glyph, type Icon, icon, mark } from './icons.ts'

/** As much of a product as its sign needs. */
export interface TileProduct {
  readonly id: string
  readonly name: string
}

/** The sign of a product: its glyph, or the first letter of its name. */
export function tile(product: TileProduct, size?: 40): Html {
  const classes = size ? `tile tl-${size}` : 'tile'
  return html`<span class="${classes}" aria-hidden="true">${
    glyph(product.id) ?? html`<b>${initials(product.name).slice(0, 1)}</b>`
  }</span>`
}

/** A large sign over the heading of a page that is about one thing. */
export const iconTile = (name: Icon, tone: 'accent' | 'off' = 'off'): Html =>
  html`<span class="tile tl-48${tone === 'off' ? ' off' : ''}">${icon(name)}</span>`

/** The account on one end and, when there is one, the product it opens on the other. */
export function stalk(product?: TileProduct): Html {
  return html`<div class="stalk" aria-hidden="true"><span class="tile plain">${mark(28)}</span>${
    product && html`<i></i>${tile(product)}`
  }</div>`
}
