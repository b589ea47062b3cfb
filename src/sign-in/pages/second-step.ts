import type { SecondStepWay } from '#credential'
import {
  authPage,
  errorWords,
  field,
  type Html,
  hidden,
  html,
  type Icon,
  icon,
  iconTile,
  note,
  type Say,
  stalk,
} from '#platform/page'
import { mainButton, type PageProduct, whoChip, withAttempt } from './parts.ts'

/** The pages of the second step (LOG-10). Each asks for one way and leads to the others. */
export interface SecondStepPage {
  readonly attempt: string
  readonly product?: PageProduct | undefined
  readonly email: string
  /** Somebody who is logged in already confirms it: for this account and no other. */
  readonly confirming?: boolean | undefined
  readonly ways: readonly SecondStepWay[]
  /** `missing`, `wrong`, or a refusal’s code */
  readonly error?: string | undefined
}

const paths = {
  app: '/sign-in/totp',
  passkey: '/sign-in/passkey',
  'recovery-code': '/sign-in/recovery',
  lost: '/sign-in/second-step/lost',
} as const

/** The page of a way, and the one for whoever has none left. */
export const pathOfWay = (way: keyof typeof paths, attempt: string): string => withAttempt(paths[way], attempt)

/** The other ways to do the second step, and what to do when none of them works. */
export function otherWays(
  say: Say,
  { attempt, ways, current }: { attempt: string; ways: readonly SecondStepWay[]; current?: SecondStepWay },
): Html {
  const choices = {
    app: choice(say, 'phone', 'sign-in.second-step.app', 'sign-in.second-step.app-hint'),
    passkey: choice(say, 'passkey', 'sign-in.second-step.passkey', 'sign-in.second-step.passkey-hint'),
    'recovery-code': choice(say, 'key', 'sign-in.second-step.recovery', 'sign-in.second-step.recovery-hint'),
    lost: choice(say, 'info', 'sign-in.second-step.none', 'sign-in.second-step.none-hint'),
  }
  const others = [...ways.filter((way) => way !== current), 'lost' as const]
  return html`<section class="auth-alt" aria-labelledby="other-ways">
<h2 class="eyebrow" id="other-ways">${say('sign-in.second-step.other-ways')}</h2>
<ul class="choices list">
${others.map((way) => html`<li><a href="${pathOfWay(way, attempt)}">${choices[way]}</a></li>`)}</ul></section>`
}

function choice(say: Say, sign: Icon, label: string, hint: string): Html {
  return html`${icon(sign)}<span class="grow"><b>${say(label)}</b><small>${say(hint)}</small></span>${icon('next', 16)}`
}

/** Whose second step it is. */
const who = (say: Say, { email, attempt, confirming }: SecondStepPage): Html =>
  whoChip(say, email, confirming ? undefined : withAttempt('/sign-in', attempt))

/** The code of an authenticator app. */
export function totpPage(say: Say, page: SecondStepPage & { readonly trust: boolean }): Html {
  const { attempt, product, ways, error, confirming, trust } = page
  return authPage(say, {
    title: error ? say('sign-in.second-step.title-error') : say('sign-in.second-step.title'),
    content: html`${stalk(product)}
<h1>${say('sign-in.second-step.title')}</h1>
<p class="lede">${say('sign-in.second-step.lede')}</p>
<form method="post" action="/sign-in/totp">
${who(say, page)}
${hidden('attempt', attempt)}<div class="mt-6">${codeField(say, { error, focus: true })}</div>
${confirming !== true && trustBox(say, trust)}<div class="actions">${mainButton(say('sign-in.second-step.verify'))}</div></form>
${otherWays(say, { attempt, ways, current: 'app' })}`,
  })
}

const codeField = (say: Say, { error, focus }: { error: string | undefined; focus: boolean }): Html =>
  field({
    id: 'code',
    label: say('sign-in.second-step.code'),
    className: 'input otp',
    attributes:
      'type="text" inputmode="numeric" autocomplete="one-time-code" maxlength="20" autocapitalize="none" spellcheck="false" required',
    error: error === undefined ? undefined : errorWords(say, 'sign-in.second-step.error', error),
    focus,
  })

/** The wish not to be asked again in this browser. */
export const trustBox = (say: Say, isTrusted: boolean): Html =>
  html`<label class="check mt-4 small"><input type="checkbox" name="trust" value="1"${isTrusted ? ' checked' : ''}><span>${say('sign-in.second-step.trust')}</span></label>
`

/** One of the ten codes that were saved when two-step was set up. */
export function recoveryPage(say: Say, page: SecondStepPage & { readonly left: number }): Html {
  const { attempt, product, ways, error, left } = page
  return authPage(say, {
    title: error ? say('sign-in.recovery.title-error') : say('sign-in.recovery.title'),
    content: html`${stalk(product)}
<h1>${say('sign-in.recovery.title')}</h1>
<p class="lede">${say('sign-in.recovery.lede')}</p>
<form method="post" action="/sign-in/recovery">
${who(say, page)}
${hidden('attempt', attempt)}<div class="mt-6">${field({
      id: 'code',
      label: say('sign-in.recovery.code'),
      className: 'input lg mono',
      attributes:
        'type="text" autocomplete="off" autocapitalize="characters" spellcheck="false" maxlength="40" required placeholder="xxxx-xxxx-xx"',
      error: error === undefined ? undefined : errorWords(say, 'sign-in.recovery.error', error),
      hint: say.html('sign-in.recovery.left', { left }),
      focus: true,
    })}</div>
<div class="actions">${mainButton(say('sign-in.second-step.verify'))}</div></form>
${otherWays(say, { attempt, ways, current: 'recovery-code' })}`,
  })
}

/** Too many wrong codes; answered with 429. */
export function codePausedPage(
  say: Say,
  { attempt, until, now }: { attempt: string; until: Temporal.Instant; now: Temporal.Instant },
): Html {
  const minutes = Math.max(1, Math.ceil(until.since(now).total('minutes')))
  return authPage(say, {
    title: say('sign-in.paused.title'),
    content: html`${iconTile('shield')}
<h1>${say('sign-in.paused.heading')}</h1>
<p class="lede">${say('sign-in.second-step.paused')}</p>
<div class="mt-6">${note('plain', say.html('sign-in.second-step.paused-again', { until, minutes }))}</div>
<div class="actions"><a class="btn lg block" href="${withAttempt('/sign-in/second-step', attempt)}">${say('sign-in.second-step.back')}</a></div>`,
  })
}

/** A product asks for two steps, and the account has only one. */
export function lacksSecondStepPage(
  say: Say,
  { attempt, product }: { attempt: string; product?: PageProduct | undefined },
): Html {
  const name = product?.name ?? ''
  return authPage(say, {
    title: say('sign-in.lacks-step.title'),
    content: html`${stalk(product)}
<h1>${say('sign-in.lacks-step.title')}</h1>
<p class="lede">${say.html('sign-in.lacks-step.lede', { product: name })}</p>
<form method="post" action="/sign-in/second-step/none">
${hidden('attempt', attempt)}<div class="actions"><button type="submit" class="btn primary lg block" name="next" value="set-up">${say('sign-in.lacks-step.set-up')}</button><button type="submit" class="btn quiet block" name="next" value="back">${say('sign-in.lacks-step.back', { product: name })}</button></div></form>`,
  })
}
