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
