import {
  authPage,
  errorWords,
  field,
  type Html,
  hidden,
  html,
  iconTile,
  type Problem,
  passwordField,
  type Say,
  stalk,
} from '#platform/page'
import type { Work } from '../work.ts'
import { mainButton, mainLink, type PageProduct, withAttempt, withToken } from './parts.ts'
import { workPart } from './work.ts'

/** Asking for a link to choose a new password. */
export function forgotPage(
  say: Say,
  page: {
    readonly attempt?: string | undefined
    readonly product?: PageProduct | undefined
    readonly email?: string | undefined
    readonly error?: Problem | undefined
    readonly work?: Work | undefined
  },
): Html {
  const { attempt, product, email, error, work } = page
  return authPage(say, {
    title: error ? say('sign-in.forgot.title-error') : say('sign-in.forgot.title'),
    here: withAttempt('/password/forgot', attempt),
    content: html`${stalk(product)}
<h1>${say('sign-in.forgot.title')}</h1>
<p class="lede">${say('sign-in.forgot.lede')}</p>
<form method="post" action="/password/forgot">
${hidden('attempt', attempt)}${field({
  id: 'email',
  label: say('sign-in.identify.email'),
  attributes:
    'type="email" inputmode="email" autocomplete="username" autocapitalize="none" spellcheck="false" required',
  value: email,
  error: error === undefined ? undefined : errorWords(say, 'sign-in.identify.error', error),
  focus: true,
})}
${workPart(say, work)}
<div class="actions">${mainButton(say('sign-in.forgot.send'))}<a class="btn quiet block" href="${withAttempt('/sign-in', attempt)}">${say('sign-in.forgot.back')}</a></div></form>`,
  })
}

/** The answer to asking, whether or not the address has an account (ACC-5). */
export function resetSentPage(say: Say, { email, sender }: { readonly email: string; readonly sender?: string }): Html {
  return authPage(say, {
    title: say('sign-in.reset-sent.title'),
    content: html`${iconTile('mail', 'accent')}
<h1>${say('sign-in.reset-sent.title')}</h1>
<p class="lede" role="status">${say.html('sign-in.reset-sent.lede', { email })}</p>
<div class="actions"><a class="btn lg block" href="/sign-in">${say('sign-in.forgot.back')}</a></div>
<p class="auth-alt">${sender ? say.html('sign-in.check-email.nothing-yet', { sender }) : say.html('sign-in.reset-sent.nothing-yet')}</p>`,
  })
}

/** The password was right and is retired: somebody else knows it. Said only after it was typed (LOG-6). */
export function retiredPasswordPage(
  say: Say,
  {
    email,
    sender,
    attempt,
  }: { readonly email: string; readonly sender: string; readonly attempt?: string | undefined },
): Html {
  return authPage(say, {
    title: say('sign-in.retired.title'),
    content: html`${iconTile('mail', 'accent')}
<h1>${say('sign-in.retired.title')}</h1>
<p class="lede" role="status">${say.html('sign-in.retired.lede', { email })}</p>
<div class="actions"><a class="btn lg block" href="${withAttempt('/password/forgot', attempt)}">${say('sign-in.retired.again')}</a></div>
<p class="auth-alt">${say.html('sign-in.check-email.nothing-yet', { sender })}</p>`,
  })
}

export interface NewPasswordPage {
  readonly token: string
  readonly errors: { readonly password?: Problem | undefined }
  readonly minLength: number
  /** Where we know it from the link, so that password managers and the strength check can use it. */
  readonly email?: string | undefined
}

/** Choosing a new password, from the link in the mail (LOG-9). */
export function newPasswordPage(say: Say, { token, errors, minLength, email }: NewPasswordPage): Html {
  const { password } = errors
  return authPage(say, {
    title: password ? say('sign-in.new-password.title-error') : say('sign-in.new-password.title'),
    here: withToken('/password/reset', token),
    content: html`${stalk()}
<h1>${say('sign-in.new-password.title')}</h1>
<p class="lede">${say('sign-in.new-password.lede')}</p>
<form method="post" action="/password/reset">
${hidden('token', token)}${hidden('email', email)}${passwordField(say, {
  label: say('sign-in.new-password.password'),
  use: 'new-password',
  minLength,
  error:
    password === undefined
      ? undefined
      : errorWords(say, 'sign-in.sign-up.error.password', password, { least: minLength }),
  focus: true,
})}
<div class="actions">${mainButton(say('sign-in.new-password.save'))}</div>
</form>`,
  })
}

/** The new password is in force; everything else was logged out. */
export function passwordResetPage(say: Say, { continueUrl }: { readonly continueUrl: string }): Html {
  return authPage(say, {
    title: say('sign-in.password-reset.title'),
    content: html`${iconTile('done', 'accent')}
<h1>${say('sign-in.password-reset.title')}</h1>
<p class="lede" role="status">${say('sign-in.password-reset.lede')}</p>
<div class="actions">${mainLink(say('sign-in.password.log-in'), continueUrl)}</div>`,
  })
}

export interface ExpiredLinkPage {
  readonly email?: string | undefined
  /** What the link was for. */
  readonly again: 'verify' | 'reset'
  readonly attempt?: string | undefined
}

/** A link that was used, replaced or is too old; answered with 410. */
export function expiredLinkPage(say: Say, { email, again, attempt }: ExpiredLinkPage): Html {
  return authPage(say, {
    title: say('sign-in.expired.title'),
    content: html`${iconTile('clock')}
<h1>${say('sign-in.expired.title')}</h1>
<p class="lede">${say('sign-in.expired.lede')}${email && html` ${say.html('sign-in.expired.for', { email })}`}</p>
${wayToAnother(say, again, email, attempt)}
<p class="auth-alt">${say.html('sign-in.expired.used', { a: (inner) => html`<a href="${withAttempt('/sign-in', attempt)}">${inner}</a>` })}</p>`,
  })
}

function wayToAnother(
  say: Say,
  again: 'verify' | 'reset',
  email: string | undefined,
  attempt: string | undefined,
): Html {
  const label = say('sign-in.expired.send')
  if (again === 'verify') {
    // Without the attempt we cannot know who asks; logging in leads to the page that sends another.
    if (attempt === undefined) {
      return html`<div class="actions">${mainLink(say('sign-in.expired.log-in'), '/sign-in')}</div>`
    }
    return html`<form method="post" action="/verify-email/resend">${hidden('attempt', attempt)}${mainButton(label)}</form>`
  }
  if (email === undefined) {
    return html`<div class="actions">${mainLink(label, withAttempt('/password/forgot', attempt))}</div>`
  }
  return html`<form method="post" action="/password/forgot">${hidden('attempt', attempt)}${hidden('email', email)}${mainButton(label)}</form>`
}
