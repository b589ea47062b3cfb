import {
  authPage,
  errorWords,
  field,
  type Html,
  hidden,
  html,
  iconTile,
  note,
  type Problem,
  type Say,
} from '#platform/page'
import { mainButton, mainLink, type PageProduct, whoChip, withAttempt, withToken } from './parts.ts'

/** An account that is to be deleted, and the ways to keep it (ACC-9): at log-in, by mail, and under another address. */

export interface KeepAccountPage {
  readonly attempt: string
  readonly product?: PageProduct | undefined
  readonly email: string
  readonly dueAt: Temporal.Instant
  /** Why it could not be kept. */
  readonly error?: Problem | undefined
}

/** The step of a log-in: everything is proved, and nothing is open until this is answered. */
export function keepAccountPage(say: Say, { attempt, email, dueAt, error }: KeepAccountPage): Html {
  const title = say('sign-in.keep.title')
  return authPage(say, {
    title,
    here: withAttempt('/sign-in/keep-account', attempt),
    content: html`${iconTile('clock')}
<h1>${title}</h1>
<p class="lede">${say.html('sign-in.keep.lede', { date: say.date(dueAt) })}</p>
<form method="post" action="/sign-in/keep-account">
${hidden('attempt', attempt)}${whoChip(say, email)}
${error !== undefined && html`<div class="mt-4">${note('bad', errorWords(say, 'sign-in.keep.error', error))}</div>`}
<p class="mt-4">${say('sign-in.keep.what')}</p>
<div class="actions"><button type="submit" class="btn primary lg block" name="answer" value="keep">${say('sign-in.keep.keep')}</button><button type="submit" class="btn quiet block" name="answer" value="leave">${say('sign-in.keep.leave')}</button></div>
</form>`,
  })
}

export interface DeletionDecidedPage {
  readonly attempt: string
  readonly email: string
  readonly dueAt: Temporal.Instant
  readonly organization: string
  readonly domain: string
}

/** The organization decided to delete the account: until when that can be taken back, and whom to ask (MAN-4, CTL-1). */
export function deletionDecidedPage(say: Say, page: DeletionDecidedPage): Html {
  const { attempt, email, dueAt, organization, domain } = page
  const values = { organization, domain, date: say.date(dueAt) }
  return authPage(say, {
    title: say('sign-in.decided.title'),
    here: withAttempt('/sign-in/keep-account', attempt),
    content: html`${iconTile('clock')}
<h1>${say('sign-in.decided.title')}</h1>
<p class="lede">${say.html('sign-in.decided.lede', values)}</p>
${whoChip(say, email)}
<p class="mt-4">${say('sign-in.decided.ask', values)}</p>
<div class="actions"><a class="btn lg block" href="${withAttempt('/sign-in', attempt)}&amp;other=1">${say('sign-in.keep.another')}</a></div>`,
  })
}

/** The account stays as it is: on its way out. */
export function leftAlonePage(
  say: Say,
  { attempt, dueAt }: { readonly attempt: string; readonly dueAt: Temporal.Instant },
): Html {
  return authPage(say, {
    title: say('sign-in.keep.left'),
    content: html`${iconTile('done')}
<h1>${say('sign-in.keep.left')}</h1>
<p class="lede" role="status">${say.html('sign-in.keep.left-lede', { date: say.date(dueAt) })}</p>
<div class="actions"><a class="btn lg block" href="${withAttempt('/sign-in', attempt)}&amp;other=1">${say('sign-in.keep.another')}</a></div>`,
  })
}

export interface KeepByMailPage {
  readonly token: string
  readonly email: string
  readonly dueAt: Temporal.Instant
}

