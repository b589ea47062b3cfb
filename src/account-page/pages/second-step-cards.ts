import { fewRecoveryCodes, recoveryCodesInASet, type SecondStep } from '#credential'
import { type Html, html, icon, note, type Say } from '#platform/page'

/** What the Security page shows of the second step (LOG-10). */

export type ShownStep = Pick<SecondStep, 'turnedOnAt' | 'app' | 'passkeys' | 'recoveryCodesLeft'>

/** Whether two-step is on, with what, and what can be done about it. */
export function twoStepRow(say: Say, { turnedOnAt, app, passkeys }: ShownStep): Html {
  const pill = turnedOnAt
    ? html`<span class="pill ok">${icon('check')}${say('account-page.two-step.on')}</span>`
    : html`<span class="pill text">${say('account-page.two-step.off')}</span>`
  const how = !turnedOnAt
    ? say('account-page.two-step.off-more')
    : app
      ? say('account-page.two-step.app', { at: app.addedAt })
      : say('account-page.two-step.passkeys')
  return html`<div>${icon('phone')}<span class="val"><b class="h3">${say('account-page.two-step.name')}</b> ${pill}<small>${how}</small></span><span class="end btn-row"><a class="btn sm" href="/security/two-step/app">${
    !turnedOnAt
      ? say('account-page.two-step.set-up')
      : app
        ? say('account-page.two-step.replace')
        : say('account-page.two-step.add-app')
  }</a>${
    turnedOnAt &&
    app &&
    passkeys > 0 &&
    html`<a class="btn quiet sm" href="/security/two-step/app/remove">${say('account-page.two-step.remove-app')}</a>`
  }${
    turnedOnAt &&
    html`<a class="btn quiet sm" href="/security/two-step/off">${say('account-page.two-step.turn-off')}</a>`
  }</span></div>`
}

/** How many recovery codes are left, and the way to new ones. */
export function recoveryCodesCard(say: Say, { turnedOnAt, recoveryCodesLeft: left }: ShownStep): Html | undefined {
  if (!turnedOnAt) return undefined
  const label = say('account-page.codes.left-label', { left, all: recoveryCodesInASet })
  return html`<section class="card" aria-labelledby="h-r">
<header class="row between row-wrap">
<div>
<h2 id="h-r">${say('account-page.codes.name')}</h2>
<p>${say('account-page.codes.lede')}</p></div><a class="btn sm" href="/security/recovery-codes">${icon('refresh')}${say('account-page.codes.renew')}</a></header>
<div class="card-body">
${left <= fewRecoveryCodes && html`<div class="mb-5">${note('warn', say.html('account-page.codes.few', { left }), false)}</div>`}<div class="row"><svg class="bar grow" viewBox="0 0 ${recoveryCodesInASet} 1" preserveAspectRatio="none" role="img" aria-label="${label}"><rect width="${left}" height="1"/></svg><span class="small num nowrap">${say.html('account-page.codes.left', { left, all: recoveryCodesInASet })}</span></div></div></section>
`
}

/** On every page of the account while the second step is said to be lost: when two-step goes, and the button that stops it. */
export function lossNote(say: Say, dueAt: Temporal.Instant, organization?: string): Html {
  if (organization !== undefined) return resetNote(say, dueAt, organization)
  const sentence = say.html('account-page.loss.under-way', { due: say.full(dueAt) })
  const form = html`<form method="post" action="/security/two-step/keep"><div class="btn-row"><button type="submit" class="btn sm">${say('account-page.loss.stop')}</button></div></form>`
  return html`<div class="mb-5">${note('warn', html`${sentence}${form}`, false)}</div>
`
}

/** The same where an administrator has started it: the holder need not wait (CTL-2). */
function resetNote(say: Say, dueAt: Temporal.Instant, organization: string): Html {
  const sentence = say.html('account-page.loss.reset', { due: say.full(dueAt), organization })
  const form = html`<form method="post" action="/security/two-step/keep"><div class="btn-row"><button type="submit" class="btn sm">${say('account-page.loss.stop')}</button><button type="submit" class="btn sm" formaction="/security/two-step/confirm-reset">${say('account-page.loss.confirm')}</button></div></form>`
  return html`<div class="mb-5">${note('warn', html`${sentence}${form}`, false)}</div>
`
}
