import type { Release } from '#managed-account'
import {
  authPage,
  errorWords,
  field,
  type Holder,
  type Html,
  hidden,
  html,
  iconTile,
  type Problem,
  type Say,
} from '#platform/page'
import { formPage } from './profile-forms.ts'

/** A release under way: what the organization offers, and what is still to be done (MAN-5). */
export function releaseCard(say: Say, { organization, home }: Pick<Release, 'home'> & { organization: string }): Html {
  const stay = html`<form method="post" action="/organization/stay"><button type="submit" class="btn quiet">${say('account-page.release.stay')}</button></form>`
  if (!home) {
    return html`<section class="card" aria-labelledby="h-o">
<header>
<h2 id="h-o">${say('account-page.release.offered', { organization })}</h2>
<p>${say('account-page.release.offered-what', { organization })}</p></header>
<footer class="btn-row"><a class="btn primary" href="/organization/home">${say('account-page.release.go')}</a>${stay}</footer></section>
`
  }
  const { email, linkExpiresAt } = home
  return html`<section class="card" aria-labelledby="h-o">
<header>
<h2 id="h-o">${say('account-page.release.waiting')}</h2>
<p>${say.html('account-page.release.waiting-what', { email, until: linkExpiresAt, organization })}</p></header>
<footer class="btn-row"><a class="btn" href="/organization/home">${say('account-page.release.again')}</a>${stay}</footer></section>
`
}

export interface HomePage {
  readonly holder: Holder
  readonly organization: string
  readonly value?: string | undefined
  readonly error?: Problem | undefined
}

/** The holder agrees, and says where the account is to live. */
export function homePage(say: Say, { holder, organization, value, error }: HomePage): Html {
  return formPage(say, {
    title: say('account-page.release.title'),
    lede: say('account-page.release.lede', { organization }),
    action: '/organization/home',
    save: say('account-page.release.send'),
    back: '/organization',
    section: 'organization',
    holder,
    failed: error !== undefined,
    body: field({
      id: 'email',
      className: 'input',
      label: say('account-page.requests.private'),
      attributes:
        'type="email" autocomplete="email" inputmode="email" autocapitalize="none" spellcheck="false" maxlength="320" required',
      value,
      hint: html`${say('account-page.requests.private-hint', { organization })}`,
      error: error === undefined ? undefined : errorWords(say, 'account-page.requests.error', error),
      focus: true,
    }),
  })
}

export interface ReleaseLinkPage {
  readonly token: string
  readonly email: string
  readonly from: string
  readonly organization: string
  readonly error?: Problem | undefined
}

/** From the mail to the private address: what the one button does (mail programs open links by themselves). */
export function releaseLinkPage(say: Say, { token, email, from, organization, error }: ReleaseLinkPage): Html {
  const title = say('account-page.release.link-title')
  return authPage(say, {
    title,
    content: html`${iconTile('mail')}
<h1>${title}</h1>
<p class="lede">${say.html('account-page.release.link-lede', { email, from, organization })}</p>
${
  error === undefined
    ? html`<p>${say('account-page.release.link-what', { organization })}</p>
<form method="post" action="/organization/release">
${hidden('token', token)}<div class="actions"><button type="submit" class="btn primary lg block">${say('account-page.release.link-button')}</button></div>
</form>`
    : html`<p class="error" role="alert">${errorWords(say, 'account-page.requests.error', error)}</p>
<div class="actions"><a class="btn lg block" href="/organization">${say('account-page.release.link-back')}</a></div>`
}`,
  })
}

/** It is done. */
export function releasedPage(say: Say, { email, from }: { readonly email: string; readonly from: string }): Html {
  return authPage(say, {
    title: say('account-page.release.done'),
    content: html`${iconTile('done', 'accent')}
<h1>${say('account-page.release.done')}</h1>
<p class="lede" role="status">${say.html('account-page.release.done-lede', { email, from })}</p>
<div class="actions"><a class="btn primary lg block" href="/profile">${say('account-page.release.done-go')}</a></div>`,
  })
}

export function releaseGonePage(say: Say): Html {
  return authPage(say, {
    title: say('account-page.release.gone'),
    content: html`${iconTile('clock')}
<h1>${say('account-page.release.gone')}</h1>
<p class="lede">${say('account-page.release.gone-lede')}</p>
<div class="actions"><a class="btn primary lg block" href="/organization">${say('account-page.release.link-back')}</a></div>`,
  })
}
