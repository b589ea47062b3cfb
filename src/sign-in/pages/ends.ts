import { authPage, type Html, hidden, html, icon, iconTile, note, type Say, stalk } from '#platform/page'
import { link, mainLink, type PageProduct, whoChip, withAttempt } from './parts.ts'
import { passkeyOffer } from './passkey.ts'

/** Pages on which a log-in pauses or ends. */

export interface RateLimitedPage {
  readonly attempt?: string | undefined
  readonly email?: string | undefined
  readonly until: Temporal.Instant
  readonly now: Temporal.Instant
  /** Offers a passkey, which need not wait for what others do with passwords (LOG-5). */
  readonly passkey?: boolean | undefined
}

/** Too many tries (LOG-5); answered with 429. Says nothing about whether there is such an account. */
export function rateLimitedPage(say: Say, { attempt, email, until, now, passkey }: RateLimitedPage): Html {
  const minutes = Math.max(1, Math.ceil(until.since(now).total('minutes')))
  const lede = email
    ? say.html('sign-in.paused.lede-email', { email, until })
    : say.html('sign-in.paused.lede', { until })
  return authPage(say, {
    title: say('sign-in.paused.title'),
    here: withAttempt('/sign-in', attempt),
    content: html`${iconTile('shield')}
<h1>${say('sign-in.paused.heading')}</h1>
<p class="lede">${lede}</p>
<div class="mt-6">${note('plain', say.html('sign-in.paused.again', { until, minutes }))}</div>
<div class="actions"><a class="btn lg block" href="${withAttempt('/password/forgot', attempt)}">${icon('mail')}${say('sign-in.paused.reset')}</a></div>
${passkey && passkeyOffer(say, { attempt, beside: 'password' })}
<p class="auth-alt">${say.html('sign-in.paused.not-you', { a: link('/help/log-in-paused') })}</p>`,
  })
}

export interface ProductEnd {
  readonly productName?: string | undefined
  readonly homeUrl?: string | undefined
}

/** The attempt is gone: begun in another browser, finished already, or too old. The one way out is to start again. */
export function attemptLostPage(say: Say, { productName, homeUrl }: ProductEnd): Html {
  return authPage(say, {
    title: say('sign-in.lost.title'),
    content: html`${iconTile('clock')}
<h1>${say('sign-in.lost.title')}</h1>
<p class="lede">${say('sign-in.lost.lede')}</p>
<div class="actions">${
      homeUrl && productName
        ? mainLink(say('sign-in.lost.again-product', { product: productName }), homeUrl)
        : mainLink(say('sign-in.lost.again'), '/sign-in')
    }</div>`,
  })
}

/** After logging out. */
export function loggedOutPage(say: Say, { productName, homeUrl }: ProductEnd): Html {
  return authPage(say, {
    title: say('sign-in.logged-out.title'),
    content: html`${iconTile('done', 'accent')}
<h1>${say('sign-in.logged-out.title')}</h1>
<p class="lede" role="status">${say('sign-in.logged-out.lede')}</p>
<div class="actions">${
      homeUrl && productName
        ? mainLink(say('sign-in.logged-out.back', { product: productName }), homeUrl)
        : mainLink(say('sign-in.logged-out.again'), '/sign-in')
    }</div>`,
  })
}

export interface LogOutConfirmPage {
  readonly name: string
  readonly email: string
  readonly product?: PageProduct | undefined
  readonly productName?: string | undefined
  /** Where the form posts. */
  readonly action: string
  /** Hidden fields that go along. */
  readonly fields: Readonly<Record<string, string>>
}

/** A product asked to log the account out, and the request did not prove that the holder meant it. */
export function logOutConfirmPage(say: Say, page: LogOutConfirmPage): Html {
  const productName = page.product?.name ?? page.productName
  return authPage(say, {
    title: say('sign-in.log-out.title'),
    content: html`${stalk(page.product)}
<h1>${say('sign-in.log-out.title')}</h1>
<p class="lede">${
      productName
        ? say.html('sign-in.log-out.lede-product', { product: productName })
        : say.html('sign-in.log-out.lede')
    }</p>
<form method="post" action="${page.action}">
${whoChip(say, page.email)}
${Object.entries(page.fields).map(([name, value]) => hidden(name, value))}
<div class="actions">${html`<button type="submit" class="btn primary lg block" name="logout" value="yes">${say('sign-in.log-out.yes')}</button>`}<button type="submit" class="btn quiet block">${say('sign-in.log-out.no')}</button></div>
</form>`,
  })
}
