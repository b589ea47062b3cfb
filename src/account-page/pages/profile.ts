import type { Audience, Field, Manager, Visibility } from '#account'
import type { Suggestion } from '#domain-claim'
import { accountPage, avatar, type Holder, type Html, html, icon, note, type Say } from '#platform/page'
import { audienceWords } from './audience.ts'
import { leavingCards, lockedPill, toAsk } from './leaving-cards.ts'
import { suggestionCards } from './suggestions.ts'

/** One action of the control table, and whether the holder of an account of each kind may do it, or else the organization (CTL). */
export interface ControlRow {
  readonly action: string
  readonly personal: boolean
  readonly managed: boolean
  /** Whether the organization may, where the account is managed. */
  readonly organization: boolean
}

export interface ProfilePage {
  readonly holder: Holder
  readonly username?: string | undefined
  readonly verified: boolean
  readonly publicName?: string | undefined
  readonly visibility: Visibility
  /** An address that waits to be confirmed (ACC-7). */
  readonly waitingFor?: string | undefined
  /** What the account itself is set to, which may differ from how this page is shown. */
  readonly locale: string
  readonly zone: string
  readonly control: readonly ControlRow[]
  /** Who manages the account, when somebody does (ACC-2). */
  readonly managedBy?: Manager | undefined
  /** What organizations suggest (CTL-3). */
  readonly suggestions?: readonly Suggestion[]
  /** `name-changed`, `address-asked` and the like; `from` says from when on another mail can be sent. */
  readonly status?: string | undefined
}

/** Who the holder is to others, and what the holder decides. */
export function profilePage(say: Say, page: ProfilePage): Html {
  const { account } = page.holder
  return accountPage(say, {
    title: say('account-page.profile.title'),
    section: 'profile',
    holder: page.holder,
    content: html`${statusNote(say, page.status)}<div class="hero">${avatar(account)}
<div class="grow">
<h1><bdi>${account.name}</bdi></h1>
<p class="email"><bdi>${account.email}</bdi></p>${page.managedBy && managedLine(say, page.managedBy)}</div></div>
${suggestionCards(say, page.suggestions ?? [])}<section class="card" aria-labelledby="h-p">
<header>
<h2 id="h-p">${say('account-page.profile.title')}</h2>
<p>${say('account-page.profile.lede')}</p></header>
<div class="rows">
<div><span class="term">${say('account-page.profile.picture')}</span><span class="val row">${avatar(account, 40)}<small>${account.pictureId ? seenBy(say, page, 'picture') : say('account-page.profile.no-picture')}</small></span>${change('/profile/picture', say('account-page.profile.change-picture'))}</div>
<div><span class="term">${say('account-page.profile.name')}</span><span class="val"><bdi>${account.name}</bdi>${seenBy(say, page, 'name')}</span>${change('/profile/name', say('account-page.profile.change-name'))}</div>
<div><span class="term">${say('account-page.profile.public-name')}</span><span class="val">${
      page.publicName
        ? html`<bdi>${page.publicName}</bdi>${seenBy(say, page, 'public-name')}`
        : html`<span class="muted">${say('account-page.profile.no-public-name')}</span>`
    }</span>${change('/profile/public-name', page.publicName ? say('account-page.profile.change-public-name') : say('account-page.profile.add-public-name'))}</div>
${emailRow(say, page)}
${
  page.username &&
  html`<div><span class="term">${say('account-page.profile.username')}</span><span class="val">${page.username}</span></div>`
}
<div><span class="term">${say('account-page.profile.language')}</span><span class="val">${languageAndTime(say, page)}${seenBy(say, page, 'language', 'time-zone')}</span>${change('/profile/language', say('account-page.profile.change'))}</div>
</div>
<footer><a class="alone" href="/profile/shared">${say('account-page.profile.shared')}</a></footer></section>
${controlCard(say, page.control, page.managedBy)}
${leavingCards(say, page.managedBy)}`,
  })
}

/** Under the address, wherever somebody manages the account: who, and through which domain (DOM-8). */
const managedLine = (say: Say, { organization, domain }: Manager): Html =>
  html`
<p class="managed-line">${icon('lock', 18)}<span>${say.html('account-page.profile.managed', { organization, domain })} <a class="nowrap" href="/organization">${say('account-page.profile.not-yours')}</a></span></p>`

