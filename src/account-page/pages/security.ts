import {
  accountPage,
  errorWords,
  type Holder,
  type Html,
  hiddenUsername,
  html,
  icon,
  type Problem,
  passwordField,
  type Say,
} from '#platform/page'
import { type ActivityEntry, entryRow } from './entries.ts'
import { passkeysCard, type ShownPasskey } from './passkeys.ts'
import { statusNote } from './profile.ts'
import { recoveryCodesCard, type ShownStep, twoStepRow } from './second-step-cards.ts'

export interface SecurityPage {
  readonly holder: Holder
  readonly passwordChangedAt?: Temporal.Instant | undefined
  readonly step: ShownStep
  readonly passkeys: readonly ShownPasskey[]
  /** The newest few, newest first. */
  readonly entries: readonly ActivityEntry[]
  /** What was just done, such as `password-changed`. */
  readonly status?: string | undefined
}

/** How the holder proves to be the holder, and what happened lately. */
export function securityPage(
  say: Say,
  { holder, passwordChangedAt, step, passkeys, entries, status }: SecurityPage,
): Html {
  return accountPage(say, {
    title: say('account-page.security.title'),
    section: 'security',
    holder,
    content: html`${statusNote(say, status)}<div class="page-head">
<h1>${say('account-page.security.title')}</h1>
<p>${say('account-page.security.lede')}</p></div>
<section class="card" aria-label="${say('account-page.security.ways')}">
<div class="rows">
<div>${icon('key')}<span class="val"><b class="h3">${say('account-page.security.password')}</b>${
      passwordChangedAt && html`<small>${say('account-page.security.changed', { at: passwordChangedAt })}</small>`
    }</span><span class="end"><a class="btn sm" href="/security/password">${say('account-page.security.change')}</a></span></div>
${twoStepRow(say, step)}
</div></section>
${passkeysCard(say, holder, passkeys)}${recoveryCodesCard(say, step)}<section class="card" aria-labelledby="h-a">
<header>
<h2 id="h-a">${say('account-page.security.recent')}</h2></header>
${rowsOrNone(say, entries)}
<footer><a class="alone" href="/security/activity">${say('account-page.security.all')}</a></footer></section>`,
  })
}

function rowsOrNone(say: Say, entries: readonly ActivityEntry[], showWho = false): Html {
  if (entries.length === 0) return html`<div class="card-body muted">${say('account-page.activity.none')}</div>`
  return html`<ul class="rows list">
${entries.map((entry) => entryRow(say, entry, showWho))}</ul>`
}

export interface ActivityPage {
  readonly holder: Holder
  /** Newest first. */
  readonly entries: readonly ActivityEntry[]
  /** The page of what came before these. */
  readonly olderHref?: string | undefined
  /** Back to the newest, when these are not. */
  readonly newestHref?: string | undefined
}

/** Everything that happened to the account, whoever did it (ACC-11). */
export function activityPage(say: Say, { holder, entries, olderHref, newestHref }: ActivityPage): Html {
  return accountPage(say, {
    title: say('account-page.activity.title'),
    section: 'security',
    holder,
    content: html`<div class="page-head">
<h1>${say('account-page.activity.title')}</h1>
<p>${say('account-page.activity.lede')}</p></div>
<section class="card" aria-label="${say('account-page.activity.title')}">
${rowsOrNone(say, entries, true)}
${
  (olderHref || newestHref) &&
  html`<nav class="pager" aria-label="${say('account-page.activity.pages')}"><span>${
    newestHref && html`<a class="btn quiet sm" href="${newestHref}">${say('account-page.activity.newest')}</a>`
  }</span>${olderHref && html`<a class="btn sm" href="${olderHref}">${say('account-page.activity.older')}</a>`}</nav>`
}</section>`,
  })
}

export interface ChangePasswordPage {
  readonly holder: Holder
  /** The current password's: `wrong` or `missing`. */
  readonly errors: { readonly current?: Problem | undefined; readonly password?: Problem | undefined }
  readonly minLength: number
}

/** Changing the password, with the current one. */
export function changePasswordPage(say: Say, { holder, errors, minLength }: ChangePasswordPage): Html {
  const { current, password } = errors
  return accountPage(say, {
    title: current || password ? say('account-page.password.title-error') : say('account-page.password.title'),
    section: 'security',
    holder,
    content: html`<div class="page-head">
<h1>${say('account-page.password.title')}</h1>
<p>${say('account-page.password.lede')}</p></div>
<form method="post" action="/security/password" class="card" data-name="${holder.account.name}">
<div class="card-body">${hiddenUsername(holder.account.email)}${passwordField(say, {
      id: 'current',
      name: 'current',
      label: say('account-page.password.current'),
      use: 'current-password',
      error: current === undefined ? undefined : errorWords(say, 'account-page.password.error', current),
      focus: current !== undefined || password === undefined,
    })}
${passwordField(say, {
  label: say('account-page.password.new'),
  use: 'new-password',
  minLength,
  error:
    password === undefined ? undefined : errorWords(say, 'account-page.password.error', password, { least: minLength }),
  focus: current === undefined && password !== undefined,
})}</div>
<footer class="btn-row"><button type="submit" class="btn primary">${say('account-page.password.save')}</button><a class="btn quiet" href="/security">${say('account-page.cancel')}</a></footer></form>`,
  })
}
