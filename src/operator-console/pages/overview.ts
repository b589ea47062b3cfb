import { type Html, html, type Icon, icon, type Say } from '#platform/page'
import { most, type Needs, type State } from '../overview-store.ts'
import { type Frame, inOperatorConsole } from './frame.ts'
import { counted } from './organizations.ts'

export interface OverviewPage extends Frame {
  readonly needs: Needs & { readonly disputes: number; readonly messages: number; readonly jobs: number }
  readonly state: State & { readonly unsealed: number; readonly version: string }
}

/** What needs somebody comes first; an empty list says so. Then how the installation stands. */
export function overviewPage(say: Say, page: OverviewPage): Html {
  const rows = needRows(say, page.needs)
  return inOperatorConsole(say, page, {
    section: '',
    title: say('operator-console.overview.title'),
    lede: say('operator-console.overview.lede', { count: rows.length }),
    content: html`<section class="card" aria-labelledby="h-t">
<header>
<h2 id="h-t">${say('operator-console.overview.needs')}</h2></header>
${
  rows.length > 0
    ? html`<ul class="rows list">
${rows}</ul>`
    : html`<div class="card-body"><p class="muted">${say('operator-console.overview.nothing')}</p></div>`
}</section>
${stateCard(say, page.state)}`,
  })
}

// What people wait for comes before what only machines do.
function needRows(say: Say, needs: OverviewPage['needs']): Html[] {
  const { disputes, messages, jobs, products, contests, failingDomains } = needs
  const values = (count: number) => ({ count: Math.min(count, most.needs), more: count > most.needs ? 'yes' : 'no' })
  const row = (count: number, sign: Icon, href: string, title: string, why: string) =>
    count === 0
      ? []
      : [
          html`<li>${icon(sign)}<span class="val"><b class="h3">${title}</b><small>${why}</small></span><span class="end"><a class="btn sm" href="${href}">${say('operator-console.overview.look')}<span class="sr-only"> ${title}</span></a></span></li>
`,
        ]
  return [
    ...row(
      disputes,
      'clock',
      '/operator/disputes',
      say('operator-console.overview.disputes', values(disputes)),
      say('operator-console.overview.disputes-why'),
    ),
    ...row(
      messages,
      'mail',
      '/operator/help',
      say('operator-console.overview.messages', values(messages)),
      say('operator-console.overview.messages-why'),
    ),
    ...row(
      jobs,
      'alert',
      '/operator/deliveries',
      say('operator-console.overview.jobs', values(jobs)),
      say('operator-console.overview.jobs-why'),
    ),
    ...row(
      products,
      'onward',
      '/operator/deliveries',
      say('operator-console.overview.products', values(products)),
      say('operator-console.overview.products-why'),
    ),
    ...row(
      contests,
      'globe',
      '/operator/contests',
      say('operator-console.overview.contests', values(contests)),
      say('operator-console.overview.contests-why'),
    ),
    ...row(
      failingDomains,
      'globe',
      '/operator/organizations?failing=1',
      say('operator-console.overview.domains', values(failingDomains)),
      say('operator-console.overview.domains-why'),
    ),
  ]
}

function stateCard(say: Say, state: OverviewPage['state']): Html {
  const { accounts, organizations, version, sealedAt, position, hash, unsealed } = state
  const fact = (name: string, value: Html | string) => html`<dt>${name}</dt><dd class="num">${value}</dd>
`
  const seal = sealedAt
    ? say('operator-console.overview.sealed', { position, at: sealedAt, unsealed })
    : say('operator-console.overview.unsealed', { unsealed })
  return html`<section class="card mt-6" aria-labelledby="h-s">
<header>
<h2 id="h-s">${say('operator-console.overview.state')}</h2></header>
<div class="card-body"><dl class="kv">
${fact(say('operator-console.overview.version'), version)}${fact(
  say('operator-console.overview.accounts'),
  counted(say, accounts, most.accounts),
)}${fact(say('operator-console.overview.organizations'), counted(say, organizations, most.organizations))}${fact(
  say('operator-console.overview.seal'),
  seal,
)}${hash && fact(say('operator-console.overview.hash'), html`<span class="mono anywhere">${hash}</span>`)}</dl></div></section>`
}