/** The address, and the way to another one; where the organization decides, that it does and whom to ask (CTL-1). */
function emailRow(say: Say, page: ProfilePage): Html {
  const { managedBy: manager, holder, verified, waitingFor } = page
  const term = html`<span class="term">${say('account-page.profile.email')}</span>`
  const email = html`<bdi>${holder.account.email}</bdi>`
  if (manager) {
    const why = say.html('account-page.profile.email-locked', {
      organization: manager.organization,
      a: toAsk('address'),
    })
    return html`<div>${term}<div class="val">${email}<small>${why}</small></div><span class="end">${lockedPill(say)}</span></div>`
  }
  return html`<div>${term}<div class="val">${email} ${verifiedPill(say, verified)}${
    waitingFor && waiting(say, waitingFor)
  }</div>${change('/profile/email', say('account-page.profile.change-email'))}</div>`
}

const change = (href: string, label: string): Html =>
  html`<span class="end"><a class="btn sm" href="${href}">${label}</a></span>`

/** Who sees a field, where that is not everybody. */
function seenBy(say: Say, { visibility }: ProfilePage, ...fields: readonly Field[]): Html | undefined {
  const audiences = [...new Set(fields.map((field) => visibility[field]))]
  if (audiences.every((audience: Audience) => audience === 'anyone')) return undefined
  const who = audiences.map((audience) => audienceWords(say, audience)).join(', ')
  return html`<small>${say('account-page.profile.seen-by', { who })}</small>`
}

/** The links are forms: what they do is not undone by going back. */
function waiting(say: Say, email: string): Html {
  const button = (act: string) => (inner: Html) =>
    html`<button type="submit" class="link" formaction="/profile/email/${act}">${inner}</button>`
  return html`<form method="post" action="/profile/email/again"><small>${say.html('account-page.profile.waiting', {
    email,
    again: button('again'),
    cancel: button('cancel'),
  })}</small></form>`
}

const verifiedPill = (say: Say, verified: boolean): Html =>
  verified
    ? html`<span class="pill ok">${icon('check')}${say('account-page.profile.verified')}</span>`
    : html`<span class="pill warn">${icon('clock')}${say('account-page.profile.not-verified')}</span>`

function languageAndTime(say: Say, { locale, zone }: ProfilePage): string {
  const language = new Intl.DisplayNames(say.locale, {
    type: 'language',
    languageDisplay: 'standard',
    style: 'short',
  }).of(locale)
  return `${language}, ${zone.slice(zone.lastIndexOf('/') + 1).replaceAll('_', ' ')}`
}

function controlCard(say: Say, control: readonly ControlRow[], manager: Manager | undefined): Html {
  const yes = html`<span class="yes">${icon('check', 18)}${say('account-page.control-by.you')}</span>`
  const no = (who: string) => html`<span class="nope">${icon('lock', 18)}${who}</span>`
  const nobody = no(say('account-page.control-by.nobody'))
  const organization = manager?.organization
  const administrators = no(
    organization === undefined
      ? say('account-page.control-by.organization')
      : say('account-page.control-by.administrators', { organization }),
  )
  const row = ({ action, personal, managed, organization: byOrganization }: ControlRow) => {
    const own = personal ? yes : nobody
    const theirs = managed ? yes : byOrganization ? administrators : nobody
    const [here, elsewhere] = manager ? [theirs, own] : [own, theirs]
    return html`<tr><th scope="row">${say(`account-page.control.${action}`)}</th><td class="col-you">${here}</td><td>${elsewhere}</td></tr>`
  }
  const words = manager
    ? {
        lede: say('account-page.organization.who-decides-lede', {
          organization: manager.organization,
          domain: manager.domain,
        }),
        here: say('account-page.control-by.this-managed'),
        elsewhere: say('account-page.control-by.personal'),
      }
    : {
        lede: say('account-page.control-by.lede'),
        here: say('account-page.control-by.this'),
        elsewhere: say('account-page.control-by.managed'),
      }
  return html`<section class="card" aria-labelledby="h-c">
<header>
<h2 id="h-c">${say('account-page.control-by.title')}</h2>
<p>${words.lede}</p></header>
<div class="table-wrap">
<table class="table"><caption class="sr-only">${say('account-page.control-by.caption')}</caption>
<thead>
<tr><th scope="col"><span class="sr-only">${say('account-page.control-by.action')}</span></th><th scope="col" class="col-you">${words.here}</th><th scope="col">${words.elsewhere}</th></tr></thead>
<tbody>
${control.map(row)}</tbody></table></div>${
    manager &&
    html`
<footer>${say('account-page.organization.cannot')}</footer>`
  }</section>`
}

/** The result of what the holder just did. */
export function statusNote(say: Say, status: string | undefined): Html | undefined {
  const key = `account-page.status.${status}`
  return status === undefined || !say.has(key) ? undefined : html`<div class="mb-5">${note('ok', say.html(key))}</div>`
}
