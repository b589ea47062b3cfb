import { type Html, html, type Say, sentenceHtml } from '#platform/page'
import { type Block, groups, pageLinks } from '../articles.ts'
import { type Contact, mailAddressOf, type Topic } from '../help.ts'
import { controlTable } from './control-table.ts'

/** A tag of a sentence that leads somewhere. */
export const link =
  (href: string) =>
  (inner: Html): Html =>
    html`<a href="${href}">${inner}</a>`

export const articleHref = (slug: string): string => `/help/${slug}`

const articleLinks = Object.fromEntries(
  groups.flatMap(({ articles }) => articles).map((slug) => [slug, link(articleHref(slug))]),
)
const links = {
  ...articleLinks,
  ...Object.fromEntries(Object.entries(pageLinks).map(([name, href]) => [name, link(href)])),
}

/** A piece of an article as it stands on its page. */
export function blockHtml(say: Say, block: Block, sender: string): Html {
  const sentence = (text: string) => sentenceHtml(text, { ...links, sender })
  const items = (texts: readonly string[]) => texts.map((text) => html`<li>${sentence(text)}</li>\n`)
  if (typeof block === 'string') return html`<p>${sentence(block)}</p>\n`
  if ('heading' in block) return html`<h2>${block.heading}</h2>\n`
  if ('list' in block) return html`<ul>\n${items(block.list)}</ul>\n`
  return 'steps' in block ? html`<ol>\n${items(block.steps)}</ol>\n` : controlTable(say)
}

/** The other way to whoever runs this server, in their own words. */
export function reach(say: Say, contact: Contact): Html {
  if (mailAddressOf(contact)) return say.html('help.contact.mail', { contact, a: link(mailTo(contact)) })
  if (/^https?:\/\//.test(contact)) return say.html('help.contact.web', { contact, a: link(contact) })
  return html`${contact}`
}

/** An address as a link that begins a mail; nothing in it can become another field of that mail. */
export function mailTo(email: string, subject?: string): string {
  const to = encodeURIComponent(email).replace('%40', '@')
  return `mailto:${to}${subject === undefined ? '' : `?subject=${encodeURIComponent(subject)}`}`
}

/** What a message is about, in words. */
export function topicName(say: Say, topic: Topic): string {
  const names: Readonly<Record<Topic, string>> = {
    'log-in': say('help.topic.log-in'),
    account: say('help.topic.account'),
    product: say('help.topic.product'),
    organization: say('help.topic.organization'),
    broken: say('help.topic.broken'),
    other: say('help.topic.other'),
  }
  return names[topic]
}
