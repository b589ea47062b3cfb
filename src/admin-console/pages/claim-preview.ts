import { type Claim, type Count, type Found, noticeDays, readable } from '#domain-claim'
import { errorWords, type Html, html, icon, note, type Problem, type Say, trusted } from '#platform/page'
import type { DomainView } from '../domains-in.ts'
import { lastActive } from './account-parts.ts'
import { changeCell, pager, personCell } from './claim-parts.ts'
import { type Frame, inConsole } from './frame.ts'

export interface ClaimPreviewPage extends Frame {
  readonly domain: DomainView
  readonly count: Count
  readonly found: readonly Found[]
  /** Addresses of the pages before and after this one. */
  readonly previous?: string | undefined
  readonly next?: string | undefined
  /** Why it cannot be claimed at present. */
  readonly problem?: Problem | undefined
  /** A claim to all of it that is not over. */
  readonly claim?: Claim | undefined
  readonly today: Temporal.PlainDate
  readonly error?: Problem | undefined
}

/** Before a domain is claimed: how many, who, and what changes for each (DOM-5, mock-up 17). */
export function claimPreviewPage(say: Say, page: ClaimPreviewPage): Html {
  const { base, domain, role, problem, error } = page
  const shown = readable(domain.name)
  const mayClaim = role === 'org-admin' && !problem
  return inConsole(say, page, {
    section: '/domains',
    title: say('admin-console.claim.title', { domain: shown }),
    here: say('admin-console.claim.here'),
    crumbs: [
      { href: `${base}/domains`, label: say('admin-console.domains.title') },
      { href: `${base}/domains/${domain.id}`, label: shown },
    ],
    styles: ['claims.css'],
    lede: say('admin-console.claim.lede'),
    content: html`${error && html`<div class="mb-5">${note('bad', errorWords(say, 'admin-console.claim.error', error))}</div>`}${
      problem && html`<div class="mb-5">${note('warn', errorWords(say, 'admin-console.claim.error', problem))}</div>`
    }${figures(say, page)}<div class="two two-31">
<div>${affected(say, page, mayClaim)}</div>
<aside aria-label="${say('admin-console.claim.here')}">${whatHappens(say, page)}${mayClaim && goOn(say, page)}</aside></div>`,
  })
}

function figures(say: Say, { count }: ClaimPreviewPage): Html {
  const more = count.isExact ? 'no' : 'yes'
  const number = (value: number) =>
    say('admin-console.claim.number', { count: count.isExact ? value : Math.min(value, 1_000), more })
  const figure = (title: string, value: number, words: string) =>
    html`<div><dt>${title}</dt><dd>${number(value)}<small>${words}</small></dd></div>`
  return html`<dl class="figures">
${figure(say('admin-console.claim.found'), count.found, say('admin-console.claim.found-what'))}
${figure(say('admin-console.claim.become'), count.found - count.leftOut, say('admin-console.claim.become-what'))}
${figure(say('admin-console.claim.left'), count.leftOut, say('admin-console.claim.left-what'))}
${figure(say('admin-console.claim.in-sites'), count.inSites, say('admin-console.claim.in-sites-what'))}</dl>
${count.countedAt && html`<p class="small muted mb-5">${say('admin-console.claim.counted', { at: count.countedAt })}</p>`}${
  !count.isExact && html`<p class="small muted mb-5" role="status">${say('admin-console.claim.counting')}</p>`
}`
}

