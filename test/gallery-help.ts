import { articleIn, articlesIn } from '../src/help/articles.ts'
import type { Message } from '../src/help/help.ts'
import * as help from '../src/help/pages/index.ts'
import type { Html, Say } from '../src/platform/page/index.ts'
import { before, holder, hostile, nasty, now } from './gallery-data.ts'

/** The pages of help in each of their states. */

const sender = 'hello@umbel.example'
const keptDays = 180
const reasonKey = 'A'.repeat(43)

const message = (more: Partial<Message>): Message => ({
  id: 12,
  at: before(90),
  name: 'Mira Okafor',
  email: 'mira@okafor.example',
  topic: 'log-in',
  message: 'I changed my phone and can’t log in any more.\n\nThe recovery codes are at home. What now?',
  language: 'en',
  ...more,
})
const nastyMessage = message({
  id: 13,
  name: nasty.rtl,
  email: nasty.email,
  topic: 'broken',
  message: `${nasty.script}\n${nasty.long.repeat(4)}\n${nasty.rtl}`,
  article: 'gone-by-now',
  incident: '7f3a-91c2',
  language: 'de',
  accountId: '0199f0aa-0000-7000-8000-000000000000',
})
const feedback = [
  { id: 3, at: before(20), article: 'passkeys', language: 'en', helpful: false, reason: nasty.script },
  { id: 2, at: before(900), article: 'passkeys', language: 'de', helpful: true },
  { id: 1, at: before(90_000), article: 'gone-by-now', language: 'en', helpful: false, reason: nasty.long.repeat(3) },
]
const verdicts = [
  { article: 'gone-by-now', yes: 0, no: 1 },
  { article: 'passkeys', yes: 40, no: 2 },
]

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
    'operator-messages': () =>
      help.messagesPage(say, {
        holder,
        state: 'waiting',
        messages: [message({ article: 'lost-second-step' }), nastyMessage],
        waiting: 2,
        nextHref: '/operator/help?state=waiting&from=13',
        mailed: true,
      }),
    'operator-messages-none': () =>
      help.messagesPage(say, { holder, state: 'waiting', messages: [], waiting: 0, mailed: false, status: 'answered' }),
    'operator-answered': () =>
      help.messagesPage(say, {
        holder: hostile(nasty.script),
        state: 'answered',
        messages: [message({ answeredAt: before(5), name: undefined })],
        waiting: 1,
        firstHref: '/operator/help?state=answered',
        mailed: true,
        status: 'reopened',
      }),
    'operator-answered-none': () =>
      help.messagesPage(say, { holder, state: 'answered', messages: [], waiting: 3, mailed: true }),
    'operator-feedback': () =>
      help.feedbackPage(say, {
        holder,
        waiting: 2,
        verdicts,
        feedback,
        chosen: { article: 'passkeys', verdict: 'no' },
        nextHref: '/operator/help/feedback?before=1',
        firstHref: '/operator/help/feedback',
      }),
    'operator-feedback-none': () =>
      help.feedbackPage(say, { holder, waiting: 0, verdicts: [], feedback: [], chosen: {} }),
    'operator-feedback-no-match': () =>
      help.feedbackPage(say, { holder, waiting: 0, verdicts, feedback: [], chosen: { verdict: 'yes' } }),
    terms: () => help.termsPage(say, { contact: 'https://example.com/contact' }),
    privacy: () => help.privacyPage(say, { keptDays }),
    'privacy-sentence': () => help.privacyPage(say, { contact: nasty.script, keptDays }),
  }
}
