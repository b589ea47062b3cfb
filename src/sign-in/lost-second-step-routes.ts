import { Hono } from 'hono'
import { askAboutLoss, lossByStopToken, lossLinkByToken, lossOf, startLoss, stopLoss } from '#credential'
import { type Actor, hashSecret, Refusal } from '#kernel'
import { formOf, queryOf, show, type Visit, type Visitor } from '#platform'
import {
  lossGonePage,
  lossLinkPage,
  lossSentPage,
  lossStartedPage,
  lossStoppedPage,
  lostSecondStepPage,
  stopLossPage,
} from './pages/index.ts'
import { attemptParameter, originOf, type SignInContext } from './visit.ts'
import { isAnswer, type Waiting, waitingIn } from './waiting-for-second-step.ts'

/** The way back for whoever has lost phone, passkeys and codes (LOG-10): password, mailbox, and 24 hours. */
export function lostSecondStepRoutes(context: SignInContext): Hono<Visit> {
  const app = new Hono<Visit>()
  const { database, secretKey } = context

  app.get('/sign-in/second-step/lost', async (c) => {
    const attempt = await waitingIn(context, c, attemptParameter(c))
    return isAnswer(attempt) ? attempt : showLost(c, attempt)
  })

  app.post('/sign-in/second-step/lost', async (c) => {
    const { attempt: id } = await formOf(c, 'attempt')
    const attempt = await waitingIn(context, c, id)
    if (isAnswer(attempt)) return attempt
    const { accountId, email = '' } = attempt
    if (await lossOf(database.durable, accountId)) return showLost(c, attempt)
    try {
      await database.transaction((tx) => askAboutLoss(tx, visitorAt(c), accountId, secretKey))
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      return showLost(c, attempt, error)
    }
    return show(c, lossSentPage(c.get('say'), { attempt: attempt.id, email, sender: context.sender }))
  })

  // Mail programs open links by themselves: only the buttons change anything.
  app.get('/second-step/lost', async (c) => {
    const token = queryOf(c, 'token', 100)
    const link = token && (await lossLinkByToken(database.durable, hashSecret(token)))
    if (!token || !link) return gone(c)
    return show(c, lossLinkPage(c.get('say'), { token, email: link.email }))
  })

  app.post('/second-step/lost', async (c) => {
    const { token = '' } = await formOf(c, 'token')
    const tokenHash = hashSecret(token)
    const loss = await database.transaction((tx) => startLoss(tx, visitorAt(c), tokenHash, secretKey))
    return loss ? show(c, lossStartedPage(c.get('say'), loss)) : gone(c)
  })

  app.get('/second-step/keep', async (c) => {
    const token = queryOf(c, 'token', 100)
    const loss = token && (await lossByStopToken(database.durable, hashSecret(token)))
    if (!token || !loss) return gone(c)
    return show(c, stopLossPage(c.get('say'), { token, email: loss.email, dueAt: loss.dueAt }))
  })

  app.post('/second-step/keep', async (c) => {
    const { token = '' } = await formOf(c, 'token')
    const stopped = await database.transaction(async (tx) => {
      const loss = await lossByStopToken(tx, hashSecret(token))
      return loss ? stopLoss(tx, visitorAt(c), loss.accountId) : false
    })
    return stopped ? show(c, lossStoppedPage(c.get('say'))) : gone(c)
  })

  async function showLost(c: Visitor, attempt: Waiting, refused?: Refusal): Promise<Response> {
    const loss = await lossOf(database.durable, attempt.accountId)
    const { id, product, email = '' } = attempt
    const page = lostSecondStepPage(c.get('say'), {
      attempt: id,
      product,
      email,
      dueAt: loss?.dueAt,
      error: refused,
    })
    return show(c, page, { status: refused?.status ?? 200, formTargets: product?.origins })
  }

  const visitorAt = (c: Visitor): Actor => ({ kind: 'visitor', ...originOf(c) })
  const gone = (c: Visitor) => show(c, lossGonePage(c.get('say')), { status: 410 })

  return app
}
