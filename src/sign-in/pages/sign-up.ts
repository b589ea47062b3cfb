import { birthNote, type ManagerToBe } from '#domain-claim'
import {
  authPage,
  errorLine,
  errorWords,
  field,
  type Html,
  hidden,
  html,
  type Problem,
  passwordField,
  type Say,
  stalk,
  trusted,
} from '#platform/page'
import type { Work } from '../work.ts'
import { link, mainButton, withAttempt } from './parts.ts'
import { workPart } from './work.ts'

export type SignUpField = 'name' | 'email' | 'password' | 'terms'

export interface SignUpPage {
  readonly attempt?: string | undefined
  readonly values: {
    readonly name?: string | undefined
    readonly email?: string | undefined
    readonly terms?: boolean | undefined
  }
  readonly errors: Partial<Readonly<Record<SignUpField, Problem>>>
  /** Names of the products that the account opens. */
  readonly products: readonly string[]
  readonly minLength: number
  readonly work?: Work | undefined
  /** Who will manage an account with this address (DOM-6). */
  readonly manager?: ManagerToBe | undefined
}

/** Making an account. The answer is the same whether or not the address has one already (ACC-5). */
export function signUpPage(say: Say, page: SignUpPage): Html {
  const { attempt, values, errors, products, minLength, work, manager } = page
  const wrong = (name: SignUpField) =>
    errors[name] === undefined
      ? undefined
      : errorWords(say, `sign-in.sign-up.error.${name}`, errors[name], { least: minLength })
  const first = (['name', 'email', 'password', 'terms'] as const).find((name) => errors[name] !== undefined) ?? 'name'
  const all = new Intl.ListFormat(say.locale, { type: 'conjunction' }).format(products)
  const terms = wrong('terms')
  return authPage(say, {
    title: Object.keys(errors).length > 0 ? say('sign-in.sign-up.title-error') : say('sign-in.sign-up.title'),
    here: withAttempt('/sign-up', attempt),
    content: html`${stalk()}
<h1>${say('sign-in.sign-up.title')}</h1>
<p class="lede">${products.length > 0 ? say('sign-in.sign-up.lede', { products: all }) : say('sign-in.sign-up.lede-alone')}</p>
<form method="post" action="/sign-up">
${hidden('attempt', attempt)}${field({
  id: 'name',
  label: say('sign-in.sign-up.name'),
  attributes: 'type="text" autocomplete="name" maxlength="200" required',
  value: values.name,
  error: wrong('name'),
  focus: first === 'name',
})}
${field({
  id: 'email',
  label: say('sign-in.identify.email'),
  attributes: 'type="email" inputmode="email" autocomplete="email" autocapitalize="none" spellcheck="false" required',
  value: values.email,
  error: wrong('email'),
  focus: first === 'email',
})}
${birthNote(say, manager, { field: 'email' })}
<div class="mt-5">${passwordField(say, {
      label: say('sign-in.password.password'),
      use: 'new-password',
      minLength,
      error: wrong('password'),
      focus: first === 'password',
    })}</div>
<label class="check mt-4 small"><input type="checkbox" name="terms" value="1" required${values.terms && trusted(' checked')}${
      terms && trusted(' aria-invalid="true" aria-describedby="terms-error"')
    }><span>${say.html('sign-in.sign-up.terms', { terms: link('/terms'), privacy: link('/privacy') })}</span></label>
${terms && errorLine('terms-error', terms)}
${workPart(say, work)}
<div class="actions">${mainButton(say('sign-in.sign-up.create'))}</div>
<p class="hint">${say('sign-in.sign-up.next')}</p>
</form>
<p class="auth-alt">${say.html('sign-in.sign-up.have-one', { a: link(withAttempt('/sign-in', attempt)) })}</p>`,
  })
}
