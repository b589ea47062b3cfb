import { avatar, type Html, html, type Say } from '#platform/page'

/** A product as the pages of a log-in show it. */
export interface PageProduct {
  readonly id: string
  readonly name: string
  /** Where that product runs for this visitor, such as `acme.umbel.example`. */
  readonly site?: string | undefined
}

/** The same page with the attempt on its address, so that the log-in survives going back and forth. */
export function withAttempt(path: string, attempt: string | undefined): string {
  return attempt === undefined ? path : `${path}?attempt=${encodeURIComponent(attempt)}`
}

/** The page of a mailed link. */
export const withToken = (path: string, token: string): string => `${path}?token=${encodeURIComponent(token)}`

/** A tag of a sentence that leads somewhere. */
export const link =
  (href: string) =>
  (inner: Html): Html =>
    html`<a href="${href}">${inner}</a>`

/** Whose password is asked for, with the way back to another address. */
export function whoChip(say: Say, email: string, changeHref?: string): Html {
  // The address alone picks the color here: the account's own would tell whether there is an account.
  return html`<div class="who-chip mt-2">${avatar({ id: email.toLowerCase(), name: email }, 32)}<span class="grow">${breakable(email)}</span>${
    changeHref &&
    html`<a class="btn quiet sm" href="${changeHref}" aria-label="${say('sign-in.password.change-label')}">${say('sign-in.password.change')}</a>`
  }</div>`
}

/** An address that is too long for its line should break before its domain, not one letter before its end. */
function breakable(email: string): Html {
  const at = email.lastIndexOf('@')
  return html`${email.slice(0, Math.max(at, 0))}<wbr>${email.slice(Math.max(at, 0))}`
}

export const forgotLink = (say: Say, attempt: string | undefined): Html =>
  html`<a href="${withAttempt('/password/forgot', attempt)}">${say('sign-in.password.forgot')}</a>`

export const rememberBox = (say: Say, keep: boolean): Html =>
  html`<label class="check mt-4 small"><input type="checkbox" name="remember" value="1"${keep ? ' checked' : ''}><span>${say('sign-in.password.remember')}</span></label>`

export const mainButton = (label: string): Html =>
  html`<button type="submit" class="btn primary lg block">${label}</button>`

export const mainLink = (label: string, href: string): Html =>
  html`<a class="btn primary lg block" href="${href}">${label}</a>`

/** The second way on below an address form: “Continue with Google”, on a site that is connected. */
export const googleButton = (say: Say): Html => html`<div class="divider">${say('sign-in.identify.or')}</div>
<button type="submit" class="btn lg block" name="method" value="google" formnovalidate>${say('sign-in.identify.google')}</button>
`
