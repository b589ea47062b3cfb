import { birthNote, type ManagerToBe } from '#domain-claim'
import {
  authPage,
  errorWords,
  field,
  type Html,
  hidden,
  hiddenUsername,
  html,
  icon,
  iconTile,
  note,
  passwordField,
  type Say,
  trusted,
} from '#platform/page'
import { mainButton, mainLink, whoChip, withAttempt, withToken } from './parts.ts'

export interface CheckEmailPage {
  readonly attempt: string
  readonly email: string
  /** Until when the code works. */
  readonly codeUntil: Temporal.Instant
  /** The address our mail comes from, so that it can be looked for. */
  readonly sender: string
  /** When a new code was sent because the reader asked for it. */
  readonly sentAgainAt?: Temporal.Instant | undefined
  /** Set while sending again has to wait. */
  readonly nextSendAt?: Temporal.Instant | undefined
  /** With it, the waiting button becomes ready by itself where scripts run. */
  readonly now?: Temporal.Instant | undefined
  /** Who will manage the account (DOM-6). */
  readonly manager?: ManagerToBe | undefined
  /** About the code: `wrong`, `missing`. About sending: `resend-soon`, `resend-limit`. */
  readonly error?: string | undefined
}

/** Waiting for the proof of an address: a code to type, or the link in the mail (ACC-4). */
export function checkEmailPage(say: Say, page: CheckEmailPage): Html {
  const { attempt, email, codeUntil, sender, sentAgainAt, error } = page
  const aboutSending = error?.startsWith('resend-') ?? false
  const codeError = error && !aboutSending ? errorWords(say, 'sign-in.check-email.error', error) : undefined
  return authPage(say, {
    title: error
      ? say('sign-in.check-email.title-error')
      : sentAgainAt
        ? say('sign-in.check-email.title-sent')
        : say('sign-in.check-email.title'),
    here: withAttempt('/verify-email', attempt),
    content: html`${iconTile('mail', 'accent')}
<h1>${say('sign-in.check-email.title')}</h1>
<p class="lede">${say.html('sign-in.check-email.lede', { email })}</p>
${birthNote(say, page.manager, { otherHref: withAttempt('/sign-up', attempt) })}
${sentAgainAt && html`<div class="mt-6">${note('ok', say.html('sign-in.check-email.sent-again', { at: sentAgainAt }))}</div>`}
${
  error &&
  aboutSending &&
  html`<div class="mt-6">${note('bad', errorWords(say, 'sign-in.check-email.error', error, { at: page.nextSendAt ?? codeUntil }))}</div>`
}
<form method="post" action="/verify-email"${(sentAgainAt || aboutSending) && trusted(' class="mt-5"')}>
${hidden('attempt', attempt)}${field({
  id: 'code',
  label: say('sign-in.check-email.code'),
  className: 'input otp',
  // Room for the space in the middle that the mail shows, which people copy along.
  attributes:
    'type="text" inputmode="numeric" autocomplete="one-time-code" pattern="\\s*[0-9]{3}\\s*[0-9]{3}\\s*" maxlength="12" required',
  error: codeError,
  hint: codeError ? undefined : say.html('sign-in.check-email.until', { until: codeUntil }),
  focus: true,
})}
<div class="actions">${mainButton(say('sign-in.check-email.verify'))}</div>
</form>
<div class="auth-alt">
<p>${say.html('sign-in.check-email.nothing-yet', { sender })}</p>
<form method="post" action="/verify-email/resend" class="btn-row tight">${hidden('attempt', attempt)}${resendButton(say, page)}<a class="btn quiet sm" href="${withAttempt('/sign-up', attempt)}">${say('sign-in.check-email.change-address')}</a></form></div>`,
  })
}

function resendButton(say: Say, { nextSendAt, now }: CheckEmailPage): Html {
  const ready = say('sign-in.check-email.send-again')
  if (!nextSendAt)
    return html`<button type="submit" class="btn sm">${icon('refresh', 16)}<span>${ready}</span></button>`
  // It looks unready but can be pressed: without scripts nothing would make it ready, and the server answers in time.
  const seconds = now && Math.max(0, Math.ceil(nextSendAt.since(now).total('seconds')))
  return html`<button type="submit" class="btn sm" aria-disabled="true"${
    seconds !== undefined && html` data-ready="${ready}" data-ready-seconds="${seconds}"`
  }>${icon('clock', 16)}<span>${say('sign-in.check-email.send-again-at', { at: nextSendAt })}</span></button>`
}

export interface VerifyElsewherePage {
  readonly token: string
  readonly email: string
  readonly name: string
  /** Who will manage the account (DOM-6). */
  readonly manager?: ManagerToBe | undefined
  /** `wrong` or `missing`. */
  readonly error?: string | undefined
}

/**
 * The link of the mail in another browser than the one that signed up. It asks for the password chosen there, because
 * a stranger may have signed up with this address, and following the link must not give them the account.
 */
export function verifyElsewherePage(say: Say, page: VerifyElsewherePage): Html {
  const { token, email, name, manager, error } = page
  return authPage(say, {
    title: error ? say('sign-in.elsewhere.title-error') : say('sign-in.elsewhere.title'),
    here: withToken('/verify-email/link', token),
    content: html`${iconTile('mail', 'accent')}
<h1>${say('sign-in.elsewhere.title')}</h1>
<p class="lede">${say.html('sign-in.elsewhere.lede', { name, bdi: (inner) => html`<bdi>${inner}</bdi>` })}</p>
${birthNote(say, manager, { otherHref: '/sign-up' })}
<form method="post" action="/verify-email/link">
${whoChip(say, email)}
${hidden('token', token)}${hiddenUsername(email)}
<div class="mt-6">${passwordField(say, {
      label: say('sign-in.password.password'),
      use: 'current-password',
      error: error === undefined ? undefined : errorWords(say, 'sign-in.elsewhere.error', error),
      focus: true,
    })}</div>
<div class="actions">${mainButton(say('sign-in.check-email.verify'))}</div>
</form>
<div class="auth-alt">
<p>${say('sign-in.elsewhere.stranger')}</p>
<form method="post" action="/verify-email/refuse" class="btn-row tight">${hidden('token', token)}<button type="submit" class="btn sm">${say('sign-in.elsewhere.not-me')}</button></form></div>`,
  })
}

/** The address is proved, and the way on. */
export function addressVerifiedPage(
  say: Say,
  page: { readonly email: string; readonly productName?: string | undefined; readonly continueUrl: string },
): Html {
  return authPage(say, {
    title: say('sign-in.verified.title'),
    content: html`${iconTile('done', 'accent')}
<h1>${say('sign-in.verified.title')}</h1>
<p class="lede" role="status">${say.html('sign-in.verified.lede', { email: page.email })}</p>
<div class="actions">${mainLink(
      page.productName
        ? say('sign-in.verified.continue-product', { product: page.productName })
        : say('sign-in.verified.continue'),
      page.continueUrl,
    )}</div>`,
  })
}

/** After *This wasn’t me*: the account that a stranger began is gone. */
export function addressRefusedPage(say: Say, { email }: { readonly email: string }): Html {
  return authPage(say, {
    title: say('sign-in.refused.title'),
    content: html`${iconTile('done')}
<h1>${say('sign-in.refused.title')}</h1>
<p class="lede" role="status">${say.html('sign-in.refused.lede', { email })}</p>
<div class="actions"><a class="btn lg block" href="/sign-up">${say('sign-in.refused.own')}</a></div>`,
  })
}
