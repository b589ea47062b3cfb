import { type ClaimNotice, changesCard, claimChoices, claimTerms, daysLeft } from '#domain-claim'
import {
  authPage,
  errorWords,
  type Html,
  hidden,
  html,
  icon,
  iconTile,
  note,
  type Problem,
  type Say,
  textPage,
} from '#platform/page'
import { mainLink, withAttempt } from './parts.ts'

export interface ClaimNoticePage {
  readonly attempt: string
  readonly notice: ClaimNotice
  readonly now: Temporal.Instant
  /** The form was sent with nothing chosen. */
  readonly isMissing?: boolean | undefined
  /** Why the choice could not be taken. */
  readonly error?: Problem | undefined
}

/** On the way in: who will manage this account, from when, and what its holder can do about it (DOM-7, LOG-6). */
export function claimNoticePage(say: Say, { attempt, notice, now, isMissing, error }: ClaimNoticePage): Html {
  const { organization, domain, takesEffectAt } = notice
  const title = say('sign-in.claim.title', { organization, domain, date: say.date(takesEffectAt) })
  return textPage(say, {
    title: isMissing ? say('sign-in.claim.page-error') : say('sign-in.claim.page'),
    where: say('sign-in.claim.where'),
    here: withAttempt('/sign-in/claim-notice', attempt),
    content: html`<p class="pill warn">${icon('clock')}${say('sign-in.claim.days-left', { days: daysLeft(notice, now) })}</p>
<h1 class="mt-3">${title}</h1>
<p class="lede mt-2">${who(say, notice)} ${say('sign-in.claim.you-choose')}</p>
${error !== undefined && html`<div class="mt-5">${note('bad', errorWords(say, 'sign-in.claim.error', error))}</div>`}
<form method="post" action="/sign-in/claim-notice" class="mt-6">
${hidden('attempt', attempt)}${hidden('claim', notice.claimId)}${claimChoices(say, notice, { isMissing })}
<div class="btn-row mt-6"><button type="submit" class="btn primary lg">${say('sign-in.claim.save')}</button><button type="submit" class="btn quiet lg" name="answer" value="later" formnovalidate>${say('sign-in.claim.later')}</button></div>
${claimTerms(say, notice)}
${changesCard(say, notice)}
<p class="small mt-6"><button type="submit" class="link alone" name="answer" value="not-mine" formnovalidate>${say('sign-in.claim.not-mine', { organization })}</button></p>
</form>`,
  })
}

/** The date has passed, or the claim came without notice: said once, at the next log-in. */
export function nowManagedPage(say: Say, { attempt, notice }: Pick<ClaimNoticePage, 'attempt' | 'notice'>): Html {
  const { organization, domain, takesEffectAt } = notice
  const title = say('sign-in.claim.managed', { organization, domain })
  return textPage(say, {
    title: say('sign-in.claim.page-managed'),
    where: say('sign-in.claim.where'),
    here: withAttempt('/sign-in/claim-notice', attempt),
    content: html`<p class="pill info">${icon('building')}${say('sign-in.claim.since', { date: say.date(takesEffectAt) })}</p>
<h1 class="mt-3">${title}</h1>
<p class="lede mt-2">${who(say, notice)} ${say('sign-in.claim.as-before')}</p>
<form method="post" action="/sign-in/claim-notice" class="mt-6">
${hidden('attempt', attempt)}${hidden('claim', notice.claimId)}<div class="btn-row"><button type="submit" class="btn primary lg" name="answer" value="seen">${say('sign-in.claim.go-on')}</button></div>
${changesCard(say, notice)}
<p class="small mt-6"><button type="submit" class="link alone" name="answer" value="not-mine">${say('sign-in.claim.not-mine', { organization })}</button></p>
</form>`,
  })
}

// The domain comes first: it was looked at, while anybody can take any name.
const who = (say: Say, { organization, domain, email }: ClaimNotice): Html =>
  say.html('sign-in.claim.who', { organization, domain, email })

/** The page was open while the claim ended, was decided elsewhere, or its date came. */
export function claimOverPage(say: Say, { attempt }: { readonly attempt: string }): Html {
  return authPage(say, {
    title: say('sign-in.claim.over'),
    here: withAttempt('/sign-in/claim-notice', attempt),
    content: html`${iconTile('clock')}
<h1>${say('sign-in.claim.over')}</h1>
<p class="lede" role="status">${say('sign-in.claim.over-lede')}</p>
<div class="actions">${mainLink(say('sign-in.claim.go-on'), withAttempt('/sign-in/claim-notice', attempt))}</div>`,
  })
}

/** The link of a mail about a claim that is over, or never was; answered with 410. */
export function claimLinkGonePage(say: Say): Html {
  return authPage(say, {
    title: say('sign-in.claim.gone'),
    content: html`${iconTile('clock')}
<h1>${say('sign-in.claim.gone')}</h1>
<p class="lede">${say('sign-in.claim.gone-lede')}</p>
<div class="actions">${mainLink(say('sign-in.claim.see-account'), '/profile')}</div>`,
  })
}
