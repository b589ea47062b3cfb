import type { Acquaintance } from '#openid'
import {
  accountPage,
  authPage,
  errorWords,
  type Holder,
  type Html,
  html,
  icon,
  iconTile,
  note,
  type Problem,
  type Say,
} from '#platform/page'

/** What goes, counted. */
export interface WhatGoes {
  readonly username?: string | undefined
  readonly hasPicture: boolean
  readonly ways: {
    readonly password: boolean
    readonly passkeys: number
    readonly app: boolean
    readonly codes: number
    readonly google: number
  }
  readonly sessions: number
  /** Products that know the account. */
  readonly products: readonly Acquaintance[]
}

export interface DeleteAccountPage {
  readonly holder: Holder
  readonly goes: WhatGoes
  /** When it would be gone. */
  readonly dueAt: Temporal.Instant
  /** Why it cannot be deleted now: somebody else would be left with nobody. */
  readonly problem?: Problem | undefined
}

/** Deleting the account (ACC-9): what goes and what stays, how long there is to change one's mind, and only then the button. */
export function deleteAccountPage(say: Say, { holder, goes, dueAt, problem }: DeleteAccountPage): Html {
  const title = say('account-page.delete.title')
  const date = say.date(dueAt)
  return accountPage(say, {
    title,
    section: 'profile',
    holder,
    content: html`${problem !== undefined && html`<div class="mb-5">${note('bad', errorWords(say, 'account-page.delete.error', problem))}</div>`}<div class="page-head">
<h1>${title}</h1>
<p>${say('account-page.delete.lede')} <a href="/profile/export">${say('account-page.delete.download')}</a></p></div>
<section class="card" aria-labelledby="h-goes">
<header>
<h2 id="h-goes">${say('account-page.delete.goes')}</h2>
<p>${say.html('account-page.delete.goes-lede', { date })}</p></header>
<ul class="rows list">
${whatGoes(say, holder, goes)}</ul></section>
<section class="card" aria-labelledby="h-stays">
<header>
<h2 id="h-stays">${say('account-page.delete.stays')}</h2></header>
<ul class="rows list">
${row('box', say('account-page.delete.content'), say('account-page.delete.content-more'))}${
  goes.username &&
  row(
    'person',
    say('account-page.delete.username', { username: goes.username }),
    say('account-page.delete.username-more'),
  )
}${row('info', say('account-page.delete.trace'), say('account-page.delete.trace-more'))}</ul></section>
${problem === undefined && confirmCard(say, holder, date)}`,
  })
}

function whatGoes(say: Say, { account }: Holder, goes: WhatGoes): Html {
  const { ways, sessions, products } = goes
  const told = products.filter(({ canBeTold }) => canBeTold).map(({ productName }) => productName)
  const untold = products.filter(({ canBeTold }) => !canBeTold).map(({ productName }) => productName)
  const list = new Intl.ListFormat(say.locale)
  const profile = [account.email, goes.username, goes.hasPicture && say('account-page.delete.picture')].filter(
    (each): each is string => typeof each === 'string' && each !== '',
  )
  const proofs = [
    ways.password && say('account-page.delete.password'),
    ways.passkeys > 0 && say('account-page.delete.passkeys', { count: ways.passkeys }),
    ways.app && say('account-page.delete.app'),
    ways.codes > 0 && say('account-page.delete.codes'),
    ways.google > 0 && say('account-page.delete.google'),
  ].filter((each): each is string => typeof each === 'string')
  return html`${row('person', say('account-page.delete.profile', { name: account.name }), list.format(profile))}${
    proofs.length > 0 && row('key', say('account-page.delete.ways'), list.format(proofs))
  }${row('computer', say('account-page.delete.sessions', { count: sessions }), say('account-page.delete.sessions-more'))}${
    told.length > 0 && row('grid', say('account-page.delete.told', { count: told.length }), list.format(told))
  }${untold.length > 0 && row('alert', say('account-page.delete.untold'), list.format(untold))}`
}

const row = (sign: Parameters<typeof icon>[0], what: string, more: string): Html =>
  html`<li>${icon(sign)}<span class="val">${what}<small>${more}</small></span></li>
`

function confirmCard(say: Say, { account }: Holder, date: string): Html {
  return html`<form method="post" action="/profile/delete" class="card" aria-labelledby="h-then">
<header>
<h2 id="h-then">${say('account-page.delete.then')}</h2></header>
<div class="card-body">
<ol class="next list">
<li class="now"><b>${say('account-page.delete.now')}</b><span>${say('account-page.delete.now-more')}</span></li>
<li><b>${say('account-page.delete.grace', { date })}</b><span>${say('account-page.delete.grace-more')}</span></li>
<li><b>${say('account-page.delete.due', { date })}</b><span>${say('account-page.delete.due-more')}</span></li></ol>
<label class="check mt-6"><input type="checkbox" name="free" value="1"><span>${say('account-page.delete.free', { email: account.email })}<small class="sub">${say('account-page.delete.free-more')}</small></span></label></div>
<footer class="btn-row"><a class="btn" href="/profile">${say('account-page.delete.cancel')}</a><button type="submit" class="btn danger">${say('account-page.delete.button')}</button></footer></form>`
}

/** It is on its way out: logged out everywhere, and how to come back. */
export function leavingPage(
  say: Say,
  { email, dueAt, freed }: { readonly email: string; readonly dueAt: Temporal.Instant; readonly freed: boolean },
): Html {
  const date = say.date(dueAt)
  return authPage(say, {
    title: say('account-page.leaving.title', { date }),
    content: html`${iconTile('clock')}
<h1>${say('account-page.leaving.title', { date })}</h1>
<p class="lede" role="status">${say('account-page.leaving.lede')}</p>
<ol class="next list mt-6">
<li class="done"><b>${say('account-page.leaving.out')}</b></li>
<li class="now" aria-current="step"><b>${say('account-page.leaving.keep', { date })}</b><span>${
      freed ? say('account-page.leaving.keep-freed', { email }) : say('account-page.leaving.keep-more', { email })
    }</span></li>
<li><b>${say('account-page.leaving.gone', { date })}</b></li></ol>`,
  })
}
