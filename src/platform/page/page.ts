import { ownName, type Say } from '../words.ts'
import { asset } from './assets.ts'
import { avatar, type Drawn } from './avatar.ts'
import { type Html, html, type Inner, trusted } from './html.ts'
import { type Icon, icon, mark } from './icons.ts'
import { tile } from './tile.ts'

interface Document {
  readonly title: string
  readonly body: Inner
  readonly bodyClass?: string
  /** Files of styles besides the one that every page has. */
  readonly styles?: readonly string[]
}

/** A whole page. Styles and scripts are files of their own, so the content policy can forbid everything inline. */
export function document(say: Say, { title, body, bodyClass, styles = [] }: Document): Html {
  return html`<!DOCTYPE html>
<html lang="${say.locale}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${shortened(title)} – Umbel</title>
<link rel="icon" href="${asset('favicon.svg')}" type="image/svg+xml">
<link rel="stylesheet" href="${asset('umbel.css')}">
${styles.map((name) => html`<link rel="stylesheet" href="${asset(name)}">\n`)}<script type="module" src="${asset('enhance.js')}"></script>
</head>
<body${bodyClass && html` class="${bodyClass}"`}>
<a class="skip" href="#main">${say('platform.page.skip')}</a>
${body}
</body>
</html>
`
}

const longestTitle = 62

/** What the tab and the list of windows say: no name, however long, hides the rest of them. */
function shortened(title: string): string {
  if (title.length <= longestTitle) return title
  const parts = [...new Intl.Segmenter('en', { granularity: 'grapheme' }).segment(title)].map(({ segment }) => segment)
  let short = ''
  while (short.length + (parts[0]?.length ?? 0) < longestTitle) short += parts.shift()
  return `${short.trimEnd()}…`
}

export interface AuthPage {
  readonly title: string
  readonly content: Inner
  /** Room for rows with something at both ends. */
  readonly wide?: boolean
  /**
   * The address of this page, for the way back from the page of languages. Without it, it is the one that the browser shows,
   * which on the answer to a form is the form's.
   */
  readonly here?: string | undefined
}

/** One card over the drawing: logging in, and everything that has a single thing to do. */
export function authPage(say: Say, { title, content, wide, here }: AuthPage): Html {
  const body = html`<header class="auth-top"><a class="brand" href="/">${mark(28)}Umbel</a></header>
<div class="auth-main">
<main id="main" class="auth-card${wide && trusted(' wide')}">
${content}
</main></div>
<footer class="auth-foot">${footerLinks(say, here)}</footer>`
  return document(say, { title, body, bodyClass: 'auth', styles: ['fields.css', 'auth.css'] })
}

function footerLinks(say: Say, here?: string): Html {
  const language = ownName(say.locale)
  const href = here === undefined ? '/language' : `/language?return=${encodeURIComponent(here)}`
  return html`<a href="/help">${say('platform.page.help')}</a><a href="/privacy">${say('platform.page.privacy')}</a><a href="/terms">${say('platform.page.terms')}</a><a href="${href}" aria-label="${say('platform.page.language', { language })}">${language}</a>`
}

/** A product that this account can open. */
export interface ProductLink {
  readonly id: string
  readonly name: string
  readonly homeUrl: string
  readonly host: string
}

/** Whose page it is, and what the bar on top of it offers. */
export interface Holder {
  readonly account: Drawn & { readonly email: string }
  readonly products: readonly ProductLink[]
  /** What the holder has to know on whichever page. */
  readonly notice?: Html | undefined
  /** Runs the installation. */
  readonly operates?: boolean
  /** The organization that manages the account, if one does. */
  readonly managedBy?: string | undefined
  /** An organization manages the account, is about to, or the holder says that it should not: a section is about it. */
  readonly hasOrganization?: boolean | undefined
}

export type AccountSection = 'profile' | 'security' | 'devices' | 'products' | 'organization'

export interface AccountPage {
  readonly title: string
  /** The section it is in, when it is in one. */
  readonly section?: AccountSection | undefined
  readonly holder: Holder
  readonly content: Inner
  /** Files of styles besides the one that every page has. */
  readonly styles?: readonly string[]
}

