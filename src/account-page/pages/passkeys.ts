import { mostPasskeys, type Passkey, type PasskeyKind, userHandleOf } from '#credential'
import {
  accountPage,
  errorLine,
  errorWords,
  field,
  type Holder,
  type Html,
  html,
  icon,
  note,
  type Problem,
  passkeyForm,
  passkeySaid,
  passkeyScripts,
  passkeyWaiting,
  type Say,
} from '#platform/page'

/** Passkeys and security keys (LOG-10). */

export type ShownPasskey = Pick<
  Passkey,
  'id' | 'kind' | 'credentialId' | 'name' | 'isSynced' | 'createdAt' | 'lastUsedAt'
>

/** Sentences choose by it, and what they choose by cannot hold dashes. */
const chosenBy = (kind: PasskeyKind) => ({ kind: kind.replace('-', '_') })

/**
 * The card on the Security page. Scripts tell the authenticators of the device what is left of them here, so that a passkey
 * that was removed is no longer proposed (WebAuthn §5.1.10).
 */
export function passkeysCard(say: Say, holder: Holder, passkeys: readonly ShownPasskey[]): Html {
  const { id, name, email } = holder.account
  const known = {
    userId: userHandleOf(id).toString('base64url'),
    ids: passkeys.map(({ credentialId }) => credentialId),
    name: email,
    displayName: name,
  }
  return html`<section class="card" aria-labelledby="h-k" data-passkeys="${JSON.stringify(known)}">
<header class="row between row-wrap">
<div>
<h2 id="h-k">${say('account-page.passkeys.title')}</h2>
<p>${say('account-page.passkeys.lede')}</p></div>${
    passkeys.length < mostPasskeys &&
    html`<a class="btn sm" href="/security/passkeys/add">${icon('plus', 16)}${say('account-page.passkeys.add')}</a>`
  }</header>
${
  passkeys.length === 0
    ? html`<div class="card-body muted">${say('account-page.passkeys.none')}</div>`
    : html`<ul class="rows list">
${passkeys.map((each) => row(say, each))}</ul>`
}
${passkeyScripts()}</section>
`
}

function row(say: Say, { id, kind, name, isSynced, createdAt, lastUsedAt }: ShownPasskey): Html {
  const facts = [
    kind === 'security-key' && say('account-page.passkeys.second-only'),
    isSynced && say('account-page.passkeys.synced'),
    say('account-page.passkeys.added', { at: createdAt }),
    lastUsedAt
      ? say('account-page.passkeys.used', { when: say.moment(lastUsedAt) })
      : say('account-page.passkeys.unused'),
  ]
  return html`<li>${icon(kind === 'passkey' ? 'passkey' : 'key')}<span class="val"><bdi>${name}</bdi><small>${facts
    .filter(Boolean)
    .join(
      ' · ',
    )}</small></span><span class="end"><a class="btn quiet sm" href="/security/passkeys/${id}/rename" aria-label="${say('account-page.passkeys.rename-label', { name })}">${say('account-page.passkeys.rename')}</a><a class="btn quiet sm" href="/security/passkeys/${id}/remove" aria-label="${say('account-page.passkeys.remove-label', { name })}">${say('account-page.passkeys.remove')}</a></span></li>`
}

export interface AddPasskeyPage {
  readonly holder: Holder
  readonly kind: PasskeyKind
  /** What it is called unless the holder says otherwise. */
  readonly name: string
  readonly problem?: Problem | undefined
  /** There is no room for another one. */
  readonly isFull: boolean
}

/** Making a passkey, or adding a security key. Without scripts it leads to the app, which needs none. */
export function addPasskeyPage(say: Say, { holder, kind, name, problem, isFull }: AddPasskeyPage): Html {
  const chosen = chosenBy(kind)
  const title = say('account-page.add-passkey.title', chosen)
  const other = kind === 'passkey' ? '/security/passkeys/add?kind=security-key' : '/security/passkeys/add'
  return accountPage(say, {
    title: problem ? say('account-page.add-passkey.title-error', chosen) : title,
    section: 'security',
    holder,
    content: html`<div class="page-head">
<h1>${title}</h1>
<p>${say('account-page.add-passkey.lede', chosen)}</p></div>
${isFull ? full(say) : form(say, { kind, name, problem })}
${!isFull && html`<p class="small mt-4"><a href="${other}">${say('account-page.add-passkey.other', chosen)}</a> · <a href="/security/two-step/app">${say('account-page.add-passkey.app')}</a></p>`}`,
  })
}

const full = (
  say: Say,
): Html => html`${note('warn', say('account-page.add-passkey.full', { most: mostPasskeys }), false)}
<p class="mt-4"><a class="btn" href="/security">${say('account-page.passkeys.back')}</a></p>`

