import { type Html, html, type Say, textPage } from '#platform/page'

/** How people reach whoever runs this server: an email address, a web address, or a sentence that says it. */
export type Contact = string

const link =
  (href: string) =>
  (inner: Html): Html =>
    html`<a href="${href}">${inner}</a>`

/** Help that can be read while logged out (ACC-12). Each article has an address of its own: `/help#mail`. */
export function helpPage(
  say: Say,
  { contact, sender }: { readonly contact?: Contact | undefined; readonly sender?: string | undefined },
): Html {
  return textPage(say, {
    title: say('help.title'),
    content: html`<h1>${say('help.title')}</h1>
<p class="lede">${say('help.lede')}</p>
<h2 id="mail">${say('help.mail.title')}</h2>
<p>${sender ? say.html('help.mail.spam', { sender }) : say('help.mail.spam-plain')}</p>
<p>${say('help.mail.again')}</p>
<p>${say('help.mail.same-answer')}</p>
<h2 id="password">${say('help.password.title')}</h2>
<p>${say.html('help.password.reset', { a: link('/password/forgot') })}</p>
<p>${say('help.password.nobody')}</p>
<h2 id="paused">${say('help.paused.title')}</h2>
<p>${say('help.paused.why')}</p>
<p>${say('help.paused.not-you')}</p>
<h2 id="kinds">${say('help.kinds.title')}</h2>
<p>${say.html('help.kinds.personal')}</p>
<p>${say.html('help.kinds.managed')}</p>
<p>${say('help.kinds.never')}</p>
<h2 id="products">${say('help.products.title')}</h2>
<p>${say('help.products.how')}</p>
<h2 id="contact">${say('help.contact.title')}</h2>
<p>${reach(say, contact)}</p>`,
  })
}

function reach(say: Say, contact: Contact | undefined): Html {
  if (!contact) return say.html('help.contact.unknown')
  if (/^[^\s@]+@[^\s@]+$/.test(contact)) {
    return say.html('help.contact.mail', {
      contact,
      a: link(`mailto:${encodeURIComponent(contact).replace('%40', '@')}`),
    })
  }
  if (/^https?:\/\//.test(contact)) return say.html('help.contact.web', { contact, a: link(contact) })
  return html`${contact}`
}

/** The terms that hold unless the operator sets an address of their own. */
export function termsPage(say: Say, { contact }: { readonly contact?: Contact | undefined }): Html {
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
<h2>${say('help.contact.title')}</h2>
<p>${reach(say, contact)}</p>`,
  })
}

/** What is kept and why, unless the operator sets an address of their own. */
export function privacyPage(say: Say, { contact }: { readonly contact?: Contact | undefined }): Html {
  return textPage(say, {
    title: say('help.privacy.title'),
    content: html`<h1>${say('help.privacy.title')}</h1>
<p class="lede">${say('help.privacy.lede')}</p>
<h2>${say('help.privacy.kept-title')}</h2>
<ul>
<li>${say('help.privacy.kept-account')}</li>
<li>${say('help.privacy.kept-password')}</li>
<li>${say('help.privacy.kept-log-ins')}</li>
<li>${say('help.privacy.kept-record')}</li></ul>
<h2>${say('help.privacy.cookies-title')}</h2>
<p>${say('help.privacy.cookies')}</p>
<h2>${say('help.privacy.shared-title')}</h2>
<p>${say('help.privacy.shared')}</p>
<h2>${say('help.contact.title')}</h2>
<p>${reach(say, contact)}</p>`,
  })
}
