import { type Html, html } from './html.ts'

const hues = ['plum', 'moss', 'ochre', 'slate', 'clay'] as const
export type Hue = (typeof hues)[number]

/** Sizes that the stylesheet knows, in pixels; without one the surroundings decide. */
export type AvatarSize = 24 | 32 | 34 | 36 | 40 | 48

/** A color that stays with the account. It never means anything. */
export function hueOf(accountId: string): Hue {
  let hash = 2166136261
  for (const unit of accountId) hash = Math.imul(hash ^ (unit.codePointAt(0) ?? 0), 16777619)
  return hues[(hash >>> 0) % hues.length] ?? 'plum'
}

const letters = new Intl.Segmenter(undefined, { granularity: 'grapheme' })

/** First letters of the first and last word: `Mira Okafor` → `MO`, `mira.okafor@acme.example` → `MO`. */
export function initials(name: string): string {
  const words = name
    .replace(/@.*$/s, '')
    .split(/[\s._+-]+/u)
    .map((word) => word.replace(/^[^\p{L}\p{N}]+/u, ''))
    .filter(Boolean)
  const first = (word: string | undefined) => (word ? [...letters.segment(word)][0]?.segment : undefined) ?? ''
  return (first(words[0]) + (words.length > 1 ? first(words.at(-1)) : '')).toUpperCase() || '·'
}

/** As much of an account as is drawn of it. */
export interface Drawn {
  readonly id: string
  readonly name: string
  /** What its picture's address is made of, if it has one (ACC-8). */
  readonly pictureId?: string | undefined
}

/** The account's round picture, or its initials. Decoration only: the name always stands beside it or in a label. */
export function avatar({ id, name, pictureId }: Drawn, size?: AvatarSize): Html {
  const classes = `avatar ${hueOf(id)}${size ? ` av-${size}` : ''}`
  const picture = pictureId && html`<img src="/pictures/${pictureId}${size && '/small'}" alt="">`
  return html`<span class="${classes}" aria-hidden="true">${picture || initials(name)}</span>`
}
