import { articleIn, articlesIn } from '../src/help/articles.ts'
import * as help from '../src/help/pages/index.ts'
import type { Html, Say } from '../src/platform/page/index.ts'
import { nasty, now } from './gallery-data.ts'

/** The pages of help in each of their states. */

const sender = 'hello@umbel.example'
const keptDays = 180
const reasonKey = 'A'.repeat(43)

export function helpViews(say: Say): Record<string, () => Html> {
  const articles = articlesIn(say.locale)
  const article = articleIn(say.locale, 'change-your-address')
  return {
    help: () => help.helpPage(say, {}),
    'help-operator': () => help.helpPage(say, { operator: true }),
    'help-found': () => help.helpPage(say, { search: { query: 'address', found: articles.slice(0, 3) } }),
    'help-not-found': () => help.helpPage(say, { search: { query: nasty.script, found: [] } }),
    'help-not-found-long': () => help.helpPage(say, { search: { query: nasty.long.repeat(3), found: [] } }),
    ...Object.fromEntries(
      articles.map((each) => [`help-${each.slug}`, () => help.articlePage(say, { article: each, sender })]),
    ),
    'help-thanks': () => help.thanksPage(say, { article, helpful: false, reasonKey }),
    'help-thanks-yes': () => help.thanksPage(say, { article, helpful: true, reasonKey }),
    'help-thanks-error': () =>
      help.thanksPage(say, {
        article,
        helpful: false,
        reasonKey,
        value: nasty.script,
        error: { code: 'help.reason-long', details: { most: 500 } },
      }),
    'help-thanks-done': () => help.thanksPage(say, {}),
    'help-answered': () => help.answeredAlreadyPage(say, { article: articles[0]! }),
    'help-contact': () => help.contactPage(say, { contact: 'help@example.com', values: {}, errors: {} }),
    'help-contact-incident': () => help.contactPage(say, { values: {}, errors: {}, incident: '7f3a-91c2' }),
    'help-contact-errors': () =>
      help.contactPage(say, {
        contact: nasty.script,
        values: { name: nasty.script, email: nasty.rtl, topic: nasty.script, message: nasty.script },
        errors: {
          name: 'account.name-malformed',
          email: 'kernel.address-malformed',
          topic: 'help.topic-missing',
          message: { code: 'help.message-long', details: { most: 4000, over: 12 } },
        },
        article,
      }),
    'help-contact-wait': () =>
      help.contactPage(say, {
        contact: 'https://example.com/contact',
        values: { name: 'Mira Okafor', email: 'mira@okafor.example', topic: 'account', message: nasty.long.repeat(3) },
        errors: {},
        waitUntil: now.add({ minutes: 40 }),
      }),
    'help-sent': () => help.contactSentPage(say, { mailed: true, keptDays }),
    'help-sent-kept': () => help.contactSentPage(say, { mailed: false, article, keptDays }),
    terms: () => help.termsPage(say, { contact: 'https://example.com/contact' }),
    privacy: () => help.privacyPage(say, { keptDays }),
    'privacy-sentence': () => help.privacyPage(say, { contact: nasty.script, keptDays }),
  }
}
