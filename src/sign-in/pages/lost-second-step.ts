import {
  authPage,
  errorWords,
  type Html,
  hidden,
  html,
  iconTile,
  note,
  type Problem,
  type Say,
  stalk,
} from '#platform/page'
import { mainButton, mainLink, type PageProduct, whoChip, withAttempt } from './parts.ts'

/** Pages for whoever has lost phone, passkeys and codes, and for the holder who has not (LOG-10). */

/** What will happen, before the link is asked for; or until when it takes, when that is under way. */
export function lostSecondStepPage(
  say: Say,
  page: {
    readonly attempt: string
    readonly product?: PageProduct | undefined
    readonly email: string
    /** When two-step is turned off, once the wait has begun. */
    readonly dueAt?: Temporal.Instant | undefined
    readonly error?: Problem | undefined
  },
): Html {
  const { attempt, product, email, dueAt, error } = page
  const back = html`<a class="btn quiet block" href="${withAttempt('/sign-in/second-step', attempt)}">${say('sign-in.lost-step.back')}</a>`
  const ask = html`<form method="post" action="/sign-in/second-step/lost">
${whoChip(say, email)}
${hidden('attempt', attempt)}${error && html`<div class="mt-4">${note('bad', errorWords(say, 'sign-in.lost-step.error', error))}</div>`}
<ol class="next list mt-6">
<li class="now"><b>${say('sign-in.lost-step.mail')}</b><span>${say('sign-in.lost-step.mail-more')}</span></li>
<li><b>${say('sign-in.lost-step.wait')}</b><span>${say('sign-in.lost-step.wait-more')}</span></li>
<li><b>${say('sign-in.lost-step.then')}</b><span>${say('sign-in.lost-step.then-more')}</span></li></ol>
<div class="actions">${mainButton(say('sign-in.lost-step.send'))}${back}</div></form>`
  const wait = html`${whoChip(say, email)}
<div class="mt-6">${dueAt && note('plain', say.html('sign-in.lost-step.under-way', { due: say.full(dueAt) }))}</div>
<div class="actions">${back}</div>`
  return authPage(say, {
    title: say('sign-in.lost-step.title'),
    content: html`${stalk(product)}
<h1>${say('sign-in.lost-step.title')}</h1>
<p class="lede">${dueAt ? say('sign-in.lost-step.lede-under-way') : say('sign-in.lost-step.lede')}</p>
${dueAt ? wait : ask}`,
  })
}

/** The link is on its way. */
export function lossSentPage(
  say: Say,
  { attempt, email, sender }: { readonly attempt: string; readonly email: string; readonly sender: string },
): Html {
  return authPage(say, {
    title: say('sign-in.loss-sent.title'),
    content: html`${iconTile('mail', 'accent')}
<h1>${say('sign-in.loss-sent.title')}</h1>
<p class="lede" role="status">${say.html('sign-in.loss-sent.lede', { email })}</p>
<div class="actions"><a class="btn lg block" href="${withAttempt('/sign-in/second-step', attempt)}">${say('sign-in.lost-step.back')}</a></div>
<p class="auth-alt">${say.html('sign-in.check-email.nothing-yet', { sender })}</p>`,
  })
}

/** From the mailed link: the one button that starts the wait. */
export function lossLinkPage(say: Say, { token, email }: { readonly token: string; readonly email: string }): Html {
  return authPage(say, {
    title: say('sign-in.loss-link.title'),
    content: html`${iconTile('shield')}
<h1>${say('sign-in.loss-link.title')}</h1>
<p class="lede">${say.html('sign-in.loss-link.lede', { email })}</p>
<form method="post" action="/second-step/lost">
${hidden('token', token)}<div class="actions">${mainButton(say('sign-in.loss-link.button'))}<a class="btn quiet block" href="/">${say('sign-in.loss-link.not-now')}</a></div>
</form>`,
  })
}

/** The wait has begun. */
export function lossStartedPage(say: Say, { dueAt }: { readonly dueAt: Temporal.Instant }): Html {
  return authPage(say, {
    title: say('sign-in.loss-started.title'),
    content: html`${iconTile('clock', 'accent')}
<h1>${say('sign-in.loss-started.title')}</h1>
<p class="lede" role="status">${say.html('sign-in.loss-started.lede', { due: say.full(dueAt) })}</p>
<p class="mt-4">${say('sign-in.loss-started.stop')}</p>`,
  })
}

/** From a mail about the wait: what is about to happen, and the one button that stops it. */
export function stopLossPage(
  say: Say,
  { token, email, dueAt }: { readonly token: string; readonly email: string; readonly dueAt: Temporal.Instant },
): Html {
  return authPage(say, {
    title: say('sign-in.stop-loss.title'),
    content: html`${iconTile('shield')}
<h1>${say('sign-in.stop-loss.title')}</h1>
<p class="lede">${say.html('sign-in.stop-loss.lede', { email, due: say.full(dueAt) })}</p>
<form method="post" action="/second-step/keep">
${hidden('token', token)}<div class="actions">${mainButton(say('sign-in.stop-loss.button'))}</div>
</form>
<p class="auth-alt">${say('sign-in.stop-loss.was-me')}</p>`,
  })
}

export function lossStoppedPage(say: Say): Html {
  return authPage(say, {
    title: say('sign-in.loss-stopped.title'),
    content: html`${iconTile('done', 'accent')}
<h1>${say('sign-in.loss-stopped.title')}</h1>
<p class="lede" role="status">${say('sign-in.loss-stopped.lede')}</p>
<div class="actions">${mainLink(say('sign-in.not-me.reset'), '/password/forgot')}</div>`,
  })
}

/** A link of these mails that was used, has run out, or has nothing to do any more; answered with 410. */
export function lossGonePage(say: Say): Html {
  return authPage(say, {
    title: say('sign-in.loss-gone.title'),
    content: html`${iconTile('clock')}
<h1>${say('sign-in.loss-gone.title')}</h1>
<p class="lede">${say('sign-in.loss-gone.lede')}</p>
<div class="actions">${mainLink(say('sign-in.password.log-in'), '/sign-in')}</div>`,
  })
}
