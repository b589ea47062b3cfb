import {
  authPage,
  errorWords,
  type Html,
  hidden,
  hiddenUsername,
  html,
  icon,
  iconTile,
  mark,
  type Problem,
  type Say,
} from '#platform/page'
import type { Work } from '../work.ts'
import { mainButton, mainLink, type PageProduct, rememberBox, whoChip, withAttempt } from './parts.ts'
import { passwordAndBox } from './password.ts'

/** Pages on the way to Google and back (LOG-3). */

/** The account on one end, Google on the other. */
const toGoogle = html`<div class="stalk" aria-hidden="true"><span class="tile plain">${mark(28)}</span><i></i><span class="tile plain"><b>G</b></span></div>`

export interface HandoffPage {
  readonly attempt: string
  readonly product?: PageProduct | undefined
  readonly siteName: string
  readonly email: string
}

/** What happens next, before somebody is sent to Google. */
export function handoffPage(say: Say, { attempt, product, siteName, email }: HandoffPage): Html {
  const lede = product
    ? say.html('sign-in.handoff.lede-product', { site: siteName, product: product.name })
    : say.html('sign-in.handoff.lede', { site: siteName })
  return authPage(say, {
    title: say('sign-in.handoff.title'),
    content: html`${toGoogle}
<h1>${say('sign-in.handoff.title')}</h1>
<p class="lede">${lede}</p>
<form method="post" action="/sign-in/handoff">
<div class="mt-6">${whoChip(say, email, withAttempt('/sign-in', attempt))}</div>
${hidden('attempt', attempt)}${rememberBox(say, true)}
<div class="actions"><button type="submit" class="btn primary lg block" autofocus>${say('sign-in.handoff.continue')}${icon('onward')}</button></div>
</form>
<div class="auth-alt">
<ol class="next">
<li class="done"><b>${say('sign-in.handoff.entered')}</b></li>
<li class="now" aria-current="step"><b>${say('sign-in.handoff.log-in')}</b><span>${say('sign-in.handoff.use', { email })}</span></li>
<li><b>${product ? say('sign-in.handoff.back-product', { product: product.name }) : say('sign-in.handoff.back')}</b>${product?.site && html`<span>${product.site}</span>`}</li></ol></div>`,
  })
}

export interface ConfirmAddressPage {
  readonly attempt: string
  /** What was typed. */
  readonly typed: string
  /** The address that Google has for the person who logged in there. */
  readonly primary: string
}

/** The address that was typed is not the one that Google knows: an alias, or somebody else's (LOG-3). */
export function confirmAddressPage(say: Say, { attempt, typed, primary }: ConfirmAddressPage): Html {
  return authPage(say, {
    title: say('sign-in.alias.title'),
    content: html`${toGoogle}
<h1>${say('sign-in.alias.title')}</h1>
<p class="lede" role="status">${say.html('sign-in.alias.lede', { typed, primary })}</p>
<form method="post" action="/sign-in/google/address">
<div class="mt-6">${whoChip(say, primary, withAttempt('/sign-in', attempt))}</div>
${hidden('attempt', attempt)}<div class="actions">${mainButton(say('sign-in.alias.continue'))}</div>
</form>
${otherAccount(say, attempt)}`,
  })
}

export interface LinkPage {
  readonly attempt: string
  readonly email: string
  readonly keep: boolean
  readonly error?: string | undefined
  readonly triesLeft?: number | undefined
  readonly work?: Work | undefined
}

/** There was an account before Google: its password once, and Google opens it from then on. */
export function linkPage(say: Say, page: LinkPage): Html {
  const { attempt, email, error } = page
  return authPage(say, {
    title: error ? say('sign-in.link.title-error') : say('sign-in.link.title'),
    here: withAttempt('/sign-in/google/link', attempt),
    content: html`${toGoogle}
<h1>${say('sign-in.link.title')}</h1>
<p class="lede">${say.html('sign-in.link.lede', { email })}</p>
<form method="post" action="/sign-in/google/link">
<div class="mt-6">${whoChip(say, email, withAttempt('/sign-in', attempt))}</div>
${hidden('attempt', attempt)}${hiddenUsername(email)}
${passwordAndBox(say, page, say('sign-in.link.password'))}
<div class="actions">${mainButton(say('sign-in.link.connect'))}</div>
</form>
<p class="auth-alt">${say('sign-in.link.why')}</p>`,
  })
}

export interface GoogleProblemPage {
  /** Absent when the browser came back to nothing. */
  readonly attempt?: string | undefined
  readonly problem: Problem
  /** Whether trying again may help. */
  readonly again: boolean
}

/** Google could not say who it is, or what it said is not to be believed. Nobody is logged in, and here are the ways on. */
export function googleProblemPage(say: Say, { attempt, problem, again }: GoogleProblemPage): Html {
  const another = withAttempt('/sign-in', attempt) + (attempt === undefined ? '' : '&other=1')
  return authPage(say, {
    title: say('sign-in.google-problem.title'),
    here: withAttempt('/sign-in', attempt),
    content: html`${iconTile('alert')}
<h1>${say('sign-in.google-problem.title')}</h1>
<p class="lede" role="status">${errorWords(say, 'sign-in.google-problem.error', problem)}</p>
${
  attempt !== undefined && again
    ? html`<form method="post" action="/sign-in/handoff">
${hidden('attempt', attempt)}<div class="actions">${mainButton(say('sign-in.google-problem.again'))}<button type="submit" class="btn quiet block" name="choose" value="1">${say('sign-in.google-problem.choose')}</button></div>
</form>
<p class="auth-alt"><a class="alone" href="${another}">${say('sign-in.google-problem.another')}</a></p>`
    : html`<div class="actions">${mainLink(say('sign-in.google-problem.start'), another)}</div>`
}`,
  })
}

function otherAccount(say: Say, attempt: string): Html {
  return html`<form method="post" action="/sign-in/handoff" class="auth-alt">${hidden('attempt', attempt)}<p>${say('sign-in.alias.not-you')}</p><button type="submit" class="btn quiet sm" name="choose" value="1">${say('sign-in.google-problem.choose')}</button></form>`
}
