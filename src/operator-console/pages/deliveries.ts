import type { FailedJob } from '#platform'
import { type Html, hidden, html, icon, type Say } from '#platform/page'
import { mostCounted, type Trouble } from '../delivery-store.ts'
import { type Frame, inOperatorConsole } from './frame.ts'
import { counted } from './organizations.ts'
import { pager } from './pager.ts'

export interface DeliveriesPage extends Frame {
  readonly products: readonly Trouble[]
  readonly jobs: readonly FailedJob[]
  /** The last one of this page, when there are more. */
  readonly next?: number | undefined
  readonly isFirst: boolean
}

/** What did not arrive, and what can be done about it. */
export function deliveriesPage(say: Say, page: DeliveriesPage): Html {
  return inOperatorConsole(say, page, {
    section: '/deliveries',
    title: say('operator-console.deliveries.title'),
    lede: say('operator-console.deliveries.lede'),
    styles: ['operator.css'],
    content: html`${productsCard(say, page)}
${jobsCard(say, page)}`,
  })
}

const card = (
  id: string,
  title: string,
  lede: string,
  content: Html,
): Html => html`<section class="card" aria-labelledby="${id}">
<header>
<h2 id="${id}">${title}</h2>
<p>${lede}</p></header>
${content}</section>`

const nothing = (sentence: string): Html => html`<div class="card-body"><p class="muted">${sentence}</p></div>`

function productsCard(say: Say, { products }: DeliveriesPage): Html {
  const row = ({ productId, product, group, tried, givenUp, failingSince, canBeTold }: Trouble) => {
    const what =
      group === 'log-outs' ? say('operator-console.deliveries.log-outs') : say('operator-console.deliveries.events')
    const button = html`<form method="post" action="/operator/deliveries/replay">${hidden('product', productId)}${hidden('group', group)}<button type="submit" class="btn sm">${icon('refresh', 16)}${say('operator-console.deliveries.replay')}<span class="sr-only"> ${product}, ${what}</span></button></form>`
    return html`<tr><th scope="row"><bdi>${product}</bdi><small class="sub">${what}</small></th><td class="num" data-label="${say('operator-console.deliveries.tried')}">${counted(say, tried, mostCounted)}</td><td class="num" data-label="${say('operator-console.deliveries.given-up')}">${counted(say, givenUp, mostCounted)}</td><td class="muted num fold-hide">${say.moment(failingSince)}</td><td class="r">${canBeTold ? button : html`<span class="muted">${say('operator-console.deliveries.no-address')}</span>`}</td></tr>
`
  }
  return card(
    'h-p',
    say('operator-console.deliveries.products'),
    say('operator-console.deliveries.products-what'),
    products.length > 0
      ? html`<div class="table-wrap">
<table class="table fold seen"><caption class="sr-only">${say('operator-console.deliveries.products')}</caption>
<thead>
<tr><th scope="col">${say('operator-console.deliveries.product')}</th><th scope="col">${say('operator-console.deliveries.tried')}</th><th scope="col">${say('operator-console.deliveries.given-up')}</th><th scope="col" class="fold-hide">${say('operator-console.deliveries.since')}</th><th scope="col"><span class="sr-only">${say('operator-console.deliveries.actions')}</span></th></tr></thead>
<tbody>
${products.map(row)}</tbody></table></div>`
      : nothing(say('operator-console.deliveries.no-products')),
  )
}

function jobsCard(say: Say, { jobs, next, isFirst }: DeliveriesPage): Html {
  const button = (id: number, act: 'retry' | 'give-up', label: string, quiet: boolean) =>
    html`<form method="post" action="/operator/deliveries/${act}">${hidden('job', String(id))}<button type="submit" class="btn sm${quiet && ' danger-quiet'}">${label}<span class="sr-only"> ${id}</span></button></form>`
  const row = ({ id, task, failedAt, tries, error }: FailedJob) =>
    html`<li>${icon(task.includes('mail') ? 'mail' : 'alert')}<span class="val"><b class="h3 mono">${task}</b><small>${say('operator-console.deliveries.failed', { at: failedAt, tries })}</small><small class="mono anywhere">${error}</small></span><div class="end btn-row">${button(id, 'retry', say('operator-console.deliveries.retry'), false)}${button(id, 'give-up', say('operator-console.deliveries.give-up'), true)}</div></li>
`
  return card(
    'h-j',
    say('operator-console.deliveries.jobs'),
    say('operator-console.deliveries.jobs-what'),
    html`${
      jobs.length > 0
        ? html`<ul class="rows list">
${jobs.map(row)}</ul>`
        : nothing(say('operator-console.deliveries.no-jobs'))
    }${pager(say, { nextHref: next === undefined ? undefined : `/operator/deliveries?before=${next}`, firstHref: isFirst ? undefined : '/operator/deliveries' })}`,
  )
}
