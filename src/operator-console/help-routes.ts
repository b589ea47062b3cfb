import {
  answerMessage,
  countWaiting,
  feedbackGiven,
  mailAddressOf,
  messagesAnswered,
  messagesWaiting,
  reopenMessage,
  verdictsByArticle,
} from '#help'
import { formOf, queryOf, show } from '#platform'
import { numberIn, numberOf } from './keys.ts'
import { feedbackPage, messagesPage } from './pages/index.ts'
import type { OperatorContext, OperatorSurface } from './surface.ts'

const messagesOnAPage = 20
const answersOnAPage = 30

/** What people wrote, and said of the articles (ACC-12). */
export function helpRoutes({ database, contact }: OperatorContext, { read, write, act }: OperatorSurface): void {
  const on = database.durable

  read('/help', async (c, _desk, frame) => {
    const state = queryOf(c, 'state', 20) === 'answered' ? 'answered' : 'waiting'
    const from = numberIn(c, 'from')
    const most = messagesOnAPage + 1
    const found =
      state === 'waiting'
        ? await messagesWaiting(on, { most, after: from })
        : await messagesAnswered(on, { most, before: from })
    const messages = found.slice(0, messagesOnAPage)
    const here = `/operator/help?state=${state}`
    const view = {
      ...frame,
      state,
      messages,
      waiting: await countWaiting(on),
      nextHref: found.length > messagesOnAPage ? `${here}&from=${messages.at(-1)?.id}` : undefined,
      firstHref: from === undefined ? undefined : here,
      mailed: mailAddressOf(contact) !== undefined,
    } as const
    return show(c, messagesPage(c.get('say'), view))
  })

  write('/help', async (c, desk) => {
    const { message, done } = await formOf(c, 'message', 'done')
    const id = numberOf(message)
    if (id === undefined) return c.notFound()
    const isAnswered = done === 'answered'
    await act(desk, (tx, actor) => (isAnswered ? answerMessage(tx, actor, id) : reopenMessage(tx, actor, id)))
    return c.redirect(`/operator/help?status=${isAnswered ? 'answered' : 'reopened'}`, 303)
  })

  read('/help/feedback', async (c, _desk, frame) => {
    // Not only those of today: what was said of an article that is gone can still be read.
    const slug = queryOf(c, 'article', 80)
    const article = slug && /^[a-z0-9-]+$/.test(slug) ? slug : undefined
    const asked = queryOf(c, 'verdict', 10)
    const verdict = asked === 'yes' || asked === 'no' ? asked : undefined
    const before = numberIn(c, 'before')
    const helpful = verdict && verdict === 'yes'
    const found = await feedbackGiven(on, { article, helpful }, { most: answersOnAPage + 1, before })
    const feedback = found.slice(0, answersOnAPage)
    const here = `/operator/help/feedback?article=${article ?? ''}&verdict=${verdict ?? ''}`
    const view = {
      ...frame,
      waiting: await countWaiting(on),
      verdicts: await verdictsByArticle(on),
      feedback,
      chosen: { article, verdict },
      nextHref: found.length > answersOnAPage ? `${here}&before=${feedback.at(-1)?.id}` : undefined,
      firstHref: before === undefined ? undefined : here,
    } as const
    return show(c, feedbackPage(c.get('say'), view))
  })
}
