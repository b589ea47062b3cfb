import { authPage, errorWords, field, type Html, hidden, html, type Problem, type Say, stalk } from '#platform/page'
import { googleButton, link, mainButton, type PageProduct, withAttempt } from './parts.ts'
import { passkeyOffer } from './passkey.ts'

export interface IdentifyPage {
  readonly attempt?: string | undefined
  readonly product?: PageProduct | undefined
  readonly email?: string | undefined
  /** Offers Google as another way in. */
  readonly google?: boolean | undefined
  readonly error?: Problem | undefined
}

/** The first question of a log-in: which account. Answers alike whether or not there is one (LOG-5). */
export function identifyPage(say: Say, { attempt, product, email, google, error }: IdentifyPage): Html {
  return authPage(say, {
    title: error ? say('sign-in.identify.title-error') : say('sign-in.identify.title'),
    here: withAttempt('/sign-in', attempt),
    content: html`${stalk(product)}
<h1>${say('sign-in.identify.title')}</h1>
<p class="lede">${ledeOf(say, product)}</p>
<form method="post" action="/sign-in">
${hidden('attempt', attempt)}${emailField(say, email, error)}
<div class="actions">${mainButton(say('sign-in.identify.next'))}</div>
${google && googleButton(say)}</form>
${passkeyOffer(say, { attempt, beside: google ? 'google' : 'address' })}
<p class="auth-alt">${say.html('sign-in.identify.new', { a: link(withAttempt('/sign-up', attempt)) })}</p>`,
  })
}

function ledeOf(say: Say, product: PageProduct | undefined): Html {
  if (!product) return say.html('sign-in.identify.lede')
  if (!product.site) return say.html('sign-in.identify.lede-product', { product: product.name })
  return say.html('sign-in.identify.lede-site', { product: product.name, site: product.site })
}

/** The field for the address of a log-in, on whichever page asks for it. */
export function emailField(say: Say, email: string | undefined, error: Problem | undefined, focus = true): Html {
  return field({
    id: 'email',
    label: say('sign-in.identify.email'),
    attributes:
      'type="email" inputmode="email" autocomplete="username webauthn" autocapitalize="none" spellcheck="false" required placeholder="name@example.com"',
    value: email,
    error: error === undefined ? undefined : errorWords(say, 'sign-in.identify.error', error),
    focus,
  })
}
