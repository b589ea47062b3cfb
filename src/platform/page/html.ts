import { html as honoHtml, raw as honoRaw } from 'hono/html'
import type { HtmlEscapedString } from 'hono/utils/html'

/** A piece of a page in which everything from outside has been escaped. */
export type Html = HtmlEscapedString

/** What may stand inside a template: pieces, text (escaped), lists of these, and nothing for undefined, null and false. */
export type Inner = Html | string | number | false | null | undefined | readonly Inner[]

/** An escaping template. Views wait for nothing, so unlike Hono's own it never gives a promise. */
export function html(strings: TemplateStringsArray, ...values: Inner[]): Html {
  return honoHtml(strings, ...values) as Html
}

/** Markup that we wrote ourselves. Never give it anything from outside. */
export const trusted = (markup: string): Html => honoRaw(markup)
