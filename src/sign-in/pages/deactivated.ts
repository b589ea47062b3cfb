import { caseName, type Dispute } from '#domain-claim'
import { authPage, type Html, html, icon, iconTile, type Say } from '#platform/page'
import { withAttempt } from './parts.ts'

export interface DeactivatedPage {
  readonly attempt: string
  readonly email: string
  readonly at: Temporal.Instant
  /** The organization that turned it off; without it, whoever runs Umbel did. */
  readonly organization?: string | undefined
  /** The case that is open about it (DOM-9). */
  readonly dispute?: Dispute | undefined
  /** Somebody confirmed who is logged in, so that no other account can come out of this log-in. */
  readonly confirming?: boolean | undefined
}

/** The account is turned off, said only to whoever has proved to be its holder (LOG-5); answered with 403. */
export function deactivatedPage(say: Say, page: DeactivatedPage): Html {
  const { attempt, email, at, organization, dispute, confirming } = page
  const by = { email, organization: organization ?? '', date: say.date(at) }
  const words = organization
    ? {
        title: say('sign-in.deactivated.title'),
        lede: say.html('sign-in.deactivated.lede', by),
        who: say('sign-in.deactivated.who'),
      }
    : {
        title: say('sign-in.deactivated.suspended'),
        lede: say.html('sign-in.deactivated.suspended-lede', by),
        who: say('sign-in.deactivated.suspended-who'),
      }
  const another = withAttempt('/sign-in', confirming ? undefined : attempt)
  return authPage(say, {
    title: words.title,
    here: withAttempt('/sign-in/deactivated', attempt),
    content: html`${iconTile('none')}
<h1>${words.title}</h1>
<p class="lede">${words.lede}</p>
<p class="mt-4">${words.who}</p>
<div class="actions"><a class="btn primary lg block" href="/help/contact">${icon('mail')}${say('sign-in.deactivated.ask')}</a><a class="btn lg block" href="${another}${confirming ? '?' : '&'}other=1">${say('sign-in.deactivated.another')}</a></div>${organization && belonging(say, attempt, organization, dispute)}`,
  })
}

function belonging(say: Say, attempt: string, organization: string, dispute: Dispute | undefined): Html {
  if (dispute) {
    const values = { number: caseName(dispute.number), organization }
    return html`<p class="small muted mt-6">${say('sign-in.deactivated.case', values)}</p>`
  }
  return html`<p class="small mt-6"><a class="alone" href="${withAttempt('/sign-in/deactivated/not-mine', attempt)}">${say('sign-in.deactivated.not-mine', { organization })}</a></p>`
}
