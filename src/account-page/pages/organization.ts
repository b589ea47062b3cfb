import type { Manager, Verdict } from '#account'
import { accountPage, type Holder, type Html, html, hueOf, icon, initials, type Say } from '#platform/page'
import { type ActivityEntry, entryRow } from './entries.ts'
import { statusNote } from './profile.ts'

/** One action of the control table: what it says for the holder of a managed account, and for its administrators (CTL). */
export interface Ability {
  readonly action: string
  readonly holder: Verdict
  readonly administrator: Verdict
}

export interface OrganizationPage {
  readonly holder: Holder
  /** The cards in their order. */
  readonly cards: readonly Html[]
  readonly status?: string | undefined
}

/** Who manages the account, what that means, and what the holder can do about it (ACC-2). */
export function organizationPage(say: Say, { holder, cards, status }: OrganizationPage): Html {
  return accountPage(say, {
    title: say('account-page.organization.title'),
    section: 'organization',
    holder,
    content: html`${statusNote(say, status)}<div class="page-head">
<h1>${say('account-page.organization.title')}</h1>
<p>${say('account-page.organization.lede')}</p></div>
${cards}`,
  })
}

/** Who manages the account, through which domain, since when. */
export function managerCard(say: Say, manager: Manager | undefined): Html {
  if (!manager) {
    return html`<section class="card">
<div class="card-body">
<h2>${say('account-page.organization.none')}</h2>
<p class="sub mt-1">${say('account-page.organization.none-more')}</p></div></section>
`
  }
  const { organizationId, organization, domain, since } = manager
  return html`<section class="card">
<div class="card-body row"><span class="avatar ${hueOf(organizationId)} av-48 square" aria-hidden="true">${initials(organization).slice(0, 1)}</span>
<div class="grow"><b class="h3"><bdi>${organization}</bdi></b><span class="sub">${say.html('account-page.organization.since', { since: say.date(since), domain })}</span></div></div></section>
`
}

/** What the control table lets administrators do, and what nobody may. */
export function abilitiesCard(
  say: Say,
  { organization, domain }: Pick<Manager, 'organization' | 'domain'>,
  abilities: readonly Ability[],
): Html {
  const row = ({ action, holder, administrator }: Ability) =>
    html`<tr><th scope="row">${say(`account-page.control.${action}`)}</th><td class="col-you">${verdict(say, holder)}</td><td>${verdict(say, administrator)}</td></tr>
`
  return html`<section class="card" aria-labelledby="h-w">
<header>
<h2 id="h-w">${say('account-page.organization.who-decides')}</h2>
<p>${say('account-page.organization.who-decides-lede', { organization, domain })}</p></header>
<div class="table-wrap">
<table class="table"><caption class="sr-only">${say('account-page.organization.caption')}</caption>
<thead>
<tr><th scope="col"><span class="sr-only">${say('account-page.control-by.action')}</span></th><th scope="col" class="col-you">${say('account-page.organization.you')}</th><th scope="col">${say('account-page.organization.administrators')}</th></tr></thead>
<tbody>
${abilities.map(row)}</tbody></table></div>
<footer>${say('account-page.organization.cannot')}</footer></section>
`
}

function verdict(say: Say, said: Verdict): Html {
  if (said === 'yes')
    return html`<span class="yes">${icon('check', 18)}${say('account-page.organization.verdict.yes')}</span>`
  const words =
    said === 'ask'
      ? say('account-page.organization.verdict.ask')
      : said === 'never'
        ? say('account-page.organization.verdict.never')
        : say('account-page.organization.verdict.no')
  return html`<span class="nope">${icon(said === 'ask' ? 'mail' : 'lock', 18)}${words}</span>`
}

/** What administrators did to the account lately (ACC-11). */
export const adminActivityCard = (say: Say, entries: readonly ActivityEntry[]): Html =>
  html`<section class="card" aria-labelledby="h-l">
<header>
<h2 id="h-l">${say('account-page.organization.activity')}</h2></header>
${
  entries.length > 0
    ? html`<ul class="rows list">
${entries.map((entry) => entryRow(say, entry, true))}</ul>`
    : html`<div class="card-body muted">${say('account-page.organization.activity-none')}</div>`
}
<footer><a class="alone" href="/security/activity">${say('account-page.organization.activity-all')}</a></footer></section>
`
