import {
  authPage,
  errorWords,
  type Html,
  hidden,
  hiddenUsername,
  html,
  type Problem,
  passwordField,
  type Say,
  stalk,
} from '#platform/page'
import type { Work } from '../work.ts'
import { emailField } from './identify.ts'
import {
  forgotLink,
  googleButton,
  link,
  mainButton,
  type PageProduct,
  rememberBox,
  whoChip,
  withAttempt,
} from './parts.ts'
import { passkeyOffer } from './passkey.ts'
import { workPart } from './work.ts'

export interface PasswordPage {
  readonly attempt: string
  readonly product?: PageProduct | undefined
  readonly email: string
  /** Only on a browser that has logged in as this account: anywhere else it would tell that there is one. */
  readonly greetName?: string | undefined
  readonly keep: boolean
  /** Somebody who is logged in already confirms it: for the same account, and to stay logged in for as long as before. */
  readonly confirming?: boolean | undefined
  /** Whether whoever confirms has a passkey to do it with. Everybody else is offered one, whether or not there is any. */
  readonly hasPasskey?: boolean | undefined
  /** `wrong`, `missing` or another code. */
  readonly error?: string | undefined
  readonly triesLeft?: number | undefined
  /** What the browser does first, after many failures (LOG-5). */
  readonly work?: Work | undefined
}

/** The password of an account that is there, and whether to stay logged in: on whichever page asks for it alone. */
export function passwordAndBox(
  say: Say,
  page: Pick<PasswordPage, 'attempt' | 'keep' | 'confirming' | 'error' | 'triesLeft' | 'work'>,
  label: string,
): Html {
  return html`<div class="mt-6">${passwordField(say, {
    label,
    use: 'current-password',
    beside: forgotLink(say, page.attempt),
    error: page.error === undefined ? undefined : wrongPassword(say, page),
    focus: true,
  })}</div>
${page.confirming !== true && rememberBox(say, page.keep)}
${workPart(say, page.work)}`
}

/** The password, after the address. Wrong and unknown look the same (LOG-5). */
export function passwordPage(say: Say, page: PasswordPage): Html {
  const { attempt, product, email, greetName, confirming, error } = page
  if (confirming) return confirmPage(say, page)
  const heading = greetName ? say('sign-in.password.welcome', { name: greetName }) : say('sign-in.password.title')
  return authPage(say, {
    title: error ? say('sign-in.password.title-error') : say('sign-in.password.title'),
    here: withAttempt('/sign-in/password', attempt),
    content: html`${stalk(product)}
<h1>${heading}</h1>
${product && html`<p class="lede">${say.html('sign-in.password.lede-product', { product: product.name })}</p>`}
<form method="post" action="/sign-in/password">
${whoChip(say, email, withAttempt('/sign-in', attempt))}
${hidden('attempt', attempt)}${hiddenUsername(email)}
${passwordAndBox(say, page, say('sign-in.password.password'))}
<div class="actions">${mainButton(say('sign-in.password.log-in'))}</div>
</form>
${passkeyOffer(say, { attempt, beside: 'password' })}`,
  })
}

/** The password again, before something sensitive (LOG-10). */
function confirmPage(say: Say, page: PasswordPage): Html {
  const { attempt, email, error, hasPasskey } = page
  return authPage(say, {
    title: error ? say('sign-in.password.title-error') : say('sign-in.confirm.title'),
    here: withAttempt('/sign-in/password', attempt),
    content: html`${stalk()}
<h1>${say('sign-in.confirm.title')}</h1>
<p class="lede">${say('sign-in.confirm.lede')}</p>
<form method="post" action="/sign-in/password">
${whoChip(say, email)}
${hidden('attempt', attempt)}${hiddenUsername(email)}
${passwordAndBox(say, page, say('sign-in.password.password'))}
<div class="actions">${mainButton(say('sign-in.confirm.go-on'))}</div>
</form>
${hasPasskey && passkeyOffer(say, { attempt, beside: 'password' })}
<p class="auth-alt"><a class="alone" href="/profile">${say('sign-in.confirm.not-now')}</a></p>`,
  })
}

export interface CombinedPage {
  readonly attempt?: string | undefined
  readonly product?: PageProduct | undefined
  /** Names of other products of the suite, for the sentence that this is one account. */
  readonly products?: readonly string[] | undefined
  readonly email?: string | undefined
  /** Offers Google as another way in. */
  readonly google?: boolean | undefined
  readonly keep: boolean
  /** The password's: `wrong` or `missing`. */
  readonly errors?: { readonly email?: Problem | undefined; readonly password?: string | undefined } | undefined
  readonly triesLeft?: number | undefined
  readonly work?: Work | undefined
}

/** Address and password at once, for products whose setting says so (LOG-2). */
export function combinedPage(say: Say, page: CombinedPage): Html {
  const { attempt, product, products = [], email, keep, errors = {} } = page
  const inError = errors.email !== undefined || errors.password !== undefined
  const heading = product ? say('sign-in.combined.title', { product: product.name }) : say('sign-in.identify.title')
  const others = products.filter((name) => name !== product?.name).slice(0, 2)
  return authPage(say, {
    title: inError ? say('sign-in.combined.title-error') : heading,
    here: withAttempt('/sign-in', attempt),
    content: html`${stalk(product)}
<h1>${heading}</h1>
<p class="lede">${
      others.length > 0
        ? say('sign-in.combined.lede', { others: others.join(', ') })
        : say('sign-in.combined.lede-alone')
    }</p>
<form method="post" action="/sign-in/combined">
${hidden('attempt', attempt)}${emailField(say, email, errors.email, errors.email !== undefined || !email)}
${passwordField(say, {
  label: say('sign-in.password.password'),
  use: 'current-password',
  beside: forgotLink(say, attempt),
  error: errors.password === undefined ? undefined : wrongPassword(say, { ...page, error: errors.password }),
  focus: errors.email === undefined && Boolean(email),
})}
${rememberBox(say, keep)}
${workPart(say, page.work)}
<div class="actions">${mainButton(say('sign-in.password.log-in'))}</div>
${page.google && googleButton(say)}</form>
${passkeyOffer(say, { attempt, beside: page.google ? 'google' : 'address' })}
<p class="auth-alt">${say.html('sign-in.identify.new', { a: link(withAttempt('/sign-up', attempt)) })}</p>`,
  })
}

export function wrongPassword(
  say: Say,
  page: Pick<PasswordPage, 'error' | 'triesLeft'> & { attempt?: string | undefined },
): Html {
  const sentence = errorWords(say, 'sign-in.password.error', page.error ?? 'wrong', {
    a: link(withAttempt('/password/forgot', page.attempt)),
  })
  // Counting down from five for everybody, so the number says nothing about the account.
  return page.triesLeft === undefined || page.error !== 'wrong'
    ? sentence
    : html`${sentence} ${say('sign-in.password.tries-left', { left: page.triesLeft })}`
}
