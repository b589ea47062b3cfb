import { type Field, fields, type Visibility } from '#account'
import { accountPage, type Holder, type Html, html, type Say } from '#platform/page'
import { audienceWords, fieldWords } from './audience.ts'

type Shared = string | number | boolean | { readonly name: string; readonly domain: string } | undefined

export interface SharedPage {
  readonly holder: Holder
  readonly visibility: Visibility
  /** What products are given, claim by claim; one without a value is withheld. */
  readonly claims: readonly { readonly claim: string; readonly value: Shared }[]
  /** Names of products that know the account. */
  readonly products: readonly string[]
}

/** What products get to know, as they get it, and which have it (ACC-8). */
export function sharedPage(say: Say, { holder, visibility, claims, products }: SharedPage): Html {
  const field = (name: Field) =>
    html`<div><span class="term">${fieldWords(say, name)}</span><span class="val">${audienceWords(say, visibility[name])}</span><span class="end"><a class="btn sm" href="${hrefs[name]}" aria-label="${say('account-page.shared.change-label', { field: fieldWords(say, name) })}">${say('account-page.profile.change')}</a></span></div>
`
  const claim = ({ claim: name, value }: SharedPage['claims'][number]) =>
    html`<tr><th scope="row">${claimWords(say, name)}<br><span class="mono small muted">${name}</span></th><td>${valueWords(say, name, value)}</td></tr>
`
  return accountPage(say, {
    title: say('account-page.shared.title'),
    section: 'profile',
    holder,
    styles: ['profile.css'],
    content: html`<div class="page-head">
<h1>${say('account-page.shared.title')}</h1>
<p>${say('account-page.shared.lede')}</p></div>
<section class="card" aria-labelledby="h-w">
<header>
<h2 id="h-w">${say('account-page.shared.who')}</h2></header>
<div class="rows">
${fields.map(field)}</div></section>
<section class="card" aria-labelledby="h-g">
<header>
<h2 id="h-g">${say('account-page.shared.given')}</h2>
<p>${products.length > 0 ? say('account-page.shared.products', { products: products.join(', ') }) : say('account-page.shared.no-products')}</p></header>
<div class="table-wrap">
<table class="table given"><caption class="sr-only">${say('account-page.shared.caption')}</caption>
<thead>
<tr><th scope="col">${say('account-page.shared.what')}</th><th scope="col">${say('account-page.shared.value')}</th></tr></thead>
<tbody>
${claims.map(claim)}</tbody></table></div>
<footer>${say('account-page.shared.always')}</footer></section>
<p class="mt-5"><a class="alone" href="/profile">${say('account-page.picture.back')}</a></p>`,
  })
}

const hrefs: Readonly<Record<Field, string>> = {
  name: '/profile/name',
  'public-name': '/profile/public-name',
  picture: '/profile/picture',
  language: '/profile/language',
  'time-zone': '/profile/language',
}

function valueWords(say: Say, claim: string, value: Shared): Html {
  if (value === undefined) return html`<span class="muted">${say('account-page.shared.withheld')}</span>`
  if (claim === 'updated_at') return html`${say.moment(Temporal.Instant.fromEpochMilliseconds(Number(value) * 1000))}`
  if (typeof value === 'boolean') return html`${value ? say('account-page.shared.yes') : say('account-page.shared.no')}`
  if (typeof value === 'object') return html`<bdi>${value.name}</bdi> (${value.domain})`
  return html`<bdi>${value}</bdi>`
}

/** A claim by its everyday name; one that has none stands under the name that products know. */
function claimWords(say: Say, claim: string): string {
  const words: Readonly<Record<string, () => string>> = {
    sub: () => say('account-page.shared.sub'),
    name: () => say('account-page.profile.name'),
    given_name: () => say('account-page.shared.given-name'),
    family_name: () => say('account-page.shared.family-name'),
    nickname: () => say('account-page.profile.public-name'),
    preferred_username: () => say('account-page.profile.username'),
    picture: () => say('account-page.shared.picture'),
    locale: () => say('account-page.language.language'),
    zoneinfo: () => say('account-page.language.zone'),
    updated_at: () => say('account-page.shared.updated'),
    account_kind: () => say('account-page.shared.kind'),
    organization: () => say('account-page.shared.organization'),
    email: () => say('account-page.profile.email'),
    email_verified: () => say('account-page.shared.verified'),
  }
  return words[claim]?.() ?? claim
}
