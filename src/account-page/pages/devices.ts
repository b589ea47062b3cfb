import { accountPage, type Holder, type Html, hidden, html, icon, note, type Say } from '#platform/page'
import type { DeviceAlert } from '#sign-in'
import { statusNote } from './profile.ts'

export interface DeviceSession {
  readonly id: string
  /** In words: Chrome on macOS. */
  readonly device: string
  readonly kind: 'computer' | 'phone' | 'tablet'
  readonly network: string
  readonly seenAt: Temporal.Instant
  /** The session this page is shown in. */
  readonly current: boolean
  /** Names of the products opened from there. */
  readonly products: readonly string[]
  /** Two-step verification is not asked for there. */
  readonly trusted: boolean
}

export type NewLogIn = Pick<DeviceAlert, 'id' | 'device' | 'network' | 'at'>

export interface DevicesPage {
  readonly holder: Holder
  readonly sessions: readonly DeviceSession[]
  /** A log-in from a device that was new, which the holder has said nothing about yet. */
  readonly newLogIn?: NewLogIn | undefined
  /** `device-logged-out`, `others-logged-out` or `device-recognized` */
  readonly status?: string | undefined
}

/** Where the account is logged in, and the way to end any of it (LOG-8). */
export function devicesPage(say: Say, { holder, sessions, newLogIn, status }: DevicesPage): Html {
  const others = sessions.some((session) => !session.current)
  const hasButtons = others || sessions.some(({ trusted }) => trusted)
  const card = html`<section class="card" aria-label="${say('account-page.devices.list')}">
<ul class="rows list">
${sessions.map((session) => sessionRow(say, session))}</ul>
<footer class="row between row-wrap"><span>${say('account-page.devices.end')}</span>${
    others &&
    html`<span class="btn-row"><button type="submit" class="btn sm danger-quiet" name="all" value="1">${say('account-page.devices.log-out-others')}</button><button type="submit" class="btn sm danger-quiet" name="all" value="here-too">${say('account-page.devices.log-out-all')}</button></span>`
  }</footer></section>`
  return accountPage(say, {
    title: say('account-page.devices.title'),
    section: 'devices',
    holder,
    content: html`${statusNote(say, status)}<div class="page-head">
<h1>${say('account-page.devices.title')}</h1>
<p>${say('account-page.devices.lede')} <a href="/devices/receipts">${say('account-page.devices.receipts')}</a></p></div>
${newLogIn && wasThisYou(say, newLogIn)}${hasButtons ? html`<form method="post" action="/devices/log-out">${card}</form>` : card}`,
  })
}

/** One form whose second button leads elsewhere, so that both answers carry the same log-in. */
function wasThisYou(say: Say, { id, device, network, at }: NewLogIn): Html {
  const asked = say.html('account-page.devices.new', { device: say.device(device), network, when: say.moment(at) })
  const form = html`<form method="post" action="/devices/was-me">${hidden('alert', id)}<div class="btn-row"><button type="submit" class="btn sm">${say('account-page.devices.was-me')}</button><button type="submit" class="btn sm danger-quiet" formaction="/devices/not-me">${say('account-page.devices.not-me')}</button></div></form>`
  return html`<div class="mb-5">${note('warn', html`${asked}${form}`, false)}</div>
`
}

function sessionRow(say: Say, session: DeviceSession): Html {
  const { id, kind, network, seenAt, current, products, trusted } = session
  const device = say.device(session.device)
  const label = say('account-page.devices.log-out-label', { device })
  const where = current ? network : `${network} · ${say('account-page.devices.seen', { ago: say.ago(seenAt) })}`
  return html`<li>${icon(kind)}<span class="val">${device}${
    current && html` &nbsp;<span class="pill ok">${icon('check')}${say('account-page.devices.this')}</span>`
  }<small>${where}${products.length > 0 && html`<br>${products.join(', ')}`}${
    trusted && html`<br>${say('account-page.devices.trusted')}`
  }</small></span>${
    (trusted || !current) &&
    html`<span class="end btn-row">${trusted && askAgainButton(say, id, device)}${
      !current &&
      html`<button type="submit" class="btn sm" name="session" value="${id}" aria-label="${label}">${say('account-page.devices.log-out')}</button>`
    }</span>`
  }</li>`
}

/** Leads elsewhere than the form it stands in. */
function askAgainButton(say: Say, id: string, device: string): Html {
  const label = say('account-page.devices.ask-again-label', { device })
  return html`<button type="submit" class="btn quiet sm" name="session" value="${id}" formaction="/devices/ask-again" aria-label="${label}">${say('account-page.devices.ask-again')}</button>`
}
