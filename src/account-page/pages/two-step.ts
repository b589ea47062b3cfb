import { encode } from 'uqr'
import {
  accountPage,
  asset,
  errorWords,
  field,
  type Holder,
  type Html,
  hidden,
  html,
  icon,
  note,
  type Problem,
  type Say,
  trusted,
} from '#platform/page'

/** Setting two-step verification up, and turning it off (LOG-10). */

const styles = ['two-step.css']

export interface SetUpAppPage {
  readonly holder: Holder
  /** The key of the app, in base32. */
  readonly secret: string
  /** The same as what an app scans. */
  readonly uri: string
  /** Two-step is on already: the app is another way, or takes the place of the one there is. */
  readonly isOn: boolean
  readonly hasApp: boolean
  /** The account has passkeys or security keys, which will do instead. */
  readonly hasPasskeys: boolean
  readonly error?: Problem | undefined
}

/** An authenticator app: its key as a picture and as text, and the code that shows that it works. */
export function setUpAppPage(say: Say, page: SetUpAppPage): Html {
  const { holder, secret, uri, isOn, hasApp, hasPasskeys, error } = page
  const title = !isOn
    ? say('account-page.set-up.title')
    : hasApp
      ? say('account-page.set-up.title-replace')
      : say('account-page.set-up.title-add')
  const submit = isOn ? say('account-page.set-up.save') : say('account-page.set-up.turn-on')
  return accountPage(say, {
    title: error ? say('account-page.set-up.title-error') : title,
    styles,
    section: 'security',
    holder,
    content: html`<div class="page-head">
<h1>${title}</h1>
<p>${hasApp ? say('account-page.set-up.lede-replace') : say('account-page.set-up.lede')}</p></div>
${!isOn && steps(say, 'app')}<form method="post" action="/security/two-step/app" class="card">
<div class="card-body">
<h2 class="h3">${say('account-page.set-up.scan')}</h2>
<div class="scan mt-4">${qrCode(uri, say('account-page.set-up.qr'))}
<div class="grow">
<p class="small muted">${say('account-page.set-up.type')}</p>
<div class="codebox mt-4" ${copyWords(say, 'app-key', say('account-page.copy.copy'))}><code id="app-key">${inFours(secret)}</code></div>
${!isOn && withoutApp(say, hasPasskeys)}</div></div>
<h2 class="h3 mt-6">${say('account-page.set-up.prove')}</h2>
<div class="short mt-2">${field({
      id: 'code',
      label: say('account-page.set-up.code'),
      className: 'input otp',
      attributes:
        'type="text" inputmode="numeric" autocomplete="one-time-code" maxlength="20" autocapitalize="none" spellcheck="false" required',
      error: error === undefined ? undefined : errorWords(say, 'account-page.set-up.error', error),
      focus: error !== undefined,
    })}</div></div>
<footer class="btn-row"><button type="submit" class="btn primary">${submit}</button><a class="btn quiet" href="/security">${say('account-page.cancel')}</a></footer></form>
<script type="module" src="${asset('copy.js')}"></script>`,
  })
}

/** Passkeys instead: those that are there, or a first one. */
const withoutApp = (say: Say, hasPasskeys: boolean): Html =>
  hasPasskeys
    ? html`<p class="mt-4"><button type="submit" class="btn quiet sm" formaction="/security/two-step/on" formnovalidate>${say('account-page.set-up.passkeys')}</button></p>`
    : html`<p class="small mt-4">${say.html('account-page.set-up.no-app', { a: (inner) => html`<a href="/security/passkeys/add">${inner}</a>` })}</p>`

/** Where somebody is who sets two-step up: the password is confirmed before any of these pages is shown. */
function steps(say: Say, now: 'app' | 'codes'): Html {
  const current = trusted(' class="now" aria-current="step"')
  const done = trusted(' class="done"')
  return html`<ol class="steps list">
<li class="done">${say('account-page.set-up.step-password')}</li>
<li${now === 'app' ? current : done}>${say('account-page.set-up.step-app')}</li>
<li${now === 'codes' && current}>${say('account-page.set-up.step-codes')}</li></ol>
`
}

const inFours = (secret: string): string => secret.replace(/.{4}(?=.)/g, '$& ')

/** Words of the buttons that scripts add. */
const copyWords = (say: Say, from: string, label: string): Html =>
  html`data-copy-from="${from}" data-copy="${label}" data-copied="${say('account-page.copy.copied')}"`

/** A QR code as lines of a drawing, dark on light in either theme: cameras want it so. */
function qrCode(text: string, label: string): Html {
  const { data, size } = encode(text, { ecc: 'L', border: 2 })
  const lines = data.map((row, y) => {
    const runs = row.map((isDark) => (isDark ? 'h' : 'm')).join('')
    return `M0 ${y}${runs.replace(/h+|m+/g, (run) => (run[0] === 'h' ? `h${run.length}` : `m${run.length} 0`))}`
  })
  return html`<svg class="qr" viewBox="0 -0.5 ${size} ${size}" shape-rendering="crispEdges" stroke="#000" role="img" aria-label="${label}"><path d="${lines.join('')}"/></svg>`
}

