import type { Say } from '../words.ts'
import { hueOf, initials } from './avatar.ts'
import { note } from './form.ts'
import { type Html, html, type Inner, trusted } from './html.ts'
import { type Icon, icon, mark } from './icons.ts'
import { accountMenu, breakable, document, type Holder, switcher } from './page.ts'

/** A page that the console leads to. */
export interface ConsoleLink {
  readonly href: string
  readonly sign: Icon
  readonly label: string
  /** How many there are, as it is shown. */
  readonly count?: string | undefined
}

export interface ConsolePage {
  readonly title: string
  /** The organization it is about, or the installation, and what the reader is there. */
  readonly organization: {
    readonly id: string
    readonly name: string
    readonly role: string
    readonly href: string
    /** Where others can be chosen. */
    readonly othersHref: string
  }
  readonly groups: readonly { readonly title?: string; readonly links: readonly ConsoleLink[] }[]
  /** The address of the section this page is in. */
  readonly section: string
  /** Pages between the organization and this one. */
  readonly crumbs?: readonly { readonly href: string; readonly label: string }[]
  /** What the last crumb says, when the title says more. */
  readonly here?: string | undefined
  /** Files of styles besides the console’s own. */
  readonly styles?: readonly string[]
  readonly holder: Holder
  readonly lede?: Inner
  /** What there is to do, beside the title. */
  readonly action?: Inner
  /** What was just done. */
  readonly said?: string | undefined
  readonly content: Inner
}

/** A page of a console: its sections at the side, where one is on top, then what was just done, and the title. */
export function consolePage(say: Say, page: ConsolePage): Html {
  const { title, organization, groups, section, crumbs = [], here = title, styles = [], holder } = page
  const { lede, action, said, content } = page
  // An installation goes by its host.
  const shown = organization.name.includes(' ') ? organization.name : breakable(organization.name)
  const link = ({ href, sign, label, count }: ConsoleLink) =>
    html`<li><a href="${href}"${href === section && trusted(' aria-current="page"')}>${icon(sign)}${label}${
      count && html`<span class="count">${count}</span>`
    }</a></li>`
  const body = html`<div class="admin">
<aside class="admin-nav" id="nav" aria-label="${organization.name}"><a class="brand" href="/">${mark(26)}Umbel</a>
<a class="org" href="${organization.othersHref}"><span class="avatar ${hueOf(organization.id)} av-32 square" aria-hidden="true">${initials(organization.name).slice(0, 1)}</span><span><bdi>${shown}</bdi><small>${organization.role}</small></span></a>
<nav class="side" aria-label="${say('platform.page.console')}">
${groups.map(
  ({ title: name, links }) => html`${name && html`<h2>${name}</h2>`}
<ul class="list">
${links.map(link)}</ul>
`,
)}</nav></aside>
<div class="admin-main">
<header class="admin-bar"><a class="icon-btn nav-toggle" href="#nav" aria-label="${say('platform.page.menu')}">${icon('menu')}</a>
<nav class="crumbs" aria-label="${say('platform.page.crumbs')}"><a href="${organization.href}"><bdi>${organization.name}</bdi></a>${crumbs.map(
    ({ href, label }) => html`${icon('next', 16)}<a href="${href}">${label}</a>`,
  )}${icon('next', 16)}<span aria-current="page">${here}</span></nav>
<div class="end"><a class="icon-btn" href="/help" aria-label="${say('platform.page.help')}">${icon('info')}</a>${
    holder.products.length > 0 && switcher(say, holder)
  }${accountMenu(say, holder)}</div></header>
<main id="main" class="admin-body">
${said && html`<div class="mb-5">${note('ok', said)}</div>`}<div class="admin-head">
<div>
<h1>${title}</h1>
${lede && html`<p>${lede}</p>`}</div>${action}</div>
${content}
</main></div></div>`
  return document(say, { title, body, styles: ['console.css', ...styles] })
}
