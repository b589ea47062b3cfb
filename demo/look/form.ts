import { html } from 'hono/html'
import type { Html } from './marks.ts'

/** What is wrong with a form, by field. */
export type Faults<Fields> = Partial<Record<keyof Fields, string>>

/** Text of a form as it can be stored: line ends as one character, and none of the two things PostgreSQL can't hold. */
export const cleaned = (text: unknown): string =>
  typeof text === 'string' ? text.toWellFormed().replaceAll('\0', '').replaceAll('\r\n', '\n').trim() : ''

/** By how much a text is too long. Counts characters as PostgreSQL does, not UTF-16 units. */
export const excess = (text: string, longest: number): number => Math.max(0, [...text].length - longest)

/** Numbers of up to nine digits fit PostgreSQL's `integer`; anything else is no key. */
export const keyOf = (text: string | undefined): number | undefined =>
  text && /^[1-9]\d{0,8}$/.test(text) ? Number(text) : undefined

/** Why a field was refused, below it. */
export const errorLine = (id: string, fault: string | undefined): Html | '' =>
  fault ? html`<p class="error" id="${id}">${fault}</p>` : ''

/** Ties a field to what is wrong with it, and takes the reader there. */
export const faulty = (id: string, fault: string | undefined): Html | '' =>
  fault ? html` aria-invalid="true" aria-describedby="${id}" autofocus` : ''

export const option = (value: string, words: string, chosen: string): Html =>
  html`<option value="${value}"${value === chosen ? html` selected` : ''}>${words}</option>`

/** A field of a form. */
export interface Field {
  id: string
  label: string
  value: string
  fault?: string | undefined
  /** Whether the reader is taken to it if it is at fault: the first one that is. */
  first?: boolean
  rows?: number
  hint?: string
}

/** A labeled field of one line or, with `rows`, of many, with what is wrong with it. */
export function field({ id, label, value, fault, first = true, rows, hint }: Field): Html {
  const described = fault ? `e-${id}` : hint ? `h-${id}` : undefined
  const wrong = fault
    ? html` aria-invalid="true" aria-describedby="${described}"${first ? html` autofocus` : ''}`
    : described
      ? html` aria-describedby="${described}"`
      : ''
  const box = rows
    ? html`<textarea class="textarea input" id="${id}" name="${id}" rows="${rows}"${wrong}>${'\n'}${value}</textarea>`
    : html`<input class="input" id="${id}" name="${id}" type="text" autocomplete="off" value="${value}"${wrong}>`
  return html`<div class="field"><label for="${id}">${label}</label>
${box}
${fault ? errorLine(`e-${id}`, fault) : hint ? html`<p class="hint" id="h-${id}">${hint}</p>` : ''}</div>`
}