export interface RecoveryCodesPage {
  readonly holder: Holder
  readonly codes: readonly string[]
  /** Umbel's own address, for whoever finds the codes in a drawer. */
  readonly host: string
  /** `turned-on`: two-step is on since a moment ago; `renewed`: other codes have stopped working. */
  readonly because: 'turned-on' | 'renewed'
}

/** Ten fresh recovery codes: shown in the answer to the form that made them, and never again. */
export function recoveryCodesPage(say: Say, { holder, codes, host, because }: RecoveryCodesPage): Html {
  const of = say('account-page.saving.of', { email: holder.account.email, host })
  return accountPage(say, {
    title: say('account-page.saving.title'),
    styles,
    section: 'security',
    holder,
    content: html`<div class="page-head">
<h1>${say('account-page.saving.title')}</h1>
<p>${say('account-page.saving.lede')}</p></div>
${because === 'turned-on' && steps(say, 'codes')}<div class="mb-5">${note('ok', because === 'turned-on' ? say.html('account-page.saving.turned-on') : say.html('account-page.saving.renewed'))}</div>
<section class="card" aria-label="${say('account-page.codes.name')}">
<div class="card-body">
<p class="only-print">${of}</p>
<ol class="codes list mono" id="codes">
${codes.map((code) => html`<li>${code}</li>`)}</ol>
<div class="btn-row mt-6" ${copyWords(say, 'codes', say('account-page.copy.all'))} data-title="${of}" data-download="${say('account-page.saving.download')}" data-file="${say('account-page.saving.file')}" data-print="${say('account-page.saving.print')}"></div>
<noscript><p class="small muted">${say('account-page.saving.by-hand')}</p></noscript></div>
<footer>
<form method="get" action="/security" class="row row-wrap between">${hidden('status', because === 'turned-on' ? 'two-step-on' : 'codes-saved')}
<label class="check"><input type="checkbox" required><span>${say('account-page.saving.saved')}</span></label><button type="submit" class="btn primary">${say('account-page.saving.done')}</button></form></footer></section>
<script type="module" src="${asset('copy.js')}"></script>`,
  })
}

/** Asks before new codes end the old ones. */
export function renewCodesPage(
  say: Say,
  { holder, left, insteadOf }: { readonly holder: Holder; readonly left: number; readonly insteadOf?: string },
): Html {
  return confirmPage(say, holder, {
    title: say('account-page.renew-codes.title'),
    content: html`<p>${say('account-page.renew-codes.what', { left })}</p>`,
    action: '/security/recovery-codes',
    fields: hidden('instead-of', insteadOf),
    button: html`<button type="submit" class="btn primary">${icon('refresh')}${say('account-page.codes.renew')}</button>`,
  })
}

/** Asks before two-step is turned off, and says what goes with it. */
export function turnOffPage(say: Say, { holder, hasApp }: { readonly holder: Holder; readonly hasApp: boolean }): Html {
  return confirmPage(say, holder, {
    title: say('account-page.turn-off.title'),
    content: html`<p>${say('account-page.turn-off.what')}</p>
<p class="mt-4">${hasApp ? say('account-page.turn-off.goes-app') : say('account-page.turn-off.goes')}</p>`,
    action: '/security/two-step/off',
    button: html`<button type="submit" class="btn danger">${say('account-page.turn-off.button')}</button>`,
  })
}

/** Asks before the app goes; or says why it cannot. */
export function removeAppPage(
  say: Say,
  { holder, isLastWay }: { readonly holder: Holder; readonly isLastWay: boolean },
): Html {
  const title = say('account-page.remove-app.title')
  if (isLastWay) {
    const what = note('warn', say.html('account-page.remove-app.last-way'), false)
    return aloneOnPage(say, holder, {
      title,
      content: html`<div class="card"><div class="card-body">${what}</div>
<footer class="btn-row"><a class="btn" href="/security">${say('account-page.remove-app.back')}</a></footer></div>`,
    })
  }
  return confirmPage(say, holder, {
    title,
    content: html`<p>${say('account-page.remove-app.what')}</p>`,
    action: '/security/two-step/app/remove',
    button: html`<button type="submit" class="btn danger">${say('account-page.remove-app.button')}</button>`,
  })
}

function confirmPage(
  say: Say,
  holder: Holder,
  of: { title: string; content: Html; action: string; fields?: Html | undefined; button: Html },
): Html {
  return aloneOnPage(say, holder, {
    title: of.title,
    content: html`<form method="post" action="${of.action}" class="card">
<div class="card-body">${of.fields}${of.content}</div>
<footer class="btn-row"><a class="btn quiet" href="/security">${say('account-page.cancel')}</a>${of.button}</footer></form>`,
  })
}

function aloneOnPage(say: Say, holder: Holder, { title, content }: { title: string; content: Html }): Html {
  return accountPage(say, {
    title,
    section: 'security',
    holder,
    content: html`<div class="page-head">
<h1>${title}</h1></div>
${content}`,
  })
}