/** From the mail: whose account it is, until when it can be kept, and the one button that does it. */
export function keepByMailPage(say: Say, { token, email, dueAt }: KeepByMailPage): Html {
  return authPage(say, {
    title: say('sign-in.keep.title'),
    here: withToken('/account/keep', token),
    content: html`${iconTile('clock')}
<h1>${say('sign-in.keep.title')}</h1>
<p class="lede">${say.html('sign-in.keep.lede', { date: say.date(dueAt) })}</p>
<form method="post" action="/account/keep">
${hidden('token', token)}${whoChip(say, email)}
<p class="mt-4">${say('sign-in.keep.what')}</p>
<div class="actions">${mainButton(say('sign-in.keep.button'))}</div>
</form>`,
  })
}

/** It stays, and here is the way in. */
export function keptPage(say: Say, { email }: { readonly email: string }): Html {
  return authPage(say, {
    title: say('sign-in.keep.kept'),
    content: html`${iconTile('done', 'accent')}
<h1>${say('sign-in.keep.kept')}</h1>
<p class="lede" role="status">${say.html('sign-in.keep.kept-lede', { email })}</p>
<div class="actions">${mainLink(say('sign-in.keep.log-in'), '/sign-in')}</div>`,
  })
}

export interface KeepElsewherePage {
  readonly token: string
  readonly dueAt: Temporal.Instant
  /** The address it had, which is somebody else's now. */
  readonly email: string
  readonly value?: string | undefined
  readonly error?: Problem | undefined
}

/** Somebody has its address by now, so that it needs another one. */
export function keepElsewherePage(say: Say, { token, dueAt, email, value, error }: KeepElsewherePage): Html {
  return authPage(say, {
    title: error === undefined ? say('sign-in.keep.elsewhere') : say('sign-in.keep.elsewhere-error'),
    here: withToken('/account/keep', token),
    content: html`${iconTile('mail')}
<h1>${say('sign-in.keep.elsewhere')}</h1>
<p class="lede">${say.html('sign-in.keep.elsewhere-lede', { email, date: say.date(dueAt) })}</p>
<form method="post" action="/account/keep/address">
${hidden('token', token)}${field({
  id: 'email',
  label: say('sign-in.keep.address'),
  attributes: 'type="email" autocomplete="email" inputmode="email" maxlength="320" required',
  value,
  error: error === undefined ? undefined : errorWords(say, 'sign-in.keep.error', error),
  focus: true,
})}
<div class="actions">${mainButton(say('sign-in.keep.send'))}</div>
</form>`,
  })
}

/** The same whether or not the address has an account (ACC-5). */
export function newHomeSentPage(
  say: Say,
  { email, sender }: { readonly email: string; readonly sender: string },
): Html {
  return authPage(say, {
    title: say('sign-in.keep.sent'),
    content: html`${iconTile('mail', 'accent')}
<h1>${say('sign-in.keep.sent')}</h1>
<p class="lede" role="status">${say.html('sign-in.keep.sent-lede', { email })}</p>
<p class="auth-alt">${say.html('sign-in.check-email.nothing-yet', { sender })}</p>`,
  })
}

/** From the mail to the other address: one button, because mail programs open links by themselves. */
export function newHomePage(say: Say, { token, email }: { readonly token: string; readonly email: string }): Html {
  return authPage(say, {
    title: say('sign-in.keep.home'),
    here: withToken('/account/keep/address', token),
    content: html`${iconTile('mail', 'accent')}
<h1>${say('sign-in.keep.home')}</h1>
<p class="lede">${say('sign-in.keep.home-lede')}</p>
<form method="post" action="/account/keep/new-address">
${hidden('token', token)}${whoChip(say, email)}
<div class="actions">${mainButton(say('sign-in.keep.button'))}</div>
</form>`,
  })
}

/** The link was used, or its time is over: the account was kept, or is gone; answered with 410. */
export function keepGonePage(say: Say): Html {
  return authPage(say, {
    title: say('sign-in.keep.gone'),
    content: html`${iconTile('clock')}
<h1>${say('sign-in.keep.gone')}</h1>
<p class="lede">${say('sign-in.keep.gone-lede')}</p>
<div class="actions"><a class="btn lg block" href="/sign-in">${say('sign-in.keep.log-in')}</a></div>`,
  })
}
