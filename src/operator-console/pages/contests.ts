import { foundLines, nameOf, troubleWords } from '#admin-console'
import { readable, type Way } from '#domain-claim'
import { errorWords, type Html, html, icon, note, type Problem, type Say } from '#platform/page'
import type { SeenContest, Side } from '../contest-store.ts'
import { type Frame, inOperatorConsole } from './frame.ts'
import { pager } from './pager.ts'

export interface ContestsPage extends Frame {
  readonly contests: readonly SeenContest[]
  /** The last one of this page, when there are more. */
  readonly next?: string | undefined
  readonly isFirst: boolean
}

/** Domains that two organizations have proved (DOM-3), newest first. */
export function contestsPage(say: Say, page: ContestsPage): Html {
  return inOperatorConsole(say, page, {
    section: '/contests',
    title: say('operator-console.contests.title'),
    styles: ['operator.css'],
    lede: say('operator-console.contests.lede'),
    content:
      page.contests.length > 0
        ? table(say, page)
        : html`<section class="card empty" aria-label="${say('operator-console.contests.title')}">${icon('done')}
<h2 class="h3">${say('operator-console.contests.none')}</h2>
<p>${say('operator-console.contests.none-why')}</p></section>`,
  })
}

function pill(say: Say, { outcome }: SeenContest): Html {
  return outcome
    ? html`<span class="pill text">${say('operator-console.contests.outcome', { outcome })}</span>`
    : html`<span class="pill bad">${icon('clock')}${say('operator-console.contests.open')}</span>`
}

function table(say: Say, { contests, next, isFirst }: ContestsPage): Html {
  const row = (contest: SeenContest) => {
    const { id, domain, holder, challenger, openedAt, endsAt, settledAt } = contest
    return html`<tr><th scope="row"><a class="plainlink" href="/operator/contests/${id}">${nameOf(domain)}</a></th><td>${pill(say, contest)}</td><td data-label="${say('operator-console.contests.holder')}"><bdi>${holder.organization}</bdi></td><td data-label="${say('operator-console.contests.challenger')}"><bdi>${challenger.organization}</bdi></td><td class="muted num fold-hide">${say.moment(openedAt)}</td><td class="muted num" data-label="${say('operator-console.contests.until')}">${say.moment(settledAt ?? endsAt)}</td></tr>
`
  }
  return html`<section class="card" aria-label="${say('operator-console.contests.title')}">
<div class="table-wrap">
<table class="table fold seen"><caption class="sr-only">${say('operator-console.contests.title')}</caption>
<thead>
<tr><th scope="col">${say('operator-console.contests.domain')}</th><th scope="col">${say('operator-console.contests.state')}</th><th scope="col">${say('operator-console.contests.holder')}</th><th scope="col">${say('operator-console.contests.challenger')}</th><th scope="col" class="fold-hide">${say('operator-console.contests.since')}</th><th scope="col">${say('operator-console.contests.until')}</th></tr></thead>
<tbody>
${contests.map(row)}</tbody></table></div>
${pager(say, { nextHref: next && `/operator/contests?before=${next}`, firstHref: isFirst ? undefined : '/operator/contests' })}</section>`
}

export interface ContestPage extends Frame {
  readonly contest: SeenContest
  readonly error?: Problem | undefined
}

/** One contest: what the last look found for each side. No button decides it. */
export function contestPage(say: Say, page: ContestPage): Html {
  const { contest, error } = page
  const { id, domain, holder, challenger, openedAt, endsAt, settledAt, outcome } = contest
  const shown = readable(domain)
  const values = { domain: shown, from: openedAt, until: endsAt }
  return inOperatorConsole(say, page, {
    section: '/contests',
    title: shown,
    lede: outcome
      ? say('operator-console.contest.lede-over', { at: settledAt, outcome })
      : say('operator-console.contest.lede', values),
    crumbs: [{ href: '/operator/contests', label: say('operator-console.contests.title') }],
    action:
      !outcome &&
      html`<form method="post" action="/operator/contests/${id}/look"><button type="submit" class="btn">${icon('refresh', 18)}${say('operator-console.contest.look')}</button></form>`,
    content: html`${error && html`<div class="mb-5">${note('bad', errorWords(say, 'operator-console.contest.error', error))}</div>`}<div class="two">
${sideCard(say, 'h-h', say('operator-console.contests.holder'), holder, contest)}
${sideCard(say, 'h-c', say('operator-console.contests.challenger'), challenger, contest)}</div>
<section class="card mt-6" aria-labelledby="h-r">
<header>
<h2 id="h-r">${say('operator-console.contest.rule')}</h2></header>
<div class="card-body"><p>${say('operator-console.contest.rule-what')}</p>
<p class="mt-3">${say('operator-console.contest.rule-whom')}</p></div></section>`,
  })
}

function sideCard(say: Say, id: string, title: string, side: Side, { domain }: SeenContest): Html {
  const { organizationId, organization, provedAt, checkedAt } = side
  const never = say('operator-console.contest.never')
  return html`<section class="card" aria-labelledby="${id}">
<header>
<h2 id="${id}">${title}</h2>
<p><a class="alone" href="/operator/organizations/${organizationId}"><bdi>${organization}</bdi></a></p></header>
<div class="card-body"><dl class="kv">
<dt>${say('operator-console.contest.proved')}</dt><dd class="num">${provedAt ? say.moment(provedAt) : never}</dd>
<dt>${say('operator-console.contest.looked')}</dt><dd class="num">${checkedAt ? say.moment(checkedAt) : never}</dd>
${checkedAt && saw(say, 'dns', say('operator-console.contest.dns'), side, domain)}${
  checkedAt && side.dns.trouble && saw(say, 'file', say('operator-console.contest.file'), side, domain)
}</dl></div></section>`
}

function saw(say: Say, way: Way, label: string, side: Side, domain: string): Html {
  const sight = side[way]
  const stands = html`<b>${say('operator-console.contest.stands')}</b>`
  const why = sight.trouble && troubleWords(say, way, sight.trouble, { domain: readable(domain) })
  return html`<dt>${label}</dt><dd>${sight.trouble ? html`${foundLines(say, sight)} <span class="muted">${why}</span>` : stands}</dd>
`
}
