import { type Html, html, type Say, textPage } from '#platform/page'
import type { Contact } from '../help.ts'
import { link, reach } from './parts.ts'

interface LegalPage {
  readonly contact?: Contact | undefined
}

/** The terms that hold unless the operator sets an address of their own. */
export function termsPage(say: Say, { contact }: LegalPage): Html {
  return textPage(say, {
    title: say('help.terms.title'),
    content: html`<h1>${say('help.terms.title')}</h1>
<p class="lede">${say('help.terms.lede')}</p>
<h2>${say('help.terms.account-title')}</h2>
<p>${say('help.terms.account')}</p>
<h2>${say('help.terms.use-title')}</h2>
<p>${say('help.terms.use')}</p>
<h2>${say('help.terms.end-title')}</h2>
<p>${say('help.terms.end')}</p>
${whoRunsThis(say, contact)}`,
  })
}

/** What is kept and why, unless the operator sets an address of their own. */
export function privacyPage(say: Say, { contact, keptDays }: LegalPage & { readonly keptDays: number }): Html {
  return textPage(say, {
    title: say('help.privacy.title'),
    content: html`<h1>${say('help.privacy.title')}</h1>
<p class="lede">${say('help.privacy.lede')}</p>
<h2>${say('help.privacy.kept-title')}</h2>
<ul>
<li>${say('help.privacy.kept-account')}</li>
<li>${say('help.privacy.kept-password')}</li>
<li>${say('help.privacy.kept-log-ins')}</li>
<li>${say('help.privacy.kept-record')}</li>
<li>${say('help.privacy.kept-messages', { days: keptDays })}</li>
<li>${say('help.privacy.kept-feedback', { days: keptDays })}</li></ul>
<h2>${say('help.privacy.cookies-title')}</h2>
<p>${say('help.privacy.cookies')}</p>
<h2>${say('help.privacy.shared-title')}</h2>
<p>${say('help.privacy.shared')}</p>
${whoRunsThis(say, contact)}`,
  })
}

const whoRunsThis = (say: Say, contact: Contact | undefined): Html => html`<h2>${say('help.contact.title')}</h2>
<p>${say.html('help.contact.here', { a: link('/help/contact') })}</p>
${contact && html`<p>${reach(say, contact)}</p>`}`
