import {
  accountPage,
  avatar,
  errorWords,
  field,
  type Holder,
  type Html,
  html,
  icon,
  note,
  type Problem,
  type Say,
} from '#platform/page'

/** One action of the control table, and whether the holder of an account of each kind may do it (CTL). */
export interface ControlRow {
  readonly action: string
  readonly personal: boolean
  readonly managed: boolean
}

export interface ProfilePage {
  readonly holder: Holder
  readonly username?: string | undefined
  readonly verified: boolean
  /** What the account itself is set to, which may differ from how this page is shown. */
  readonly locale: string
  readonly zone: string
  readonly control: readonly ControlRow[]
  /** `name-changed` */
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
<p class="email">${account.email}</p></div></div>
<section class="card" aria-labelledby="h-p">
<header>
<h2 id="h-p">${say('account-page.profile.title')}</h2>
<p>${say('account-page.profile.lede')}</p></header>
<div class="rows">
<div><span class="term">${say('account-page.profile.name')}</span><span class="val"><bdi>${account.name}</bdi></span><span class="end"><a class="btn sm" href="/profile/name">${say('account-page.profile.change-name')}</a></span></div>
<div><span class="term">${say('account-page.profile.email')}</span><span class="val">${account.email} ${verifiedPill(say, page.verified)}</span></div>
${
  page.username &&
  html`<div><span class="term">${say('account-page.profile.username')}</span><span class="val">${page.username}</span></div>`
}
<div><span class="term">${say('account-page.profile.language')}</span><span class="val">${languageAndTime(say, page)}</span></div>
</div></section>
${controlCard(say, page.control)}`,
  })
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

function controlCard(say: Say, control: readonly ControlRow[]): Html {
  const yes = html`<span class="yes">${icon('check', 18)}${say('account-page.control-by.you')}</span>`
  const no = (who: string) => html`<span class="nope">${icon('lock', 18)}${who}</span>`
  const nobody = no(say('account-page.control-by.nobody'))
  const row = ({ action, personal, managed }: ControlRow) => {
    const theirs = personal ? no(say('account-page.control-by.organization')) : nobody
    return html`<tr><th scope="row">${say(`account-page.control.${action}`)}</th><td class="col-you">${personal ? yes : nobody}</td><td>${managed ? yes : theirs}</td></tr>`
  }
  return html`<section class="card" aria-labelledby="h-c">
<header>
<h2 id="h-c">${say('account-page.control-by.title')}</h2>
<p>${say('account-page.control-by.lede')}</p></header>
<div class="table-wrap">
<table class="table"><caption class="sr-only">${say('account-page.control-by.caption')}</caption>
<thead>
<tr><th scope="col"><span class="sr-only">${say('account-page.control-by.action')}</span></th><th scope="col" class="col-you">${say('account-page.control-by.this')}</th><th scope="col">${say('account-page.control-by.managed')}</th></tr></thead>
<tbody>
${control.map(row)}</tbody></table></div></section>`
}

export interface ChangeNamePage {
  readonly holder: Holder
  readonly value: string
  readonly error?: Problem | undefined
}

/** A page instead of a dialog, so that it has an address and works without scripts. */
export function changeNamePage(say: Say, { holder, value, error }: ChangeNamePage): Html {
  return accountPage(say, {
    title: error ? say('account-page.name.title-error') : say('account-page.name.title'),
    section: 'profile',
    holder,
    content: html`<div class="page-head">
<h1>${say('account-page.name.title')}</h1>
<p>${say('account-page.name.lede')}</p></div>
<form method="post" action="/profile/name" class="card">
<div class="card-body">${field({
      id: 'name',
      className: 'input',
      label: say('account-page.name.name'),
      attributes: 'type="text" autocomplete="name" maxlength="200" required',
      value,
      error: error === undefined ? undefined : errorWords(say, 'account-page.name.error', error),
      focus: true,
    })}</div>
<footer class="btn-row"><button type="submit" class="btn primary">${say('account-page.name.save')}</button><a class="btn quiet" href="/profile">${say('account-page.cancel')}</a></footer></form>`,
  })
}

/** The result of what the holder just did. */
export function statusNote(say: Say, status: string | undefined): Html | undefined {
  const key = `account-page.status.${status}`
  return status === undefined || !say.has(key) ? undefined : html`<div class="mb-5">${note('ok', say.html(key))}</div>`
}
