import { type ClaimNotice, claimChoices, claimTerms, daysLeft } from '#domain-claim'
import { type Html, hidden, html, icon, type Say } from '#platform/page'

export interface ClaimCard {
  readonly notice: ClaimNotice
  readonly now: Temporal.Instant
  /** An address of the holder’s own that waits to be confirmed (ACC-7). */
  readonly waitingFor?: string | undefined
}

/** What an organization asks of the holder, until its date: the same doors as at log-in, and which one was taken (DOM-7). */
export function claimCard(say: Say, { notice, now, waitingFor }: ClaimCard): Html {
  const { organization, domain, takesEffectAt } = notice
  const isMoving = notice.state === 'moving'
  return html`<form method="post" action="/organization/claim" class="card" aria-labelledby="h-claim">
<header>
<p class="pill warn">${icon('clock')}${say('sign-in.claim.days-left', { days: daysLeft(notice, now) })}</p>
<h2 id="h-claim" class="mt-2">${say('sign-in.claim.title', { organization, domain, date: say.date(takesEffectAt) })}</h2>
<p>${say.html('account-page.claim.who', { organization, domain })}</p></header>
<div class="card-body">${
    isMoving &&
    html`<p class="mb-5" role="status">${howFar(say, notice, waitingFor)}</p>
`
  }${hidden('claim', notice.claimId)}${claimChoices(say, notice, { chosen: isMoving ? 'move' : undefined })}
${claimTerms(say, notice)}</div>
<footer class="btn-row"><button type="submit" class="btn primary">${say('sign-in.claim.save')}</button><a class="btn quiet" href="/organization/not-mine">${say('sign-in.claim.not-mine', { organization })}</a></footer></form>
`
}

/** Where the log-in was going that led here. */
export interface Onward {
  readonly attempt: string
  readonly product: string
  readonly href: string
}

/** The way on to the product that was asked for before the claim came in between (LOG-1). */
export const onwardLine = (say: Say, { product, href }: Onward): Html =>
  html`<p class="mt-5"><a class="btn" href="${href}">${say('account-page.email.go-on', { product })}</a> <span class="small muted">${say('account-page.email.go-on-hint')}</span></p>
`

/** How far moving away has come: nothing counts before the other address is proved. */
function howFar(say: Say, { takesEffectAt }: ClaimNotice, waitingFor: string | undefined): Html {
  const change = (inner: Html) => html`<a href="/profile/email">${inner}</a>`
  return waitingFor
    ? say.html('account-page.claim.moving-sent', { email: waitingFor, at: takesEffectAt, change })
    : say.html('account-page.claim.moving', { at: takesEffectAt, change })
}
