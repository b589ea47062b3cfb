import type { EventReceipt, Receipt } from '#openid'
import { accountPage, type Holder, type Html, html, icon, mark, type Say, tile } from '#platform/page'

export interface ReceiptsPage {
  readonly holder: Holder
  readonly receipts: readonly Receipt[]
  /** That the account was turned off, or on again, newest first. */
  readonly events?: readonly EventReceipt[] | undefined
  /** The page of the products after these. */
  readonly nextHref?: string | undefined
  /** Back to the first products, when these are not. */
  readonly firstHref?: string | undefined
}

/** What became of log-outs, product by product (DEV-4): told, acknowledged, failing since, given up. */
export function receiptsPage(say: Say, { holder, receipts, events = [], nextHref, firstHref }: ReceiptsPage): Html {
  const title = say('account-page.receipts.title')
  const list = html`<ul class="rows list">
${receipts.map((receipt) => receiptRow(say, receipt))}</ul>`
  return accountPage(say, {
    title,
    section: 'devices',
    holder,
    content: html`<div class="page-head">
<h1>${title}</h1>
<p>${say('account-page.receipts.lede')}</p></div>
<section class="card" aria-label="${title}">
${receipts.length > 0 ? list : none(say)}
${
  (nextHref || firstHref) &&
  html`<nav class="pager" aria-label="${say('account-page.receipts.pages')}"><span>${
    firstHref && html`<a class="btn quiet sm" href="${firstHref}">${say('account-page.receipts.first')}</a>`
  }</span>${nextHref && html`<a class="btn sm" href="${nextHref}">${say('account-page.receipts.next')}</a>`}</nav>`
}
<footer><a class="alone" href="/devices">${say('account-page.receipts.back')}</a></footer></section>${events.length > 0 && eventsCard(say, events)}`,
  })
}

const none = (say: Say): Html =>
  html`<div class="empty">${mark(64)}
<h2 class="mt-3">${say('account-page.receipts.none')}</h2>
<p>${say('account-page.receipts.none-why')}</p></div>`

function receiptRow(say: Say, receipt: Receipt): Html {
  const { toldAt, acknowledgedAt } = receipt
  const told = say('account-page.receipts.told', { at: say.moment(toldAt) })
  const acknowledged = acknowledgedAt && say('account-page.receipts.acknowledged', { at: say.moment(acknowledgedAt) })
  const { pill, more } = standing(say, receipt)
  return html`<li>${tile({ id: receipt.productId, name: receipt.productName }, 40)}<span class="val">${receipt.productName}<small>${[told, acknowledged].filter(Boolean).join(' · ')}${
    more && html`<br>${more}`
  }</small></span><span class="end">${pill}</span></li>`
}

/** The worst of what is the case: given up, failing, under way, or arrived. */
function standing(say: Say, { givenUpAt, failingSince, open }: Receipt): { pill: Html; more?: string } {
  if (givenUpAt) {
    return {
      pill: html`<span class="pill bad">${icon('alert')}${say('account-page.receipts.given-up')}</span>`,
      more: say('account-page.receipts.given-up-more', { at: say.moment(givenUpAt) }),
    }
  }
  if (failingSince) {
    return {
      pill: html`<span class="pill warn">${icon('clock')}${say('account-page.receipts.failing')}</span>`,
      more: say('account-page.receipts.failing-more', { at: say.moment(failingSince) }),
    }
  }
  return open > 0
    ? { pill: html`<span class="pill info">${icon('clock')}${say('account-page.receipts.under-way')}</span>` }
    : { pill: html`<span class="pill ok">${icon('check')}${say('account-page.receipts.arrived')}</span>` }
}

/** What products were told about the account itself (MAN-2). */
function eventsCard(say: Say, events: readonly EventReceipt[]): Html {
  const row = ({
    kind,
    productId: id,
    productName: name,
    toldAt,
    acknowledgedAt,
    givenUpAt,
    failingSince,
  }: EventReceipt) => {
    const at = say.moment(toldAt)
    const told =
      kind === 'enabled' ? say('account-page.receipts.enabled', { at }) : say('account-page.receipts.disabled', { at })
    const pill = acknowledgedAt
      ? html`<span class="pill ok">${icon('check')}${say('account-page.receipts.arrived')}</span>`
      : givenUpAt
        ? html`<span class="pill bad">${icon('alert')}${say('account-page.receipts.given-up')}</span>`
        : failingSince
          ? html`<span class="pill warn">${icon('clock')}${say('account-page.receipts.failing')}</span>`
          : html`<span class="pill info">${icon('clock')}${say('account-page.receipts.under-way')}</span>`
    return html`<li>${tile({ id, name }, 40)}<span class="val">${name}<small>${told}</small></span><span class="end">${pill}</span></li>`
  }
  return html`
<section class="card" aria-labelledby="h-e">
<header>
<h2 id="h-e">${say('account-page.receipts.events')}</h2></header>
<ul class="rows list">
${events.map(row)}</ul></section>`
}
