import { type Context, Hono } from 'hono'
import { isOperator } from '#account'
import type { Actor } from '#kernel'
import { formOf, queryOf, sayIn, show, type Visit, type Visitor } from '#platform'
import type { Holder } from '#platform/page'
import { openAttempt, originOf, type Presented, presentedIn, setCookies } from '#sign-in'
import { answerMessage, reopenMessage } from './answer-message.ts'
import { mailAddressOf } from './help.ts'
import { feedbackPage, messagesPage } from './pages/index.ts'
import { countWaiting, feedbackGiven, messagesAnswered, messagesWaiting, verdictsByArticle } from './store.ts'
import type { HelpContext } from './visit.ts'

const messagesOnAPage = 20
const answersOnAPage = 30

/** What people wrote and said, for operators. For anybody else who is logged in there is nothing here. */
export function operatorRoutes(context: HelpContext): Hono<Visit> {
  const app = new Hono<Visit>()
  const { database } = context
  const on = database.durable

  type Respond = (c: Visitor, me: Presented) => Response | Promise<Response>
  const forOperators = (respond: Respond) => async (c: Context) => {
    const me = await presentedIn(context, c)
    if (!me) return logInFirst(c)
    c.set('say', sayIn(me.locale, me.zone))
    return (await isOperator(on, me.accountId)) ? respond(c, me) : c.notFound()
  }

  async function logInFirst(c: Visitor): Promise<Response> {
    const returnTo = c.req.method === 'GET' ? new URL(c.req.url).pathname : '/operator/help'
    const opened = await openAttempt(on, context.jar, context.jar.read(c.req.header('cookie')), { returnTo })
    setCookies(c, opened.setCookies)
    return c.redirect(opened.url, 303)
  }

  app.get(
    '/operator/help',
    forOperators(async (c, me) => {
      const state = queryOf(c, 'state', 20) === 'answered' ? 'answered' : 'waiting'
      const from = keyIn(c, 'from')
      const most = messagesOnAPage + 1
      const found =
        state === 'waiting'
          ? await messagesWaiting(on, { most, after: from })
          : await messagesAnswered(on, { most, before: from })
      const messages = found.slice(0, messagesOnAPage)
      const here = `/operator/help?state=${state}`
      return show(
        c,
        messagesPage(c.get('say'), {
          holder: holderOf(me),
          state,
          messages,
          waiting: await countWaiting(on),
          nextHref: found.length > messagesOnAPage ? `${here}&from=${messages.at(-1)?.id}` : undefined,
          firstHref: from === undefined ? undefined : here,
          mailed: mailAddressOf(context.contact) !== undefined,
          status: queryOf(c, 'status', 20),
        }),
      )
    }),
  )

  app.post(
    '/operator/help',
    forOperators(async (c, me) => {
      const { message, done } = await formOf(c, 'message', 'done')
      const id = numberOf(message)
      if (id === undefined) return c.notFound()
      const actor: Actor = { kind: 'operator', accountId: me.accountId, ...originOf(c) }
      const isAnswered = done === 'answered'
      await database.transaction((tx) => (isAnswered ? answerMessage(tx, actor, id) : reopenMessage(tx, actor, id)))
      return c.redirect(`/operator/help?status=${isAnswered ? 'answered' : 'reopened'}`, 303)
    }),
  )

  app.get(
    '/operator/help/feedback',
    forOperators(async (c, me) => {
      // Not only those of today: what was said of an article that is gone can still be read.
      const slug = queryOf(c, 'article', 80)
      const article = slug && /^[a-z0-9-]+$/.test(slug) ? slug : undefined
      const asked = queryOf(c, 'verdict', 10)
      const verdict = asked === 'yes' || asked === 'no' ? asked : undefined
      const before = keyIn(c, 'before')
      const helpful = verdict && verdict === 'yes'
      const found = await feedbackGiven(on, { article, helpful }, { most: answersOnAPage + 1, before })
      const feedback = found.slice(0, answersOnAPage)
      const here = `/operator/help/feedback?article=${article ?? ''}&verdict=${verdict ?? ''}`
      return show(
        c,
        feedbackPage(c.get('say'), {
          holder: holderOf(me),
          waiting: await countWaiting(on),
          verdicts: await verdictsByArticle(on),
          feedback,
          chosen: { article, verdict },
          nextHref: found.length > answersOnAPage ? `${here}&before=${feedback.at(-1)?.id}` : undefined,
          firstHref: before === undefined ? undefined : here,
        }),
      )
    }),
  )

  return app
}

const holderOf = ({ accountId, name, email }: Presented): Holder => ({
  account: { id: accountId, name, email },
  products: [],
})

function numberOf(text: string | undefined): number | undefined {
  const number = Number(text || Number.NaN)
  return Number.isSafeInteger(number) && number > 0 ? number : undefined
}

/** The last row of the page before. */
const keyIn = (c: Visitor, name: string): number | undefined => numberOf(queryOf(c, name, 20))