function affected(say: Say, page: ClaimPreviewPage, mayClaim: boolean): Html {
  const { base, domain, found, previous, next } = page
  const here = `${base}/domains/${domain.id}/claim`
  if (found.length === 0)
    return html`<section class="card empty" aria-label="${say('admin-console.claim.who')}"><span class="tile off">${icon('people')}</span>
<h2>${say('admin-console.claim.nobody')}</h2>
<p>${say('admin-console.claim.nobody-why', { domain: readable(domain.name) })}</p></section>`
  const row = (each: Found) =>
    html`<tr><td>${personCell(say, each)}</td><td class="muted">${lastActive(say, each.lastActiveOn ?? undefined)}<small class="sub">${
      each.isInSites ? say('admin-console.claim.used') : say('admin-console.claim.not-used')
    }</small></td><td>${changeCell(say, each)}</td><td class="r">${
      mayClaim &&
      !each.leftOutWhy &&
      html`<a class="btn sm" href="claim/start?mode=single&amp;account=${each.id}">${say('admin-console.claim.only')}<span class="sr-only"> ${each.name}</span></a>`
    }${
      mayClaim &&
      !each.leftOutWhy &&
      html`<a class="btn quiet sm" href="${base}/suggest?address=${encodeURIComponent(each.email)}">${say('admin-console.claim.suggest')}<span class="sr-only"> ${each.name}</span></a>`
    }</td></tr>`
  return html`<section class="card" aria-labelledby="h-w">
<header class="row between row-wrap">
<h2 id="h-w">${say('admin-console.claim.who')}</h2><form method="post" action="${here}/export" data-again><button type="submit" class="btn sm">${icon('download', 16)}${say('admin-console.claim.download')}</button></form></header>
<div class="table-wrap">
<table class="table fold claimed"><caption class="sr-only">${say('admin-console.claim.caption')}</caption>
<thead>
<tr><th scope="col">${say('admin-console.claim.account')}</th><th scope="col">${say('admin-console.claim.last-used')}</th><th scope="col">${say('admin-console.claim.changes')}</th><th scope="col"><span class="sr-only">${say('admin-console.domains.actions')}</span></th></tr></thead>
<tbody>
${found.map(row)}</tbody></table></div>
${pager(say, { words: say('admin-console.claim.by-domain'), previous, next })}</section>`
}

function whatHappens(say: Say, { organization }: ClaimPreviewPage): Html {
  const values = { organization: organization.name }
  return html`<section class="card" aria-labelledby="h-n">
<header>
<h2 id="h-n">${say('admin-console.claim.what')}</h2></header>
<div class="card-body">
<ol class="next list">
<li class="now"><b>${say('admin-console.claim.step-now')}</b><span>${say('admin-console.claim.step-now-what')}</span></li>
<li><b>${say('admin-console.claim.step-until')}</b><span>${say('admin-console.claim.step-until-what')}</span></li>
<li><b>${say('admin-console.claim.step-day')}</b><span>${say('admin-console.claim.step-day-what', values)}</span></li></ol></div></section>
`
}

/** Whom and from when: the next page says what will happen. */
function goOn(say: Say, { base, domain, today, claim }: ClaimPreviewPage): Html {
  const here = `${base}/domains/${domain.id}/claim`
  const mode = (value: string, label: string, isChosen: boolean) =>
    html`<label class="check small"><input type="radio" name="mode" value="${value}"${isChosen && trusted(' checked')}><span>${label}</span></label>`
  return html`<form method="get" action="${here}/start" class="card mt-5">
<div class="card-body"><fieldset class="whom"><legend>${say('admin-console.claim.whom')}</legend>
${!claim && mode('all', say('admin-console.claim.mode-all'), true)}
${mode('in-sites', say('admin-console.claim.mode-in-sites'), claim !== undefined)}</fieldset>
<div class="field mt-4"><label for="on">${say('admin-console.claim.from')}</label>${dayField(say, today)}</div>
<button type="submit" class="btn primary block mt-4">${say('admin-console.claim.review')}</button>
<p class="hint"><a class="alone" href="${here}/list">${say('admin-console.claim.by-list')}</a></p></div></form>`
}

/** A day from today to 60 days ahead, two weeks at first. */
export function dayField(say: Say, today: Temporal.PlainDate, value?: string): Html {
  const day = (days: number) => today.add({ days }).toString()
  return html`<input class="input" id="on" name="on" type="date" required min="${day(noticeDays.least)}" max="${day(noticeDays.most)}" value="${value ?? day(noticeDays.usual)}" aria-describedby="on-hint"><p class="hint" id="on-hint">${say('admin-console.claim.from-hint')}</p>`
}
