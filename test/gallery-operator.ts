import type { Message } from '../src/help/help.ts'
import * as pages from '../src/operator-console/pages/index.ts'
import type { Html, Say } from '../src/platform/page/index.ts'
import { before, holder, hostile, nasty } from './gallery-data.ts'

const frame = { holder: { ...holder, operates: true }, host: 'accounts.example.com' }

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

/** The pages of operators in their states. */
export function operatorViews(say: Say): Record<string, () => Html> {
  return {
    'operator-overview-quiet': () => pages.overviewPage(say, { ...frame, needs: [] }),
    'operator-messages': () =>
      pages.messagesPage(say, {
        ...frame,
        state: 'waiting',
        messages: [message({ article: 'lost-second-step' }), nastyMessage],
        waiting: 2,
        nextHref: '/operator/help?state=waiting&from=13',
        mailed: true,
      }),
    'operator-messages-none': () =>
      pages.messagesPage(say, {
        ...frame,
        state: 'waiting',
        messages: [],
        waiting: 0,
        mailed: false,
        status: 'answered',
      }),
    'operator-answered': () =>
      pages.messagesPage(say, {
        ...frame,
        holder: hostile(nasty.script),
        state: 'answered',
        messages: [message({ answeredAt: before(5), name: undefined })],
        waiting: 1,
        firstHref: '/operator/help?state=answered',
        mailed: true,
        status: 'reopened',
      }),
    'operator-answered-none': () =>
      pages.messagesPage(say, { ...frame, state: 'answered', messages: [], waiting: 3, mailed: true }),
    'operator-feedback': () =>
      pages.feedbackPage(say, {
        ...frame,
        waiting: 2,
        verdicts,
        feedback,
        chosen: { article: 'passkeys', verdict: 'no' },
        nextHref: '/operator/help/feedback?before=1',
        firstHref: '/operator/help/feedback',
      }),
    'operator-feedback-none': () =>
      pages.feedbackPage(say, { ...frame, waiting: 0, verdicts: [], feedback: [], chosen: {} }),
    'operator-feedback-no-match': () =>
      pages.feedbackPage(say, { ...frame, waiting: 0, verdicts, feedback: [], chosen: { verdict: 'yes' } }),
  }
}
