import { authPage, type Html, hidden, html, iconTile, type Say } from '#platform/page'
import { mainButton, mainLink } from './parts.ts'

/** “This wasn’t me”, from the mail about a log-in on a new device (LOG-9). */

export interface NotMePage {
  readonly token: string
  readonly email: string
  readonly device: string
  readonly network: string
  readonly at: Temporal.Instant
}

/** What happened, what we would do, and the one button that does it. */
export function notMePage(say: Say, { token, email, device, network, at }: NotMePage): Html {
  return authPage(say, {
    title: say('sign-in.not-me.title'),
    content: html`${iconTile('shield')}
<h1>${say('sign-in.not-me.title')}</h1>
<p class="lede">${say.html('sign-in.not-me.lede', { email, device: say.device(device), network, when: say.moment(at) })}</p>
<form method="post" action="/devices/not-me">
${hidden('token', token)}<p class="mt-4">${say('sign-in.not-me.what')}</p>
<div class="actions">${mainButton(say('sign-in.not-me.button'))}</div>
</form>
<p class="auth-alt">${say('sign-in.not-me.was-me')}</p>`,
  })
}

/** What has been done, and what only the holder can do next. */
export function notMeDonePage(say: Say, { email, device }: { readonly email: string; readonly device: string }): Html {
  return authPage(say, {
    title: say('sign-in.not-me.done'),
    content: html`${iconTile('done', 'accent')}
<h1>${say('sign-in.not-me.done')}</h1>
<p class="lede" role="status">${say.html('sign-in.not-me.done-lede', { device: say.device(device) })}</p>
<p class="mt-4">${say.html('sign-in.not-me.next', { email })}</p>
<div class="actions"><a class="btn lg block" href="/devices">${say('sign-in.not-me.devices')}</a></div>`,
  })
}

/** The link was used before or is too old; answered with 410. */
export function notMeGonePage(say: Say): Html {
  return authPage(say, {
    title: say('sign-in.not-me.gone'),
    content: html`${iconTile('clock')}
<h1>${say('sign-in.not-me.gone')}</h1>
<p class="lede">${say('sign-in.not-me.gone-lede')}</p>
<div class="actions">${mainLink(say('sign-in.not-me.reset'), '/password/forgot')}<a class="btn quiet block" href="/devices">${say('sign-in.not-me.devices')}</a></div>`,
  })
}