function form(say: Say, { kind, name, problem }: Pick<AddPasskeyPage, 'kind' | 'name' | 'problem'>): Html {
  const isAboutName = codeOf(problem).startsWith('credential.passkey-name-')
  const words = problem === undefined ? undefined : errorWords(say, 'account-page.add-passkey.error', problem)
  return passkeyForm(say, {
    ceremony: 'create',
    action: '/security/passkeys/add',
    options: '/security/passkeys/options',
    fields: { kind },
    className: 'card',
    content: html`<div class="card-body">
${nameField(say, name, isAboutName ? words : undefined)}
${words && !isAboutName && html`<div class="mt-4">${errorLine('passkey-error', words)}</div>`}
${passkeyWaiting(say)}
${passkeySaid()}</div>
<footer class="btn-row"><button type="submit" class="btn primary" data-again="${say('account-page.add-passkey.again')}">${icon('passkey')}${
      problem && !isAboutName
        ? say('account-page.add-passkey.again')
        : say('account-page.add-passkey.create', chosenBy(kind))
    }</button><a class="btn quiet" href="/security">${say('account-page.cancel')}</a></footer>`,
  })
}

const codeOf = (problem: Problem | undefined): string => (typeof problem === 'string' ? problem : (problem?.code ?? ''))

const nameField = (say: Say, name: string, error: Html | undefined): Html =>
  field({
    id: 'name',
    label: say('account-page.passkeys.name'),
    attributes: 'type="text" autocomplete="off" maxlength="100" required',
    value: name,
    error,
    hint: say.html('account-page.passkeys.name-hint'),
    focus: error !== undefined,
  })

export interface RenamePasskeyPage {
  readonly holder: Holder
  readonly passkey: Pick<Passkey, 'id' | 'kind'>
  readonly name: string
  readonly problem?: Problem | undefined
}

export function renamePasskeyPage(say: Say, { holder, passkey, name, problem }: RenamePasskeyPage): Html {
  const title = say('account-page.rename-passkey.title', chosenBy(passkey.kind))
  return accountPage(say, {
    title: problem ? say('account-page.rename-passkey.title-error') : title,
    section: 'security',
    holder,
    content: html`<div class="page-head">
<h1>${title}</h1></div>
<form method="post" action="/security/passkeys/${passkey.id}/rename" class="card">
<div class="card-body">${nameField(say, name, problem === undefined ? undefined : errorWords(say, 'account-page.add-passkey.error', problem))}</div>
<footer class="btn-row"><button type="submit" class="btn primary">${say('account-page.rename-passkey.save')}</button><a class="btn quiet" href="/security">${say('account-page.cancel')}</a></footer></form>`,
  })
}

export interface RemovePasskeyPage {
  readonly holder: Holder
  readonly passkey: Pick<Passkey, 'id' | 'kind' | 'name'>
  /** Why it has to stay. */
  readonly reason?: Problem | undefined
}

/** Says what stops when a passkey is gone, or why it has to stay and what would change that. */
export function removePasskeyPage(say: Say, { holder, passkey, reason }: RemovePasskeyPage): Html {
  const chosen = { ...chosenBy(passkey.kind), name: passkey.name }
  return accountPage(say, {
    title: say('account-page.remove-passkey.remove', chosen),
    section: 'security',
    holder,
    content: html`<div class="page-head">
<h1>${say('account-page.remove-passkey.title', chosen)}</h1></div>
${
  reason
    ? stays(say, reason)
    : html`<form method="post" action="/security/passkeys/${passkey.id}/remove" class="card">
<div class="card-body"><p>${say.html('account-page.remove-passkey.stops', chosen)}</p>
<p class="mt-4">${say.html('account-page.remove-passkey.goes-on', { a: (inner) => html`<a href="/devices">${inner}</a>` })}</p></div>
<footer class="btn-row"><a class="btn" href="/security">${say('account-page.remove-passkey.keep', chosen)}</a><button type="submit" class="btn danger">${say('account-page.remove-passkey.remove', chosen)}</button></footer></form>`
}`,
  })
}

function stays(say: Say, reason: Problem): Html {
  const words = html`<b>${say('account-page.remove-passkey.stays')}</b><span class="muted">${errorWords(say, 'account-page.add-passkey.error', reason)}</span>`
  return html`${note('warn', words, false)}
<p class="mt-4"><a class="btn" href="/security">${say('account-page.passkeys.back')}</a></p>`
}

/** After a first passkey: it may also be asked for after the password, which two-step verification does. */
export function offerTwoStepPage(say: Say, { holder, kind }: { holder: Holder; kind: PasskeyKind }): Html {
  const chosen = chosenBy(kind)
  return accountPage(say, {
    title: say('account-page.offer-two-step.title'),
    section: 'security',
    holder,
    content: html`<div class="mb-5">${note('ok', say.html('account-page.offer-two-step.added', chosen))}</div><div class="page-head">
<h1>${say('account-page.offer-two-step.title')}</h1>
<p>${say('account-page.offer-two-step.lede', chosen)}</p></div>
<form method="post" action="/security/two-step/on" class="card">
<div class="card-body"><p>${say('account-page.offer-two-step.what')}</p></div>
<footer class="btn-row"><button type="submit" class="btn primary">${say('account-page.offer-two-step.turn-on')}</button><a class="btn quiet" href="/security">${say('account-page.offer-two-step.later')}</a></footer></form>`,
  })
}