/** The holder's own pages: a bar with the switcher and the account's menu, sections beside the content. */
export function accountPage(say: Say, { title, section, holder, content, styles }: AccountPage): Html {
  const side = (name: AccountSection, sign: Icon, label: string) =>
    html`<li><a href="/${name}"${name === section && trusted(' aria-current="page"')}>${icon(sign)}${label}</a></li>`
  const body = html`${topBar(say, holder)}
<div class="acct">
<nav class="side" aria-label="${say('platform.page.account')}">
<ul class="list">
${side('profile', 'person', say('platform.page.profile'))}
${side('security', 'shield', say('platform.page.security'))}
${side('devices', 'computer', say('platform.page.devices'))}
${side('products', 'box', say('platform.page.products'))}${
  (holder.hasOrganization || section === 'organization') &&
  side('organization', 'building', say('platform.page.organization'))
}</ul></nav>
<main id="main">
${holder.notice}${content}
</main></div>`
  return document(say, { title, body, styles: ['fields.css', 'account.css', ...(styles ?? [])] })
}

export interface TextPage extends Pick<AuthPage, 'title' | 'content' | 'here'> {
  /** What the page belongs to, when that is more than itself. */
  readonly where?: string
}

/** A page of text that anybody can read, logged in or not. */
export function textPage(say: Say, { title, content, here, where = title }: TextPage): Html {
  const body = html`<header class="topbar"><a class="brand" href="/">${mark(26)}Umbel</a><span class="where">${where}</span></header>
<div class="acct text">
<main id="main">
${content}
</main></div>
<footer class="auth-foot">${footerLinks(say, here)}</footer>`
  return document(say, { title, body, bodyClass: 'reading', styles: ['fields.css', 'account.css', 'text.css'] })
}

function topBar(say: Say, holder: Holder): Html {
  return html`<header class="topbar"><a class="brand" href="/">${mark(26)}Umbel</a><span class="where">${say('platform.page.your-account')}</span>
<div class="end"><a class="icon-btn" href="/help" aria-label="${say('platform.page.help')}">${icon('info')}</a>${
    holder.products.length > 0 && switcher(say, holder)
  }${accountMenu(say, holder)}</div></header>`
}

export function switcher(say: Say, holder: Holder): Html {
  const one = (product: ProductLink) =>
    html`<a href="${product.homeUrl}">${tile(product)}<span>${product.name}<small>${breakable(product.host)}</small></span></a>`
  return html`<details class="menu switcher" name="topbar"><summary class="icon-btn" aria-label="${say('platform.page.switch')}">${icon('grid')}</summary>
<div class="menu-panel">
${switchHead(say, holder)}
<nav aria-label="${say('platform.page.products')}" class="switch-grid">
${holder.products.map(one)}</nav></div></details>`
}

/** A host name breaks at its dots. */
export const breakable = (host: string): Html[] =>
  host.split('.').map((part, i) => (i ? html`<wbr>.${part}` : html`${part}`))

export function accountMenu(say: Say, holder: Holder): Html {
  const label = say('platform.page.account-menu', { name: holder.account.name })
  return html`<details class="menu" name="topbar"><summary class="avatar-btn" aria-label="${label}">${avatar(holder.account, 34)}</summary>
<div class="menu-panel">
${switchHead(say, holder)}
<div class="switch-list">
<a class="item" href="/profile">${icon('person')}<span>${say('platform.page.your-account')}</span></a>
${
  holder.operates &&
  html`<a class="item" href="/operator">${icon('gear')}<span>${say('platform.page.operate')}</span></a>
`
}<a class="item" href="/accounts">${icon('arrows')}<span>${say('platform.page.another-account')}</span></a>
<form method="post" action="/log-out"><button type="submit" class="item">${icon('leave')}<span>${say('platform.page.log-out')}</span></button></form></div></div></details>`
}

const switchHead = (say: Say, { account, managedBy }: Holder): Html => {
  const kind =
    managedBy === undefined
      ? say('platform.page.personal')
      : say('platform.page.managed-by', { organization: managedBy })
  return html`<div class="switch-head">${avatar(account, 40)}
<div class="grow"><b><bdi>${account.name}</bdi></b><span class="sub">${account.email}</span><span class="sub tiny">${kind}</span></div></div>`
}
