import type { SecondStepWay } from '#credential'
import {
  authPage,
  errorLine,
  errorWords,
  type Html,
  html,
  icon,
  type Problem,
  passkeyForm,
  passkeySaid,
  passkeyWaiting,
  type Say,
  stalk,
} from '#platform/page'
import { type PageProduct, rememberBox, whoChip, withAttempt } from './parts.ts'
import { otherWays, trustBox } from './second-step.ts'

export interface PasskeyPage {
  readonly attempt?: string | undefined
  readonly product?: PageProduct | undefined
  /** Absent when the device is to say who it is. */
  readonly email?: string | undefined
  /** Only on a browser that has logged in as this account: anywhere else it would tell that there is one. */
  readonly greetName?: string | undefined
  /** To log in with, to confirm who is logged in already, or after a password. */
  readonly use: 'log-in' | 'confirm' | 'second-step'
  /** Other ways to do the second step. */
  readonly ways?: readonly SecondStepWay[] | undefined
  /** The device is asked as soon as the page is there. */
  readonly asksAtOnce?: boolean | undefined
  readonly problem?: Problem | undefined
}

const action = { action: '/sign-in/passkey', options: '/sign-in/passkey/options' }

/** A passkey: on its own, or as the second step (LOG-10). */
export function passkeyPage(say: Say, page: PasskeyPage): Html {
  const { attempt, product, email, use, asksAtOnce, problem } = page
  const unknown = unknownIn(problem)
  return authPage(say, {
    title: problem ? say('sign-in.passkey.title-error') : say('sign-in.passkey.title'),
    here: withAttempt('/sign-in/passkey', attempt),
    content: html`${stalk(product)}
<h1>${headingOf(say, page)}</h1>
<p class="lede">${ledeOf(say, use)}</p>
${passkeyForm(say, {
  ceremony: 'get',
  ...action,
  fields: { attempt, use: use === 'second-step' ? 'second-step' : 'log-in' },
  asksAtOnce,
  unknown,
  content: html`${email && whoChip(say, email, use === 'confirm' ? undefined : withAttempt('/sign-in', attempt))}
${problem && html`<div class="mt-4">${errorLine('passkey-error', errorWords(say, 'sign-in.passkey.error', problem))}</div>`}
${passkeyWaiting(say)}
${use === 'log-in' && rememberBox(say, true)}${use === 'second-step' && trustBox(say, false)}
<div class="actions"><button type="submit" class="btn primary lg block" data-again="${say('sign-in.passkey.again')}" autofocus>${icon('passkey')}${
    problem ? say('sign-in.passkey.again') : say('sign-in.passkey.use')
  }</button></div>
${passkeySaid()}`,
})}
${use === 'second-step' && attempt ? otherWays(say, { attempt, ways: page.ways ?? [], current: 'passkey' }) : password(say, page)}`,
  })
}

function headingOf(say: Say, { use, greetName }: PasskeyPage): string {
  if (use === 'confirm') return say('sign-in.confirm.title')
  return use === 'log-in' && greetName
    ? say('sign-in.password.welcome', { name: greetName })
    : say('sign-in.passkey.title')
}

function ledeOf(say: Say, use: PasskeyPage['use']): string {
  return use === 'second-step' ? say('sign-in.passkey.lede-second') : say('sign-in.passkey.lede')
}

/** The way on without a passkey: the password, or the address first. */
function password(say: Say, { attempt, email, use }: PasskeyPage): Html {
  const choice = email
    ? html`<a href="${withAttempt('/sign-in/password', attempt)}">${icon('key')}<span class="grow"><b>${say('sign-in.passkey.password')}</b></span>${icon('next', 16)}</a>`
    : html`<a href="${withAttempt('/sign-in', attempt)}">${icon('mail')}<span class="grow"><b>${say('sign-in.passkey.address')}</b></span>${icon('next', 16)}</a>`
  return html`<section class="auth-alt" aria-labelledby="other-ways">
<h2 class="eyebrow" id="other-ways">${say('sign-in.second-step.other-ways')}</h2>
<ul class="choices list">
<li>${choice}</li></ul></section>
${use === 'confirm' && html`<p class="auth-alt"><a class="alone" href="/profile">${say('sign-in.confirm.not-now')}</a></p>`}`
}

/** A passkey that no account here has; which one it is stands in the refusal. */
function unknownIn(problem: Problem | undefined): string | undefined {
  if (problem === undefined || typeof problem === 'string' || problem.code !== 'credential.passkey-unknown')
    return undefined
  const { credential } = problem.details ?? {}
  return typeof credential === 'string' ? credential : undefined
}

/**
 * The passkey as another way in (LOG-4), offered to everybody alike, as it stands beside the address and the password. It
 * shows where passkeys can be used.
 */
export function passkeyOffer(
  say: Say,
  { attempt, beside }: { attempt: string | undefined; beside: 'address' | 'google' | 'password' },
): Html {
  const instead = beside === 'password'
  return passkeyForm(say, {
    ceremony: 'get',
    ...action,
    fields: { attempt, use: 'log-in', remember: 'unasked' },
    isOffer: true,
    autofill: !instead,
    content: html`${beside === 'address' && html`<div class="divider">${say('sign-in.identify.or')}</div>`}<div class="${
      instead ? 'mt-2' : 'mt-4'
    }"><button type="submit" class="btn ${instead ? 'quiet' : 'lg'} block">${icon('passkey')}${
      instead ? say('sign-in.passkey.instead') : say('sign-in.passkey.offer')
    }</button></div>
${passkeySaid()}`,
  })
}
