import {
  accountPage,
  errorWords,
  type Holder,
  type Html,
  html,
  icon,
  note,
  type Problem,
  type Say,
} from '#platform/page'
import type { Export } from '../export/store.ts'

export interface ExportPage {
  readonly holder: Holder
  readonly download: Export
  /** The link of a mail that was meant for another account than the one that is open here. */
  readonly isForAnother?: boolean
  readonly error?: Problem | undefined
}

/** Everything that is held about the account, to take along (ACC-10): what is in it, and how its making stands. */
export function exportPage(say: Say, { holder, download, isForAnother = false, error }: ExportPage): Html {
  const title = say('account-page.export.title')
  return accountPage(say, {
    title,
    section: 'profile',
    holder,
    content: html`${error !== undefined && html`<div class="mb-5">${note('bad', errorWords(say, 'account-page.export.error', error))}</div>`}${
      isForAnother &&
      html`<div class="mb-5">${note('warn', say.html('account-page.export.another', { email: holder.account.email, a: (inner) => html`<a href="/accounts">${inner}</a>` }))}</div>`
    }<div class="page-head">
<h1>${title}</h1>
<p>${say('account-page.export.lede')}</p></div>
${stateCard(say, download)}
<section class="card" aria-labelledby="h-in">
<header>
<h2 id="h-in">${say('account-page.export.inside')}</h2></header>
<ul class="rows list">
${item(say, 'person', 'profile')}${item(say, 'key', 'ways')}${item(say, 'computer', 'devices')}${item(say, 'grid', 'products')}${item(say, 'info', 'activity')}</ul>
<footer>${say('account-page.export.secrets')}</footer></section>`,
  })
}

function item(
  say: Say,
  sign: Parameters<typeof icon>[0],
  part: 'profile' | 'ways' | 'devices' | 'products' | 'activity',
): Html {
  const [name, more] = {
    profile: [say('account-page.export.in.profile'), say('account-page.export.in.profile-more')],
    ways: [say('account-page.export.in.ways'), say('account-page.export.in.ways-more')],
    devices: [say('account-page.export.in.devices'), say('account-page.export.in.devices-more')],
    products: [say('account-page.export.in.products'), say('account-page.export.in.products-more')],
    activity: [say('account-page.export.in.activity'), say('account-page.export.in.activity-more')],
  }[part]
  return html`<li>${icon(sign)}<span class="val">${name}<small>${more}</small></span></li>
`
}

function stateCard(say: Say, download: Export): Html {
  const ask = (label: string, isMain: boolean) =>
    html`<form method="post" action="/profile/export"><button type="submit" class="btn${isMain ? ' primary' : ''}">${label}</button></form>`
  if (download.state === 'none') {
    return card(say, html`<p>${say('account-page.export.none')}</p>`, ask(say('account-page.export.prepare'), true))
  }
  if (download.state === 'being-made') {
    const steps = html`<ol class="next list">
<li class="done"><b>${say('account-page.export.asked')}</b><span>${say.moment(download.askedAt)}</span></li>
<li class="now" aria-current="step"><b>${say('account-page.export.making')}</b><span>${say('account-page.export.making-more')}</span></li>
<li><b>${say('account-page.export.mailed')}</b><span>${say('account-page.export.mailed-more')}</span></li></ol>`
    return card(say, steps, html`<a class="btn" href="/profile/export">${say('account-page.export.look')}</a>`)
  }
  if (download.state === 'failed') {
    const failed = html`<p>${say('account-page.export.failed', { at: say.moment(download.askedAt) })}</p>`
    return card(say, failed, ask(say('account-page.export.again'), true))
  }
  const { madeAt, until, bytes } = download
  const size = say.html('account-page.export.ready', { size: sizeIn(say, bytes) })
  const get = html`<form method="post" action="/profile/export/download" data-again><button type="submit" class="btn primary">${say('account-page.export.download')}</button></form>`
  return card(
    say,
    html`<p>${size}</p><p class="sub mt-1">${say('account-page.export.until', { at: say.moment(madeAt), date: say.date(until) })}</p>`,
    html`${get}${ask(say('account-page.export.anew'), false)}`,
  )
}

const card = (say: Say, body: Html, actions: Html): Html =>
  html`<section class="card" aria-label="${say('account-page.export.state')}">
<div class="card-body">${body}</div>
<footer class="btn-row">${actions}</footer></section>`

function sizeIn(say: Say, bytes: number): string {
  const [value, unit] = bytes < 1_000_000 ? [Math.max(1, bytes / 1_000), 'kilobyte'] : [bytes / 1_000_000, 'megabyte']
  return new Intl.NumberFormat(say.locale, { style: 'unit', unit, maximumFractionDigits: value < 10 ? 1 : 0 }).format(
    value,
  )
}
