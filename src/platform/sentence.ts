import { html, raw } from 'hono/html'
import { IntlMessageFormat } from 'intl-messageformat'
import type { Html } from './page/html.ts'
import type { Tag } from './words.ts'
import { escapeLiterals } from './words-message.ts'

const compiled = new Map<string, IntlMessageFormat>()
const basicTags: Readonly<Record<string, Tag>> = {
  strong: (inner) => html`<strong>${inner}</strong>` as Html,
  nowrap: (inner) => html`<span class="nowrap">${inner}</span>` as Html,
}

/**
 * A sentence of a longer text, one that has a file to itself, in the form that `words/` has: its words and what fills it
 * are escaped, its tags become what is given for them. Such texts are ours, never anybody's input.
 */
export function sentenceHtml(sentence: string, fill: Readonly<Record<string, string | Tag>> = {}): Html {
  let message = compiled.get(sentence)
  if (!message) {
    message = new IntlMessageFormat(escapeLiterals(new IntlMessageFormat(sentence).getAst()))
    compiled.set(sentence, message)
  }
  const values = Object.entries({ ...basicTags, ...fill }).map(([name, value]) => [
    name,
    typeof value === 'string'
      ? html`${value}`.toString()
      : (inner: readonly string[]) => value(raw(inner.join('')) as Html).toString(),
  ])
  return raw(String(message.format(Object.fromEntries(values)))) as Html
}
