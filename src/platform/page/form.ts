import { type HtmlValues, refusalKey, type Say, type Values } from '../words.ts'
import { type Html, html, type Inner, trusted } from './html.ts'
import { icon } from './icons.ts'

/** Parts of forms. Each field has a label above it; its hint and its error are tied to it by `aria-describedby`. */

export const hidden = (name: string, value: string | undefined): Html | undefined =>
  value === undefined ? undefined : html`<input type="hidden" name="${name}" value="${value}">`

/**
 * The hidden copy of the address that lets password managers know which account a password is for.
 * It is also what is sent, so that the server need not remember what the page showed.
 */
export const hiddenUsername = (email: string): Html =>
  html`<input type="hidden" name="email" autocomplete="username" value="${email}">`

export const errorLine = (id: string, message: Html): Html =>
  html`<p class="error" id="${id}">${icon('alert', 18)}<span>${message}</span></p>`

/**
 * What is wrong with a field or a form: a refusal, its code (`credential.password-short`), or a code of the page itself
 * (`wrong`).
 */
export type Problem = string | { readonly code: string; readonly details?: Values }

/** The sentence for a problem: the refusal's own, or `<group>.<code>`; `<group>.other` when there is none. */
export function errorWords(say: Say, group: string, problem: Problem, values: HtmlValues = {}): Html {
  const { code, details } = typeof problem === 'string' ? { code: problem } : problem
  const key = code.includes('.') ? refusalKey(code) : `${group}.${code}`
  return say.html(say.has(key) ? key : `${group}.other`, { ...values, ...details })
}

export interface Field {
  readonly id: string
  readonly name?: string
  readonly label: string
  /** Attributes of the input that we wrote ourselves, such as `type` and `autocomplete`. */
  readonly attributes: string
  readonly value?: string | undefined
  readonly error?: Html | undefined
  readonly hint?: Html | undefined
  /** Stands at the other end of the label's line. */
  readonly beside?: Html | undefined
  /** Where typing begins: the first field in error, otherwise the first that is empty. */
  readonly focus?: boolean | undefined
  readonly className?: string
  readonly describedBy?: string
  readonly after?: Inner
}

export function field(of: Field): Html {
  const name = of.name ?? of.id
  const described = [of.error && `${of.id}-error`, of.hint && `${of.id}-hint`, of.describedBy].filter(Boolean).join(' ')
  const label = html`<label for="${of.id}">${of.label}</label>`
  return html`<div class="field">
${of.beside ? html`<div class="label-row">${label}${of.beside}</div>` : label}
${of.after ?? ''}<input class="${of.className ?? 'input lg'}" id="${of.id}" name="${name}" ${trusted(of.attributes)}${
    of.value === undefined ? '' : html` value="${of.value}"`
  }${of.error && trusted(' aria-invalid="true"')}${described ? html` aria-describedby="${described}"` : ''}${
    of.focus && trusted(' autofocus')
  }>
${of.error && errorLine(`${of.id}-error`, of.error)}${of.hint && html`<p class="hint" id="${of.id}-hint">${of.hint}</p>`}</div>`
}

export interface PasswordField {
  readonly id?: string
  readonly name?: string
  readonly label: string
  readonly use: 'current-password' | 'new-password'
  readonly minLength?: number
  readonly error?: Html | undefined
  readonly beside?: Html | undefined
  readonly focus?: boolean | undefined
}

/**
 * A password field: never filled by us. A script adds the button that shows what was typed, so the words for it are
 * here and the button is not. A new password comes with the rules it has to meet.
 */
export function passwordField(say: Say, of: PasswordField): Html {
  const { id = 'password', name = 'password', use, minLength, error } = of
  const described = [error && `${id}-error`, minLength && `${id}-rules`].filter(Boolean).join(' ')
  const label = html`<label for="${id}">${of.label}</label>`
  return html`<div class="field">
${of.beside ? html`<div class="label-row">${label}${of.beside}</div>` : label}
<div class="with-btn" data-show="${say('platform.password.show')}" data-hide="${say('platform.password.hide')}" data-show-label="${say('platform.password.show-label')}" data-hide-label="${say('platform.password.hide-label')}"><input class="input lg" id="${id}" name="${name}" type="password" autocomplete="${use}"${
    minLength && html` minlength="${minLength}"`
  } required${error && trusted(' aria-invalid="true"')}${described ? html` aria-describedby="${described}"` : ''}${
    of.focus && trusted(' autofocus')
  }></div>
${error && errorLine(`${id}-error`, error)}${minLength && rules(say, `${id}-rules`, minLength)}</div>`
}

function rules(say: Say, id: string, minLength: number): Html {
  const rule = (name: string, text: string) =>
    html`<li data-rule="${name}">${trusted(ring)}${trusted(met)}<span>${text}</span></li>`
  const scores = [
    say('platform.password.score-0'),
    say('platform.password.score-1'),
    say('platform.password.score-2'),
    say('platform.password.score-3'),
    say('platform.password.score-4'),
  ].join('|')
  return html`<ul class="rules" id="${id}" data-strength="/password/strength" data-scores="${scores}">
${rule('length', say('platform.password.rule-length', { least: minLength }))}
${rule('known', say('platform.password.rule-known'))}</ul>`
}

const small = 'width="16" height="16" viewBox="0 0 20 20" fill="none" stroke="currentColor" stroke-width="1.6"'
const ring = `<svg class="when-open" ${small} aria-hidden="true"><circle cx="10" cy="10" r="4.5"/></svg>`
const met = `<svg class="when-met" ${small} stroke-linecap="round" aria-hidden="true"><path d="m4.2 10.6 3.7 3.7 8-8.4"/></svg>`

/** A message in a box. `status` for results of what the reader just did, so that screen readers say them. */
export function note(tone: 'ok' | 'bad' | 'warn' | 'plain', content: Inner, status = true): Html {
  const sign = icon(({ ok: 'done', bad: 'alert', warn: 'alert', plain: 'clock' } as const)[tone])
  return html`<div class="note ${tone}"${status && trusted(' role="status"')}>${sign}
<div>${content}</div></div>`
}
