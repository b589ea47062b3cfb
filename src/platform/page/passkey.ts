import type { Say } from '../words.ts'
import { asset } from './assets.ts'
import { hidden } from './form.ts'
import { type Html, html, type Inner, trusted } from './html.ts'
import { icon } from './icons.ts'

export interface PasskeyForm {
  /** Makes a new passkey, or proves with one that is there. */
  readonly ceremony: 'create' | 'get'
  /** Where the answer of the device is posted. */
  readonly action: string
  /** Where what to ask the device for comes from. */
  readonly options: string
  readonly fields?: Readonly<Record<string, string | undefined>>
  readonly className?: string
  /** The rest of the form: its button, and the place where `passkeySaid` says what went wrong. */
  readonly content: Inner
  /** Shown only where passkeys can be used: the page has another way. */
  readonly isOffer?: boolean
  /** Passkeys are also proposed in the field for the address (WebAuthn §5.1.4, conditional mediation). */
  readonly autofill?: boolean
  /** The device is asked as soon as the page is there. */
  readonly asksAtOnce?: boolean
  /** A passkey that nobody here knows, for the device to forget (WebAuthn §5.1.10). */
  readonly unknown?: string | undefined
}

/**
 * A form whose answer comes from the person's device: `web/passkey.js` asks the device, fills the answer in and sends the
 * form, so whatever is wrong with it comes as a page. Without scripts there is no way to ask a device; it says so.
 */
export function passkeyForm(say: Say, form: PasskeyForm): Html {
  const { ceremony, action, options, fields = {}, className, content, isOffer, autofill, asksAtOnce, unknown } = form
  return html`<form method="post" action="${action}"${className && html` class="${className}"`} data-passkey="${ceremony}" data-options="${options}"${
    autofill && trusted(' data-autofill')
  }${asksAtOnce && trusted(' data-asks-at-once')}${unknown && html` data-unknown="${unknown}"`} data-cancelled="${say('platform.passkey.cancelled')}" data-late="${say('platform.passkey.late')}" data-taken="${say('platform.passkey.taken')}" data-unsupported="${say('platform.passkey.unsupported')}" data-failed="${say('platform.passkey.failed')}"${isOffer && trusted(' hidden')}>
${Object.entries(fields).map(([name, value]) => hidden(name, value))}${hidden('answer', '')}
${content}
</form>
${!isOffer && html`<noscript><p class="mt-4">${say('platform.passkey.no-scripts')}</p></noscript>`}
${passkeyScripts()}`
}

/** Where it is said that the device was not asked, or did not answer. */
export const passkeySaid = (): Html => html`<p class="error" role="alert"></p>`

/** What stands on the page while the device is asked. */
export const passkeyWaiting = (say: Say): Html =>
  html`<div class="note plain mt-6" role="status" data-waiting hidden>${icon('passkey')}
<div><b>${say('platform.passkey.waiting')}</b><span class="muted">${say('platform.passkey.waiting-lede')}</span></div></div>`

/** What browsers need on a page with passkeys on it. */
export const passkeyScripts = (): Html =>
  html`<script src="${asset('webauthn.js')}" defer></script><script type="module" src="${asset('passkey.js')}"></script>`
