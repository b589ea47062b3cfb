import { Hono } from 'hono'
import {
  acceptClaim,
  type ClaimNotice,
  chooseToMove,
  claimNoticeOf,
  holderByNotice,
  seeClaimNotice,
} from '#domain-claim'
import { type Actor, hashSecret, Refusal } from '#kernel'
import { formOf, queryOf, show, type Tx, type Visit, type Visitor } from '#platform'
import { type Attempt, type Facts, nextStep } from './attempt.ts'
import { proceed } from './log-in.ts'
import { openAttempt } from './open-attempt.ts'
import { claimLinkGonePage, claimNoticePage, claimOverPage, nowManagedPage } from './pages/index.ts'
import { attemptOf, putOffClaim } from './store.ts'
import {
  afterwards,
  attemptIn,
  attemptParameter,
  goOn,
  lost,
  originOf,
  presentedIn,
  type SignInContext,
  setCookies,
  shownBy,
  shownFromNow,
} from './visit.ts'

/** What a claim asks on the way in (DOM-7, LOG-6), and the link of its mail. */
export function claimNoticeRoutes(context: SignInContext): Hono<Visit> {
  const app = new Hono<Visit>()
  const { database } = context
  const on = database.durable

  app.get('/sign-in/claim-notice', async (c) => {
    const attempt = await waitingIn(c, attemptParameter(c))
    if (attempt instanceof Response) return attempt
    const notice = await claimNoticeOf(on, attempt.accountId)
    return notice ? showNotice(c, attempt, notice) : goOn(context, c, attempt.id)
  })

  app.post('/sign-in/claim-notice', async (c) => {
    const form = await formOf(c, 'attempt', 'claim', 'choice', 'answer')
    const attempt = await attemptIn(context, c, form.attempt)
    if (!attempt) return lost(c)
    if (attempt.finishedAt) return c.redirect(afterwards(attempt), 303)
    const waiting = isWaiting(attempt) ? attempt : undefined
    const notice = waiting && (await claimNoticeOf(on, waiting.accountId))
    if (!waiting || !notice || notice.claimId !== form.claim) {
      return show(c, claimOverPage(c.get('say'), { attempt: attempt.id }), { status: 409 })
    }
    const answer = answerIn(form, notice)
    if (!answer) return showNotice(c, waiting, notice, { isMissing: true })
    const actor: Actor = { kind: 'holder', accountId: waiting.accountId, ...originOf(c) }
    try {
      // Together with the log-in: a choice that went through is never asked for again.
      const onward = await database.transaction(async (tx) => {
        const shown = shownFromNow(context, c)
        // The attempt first, as whoever finishes it does; another tab may have been faster.
        const held = shown.browser && (await attemptOf(tx, waiting.id, hashSecret(shown.browser), true))
        if (held && !held.finishedAt && isWaiting(held)) await answers[answer](tx, actor, waiting, notice)
        return proceed(tx, context, shown, waiting.id, originOf(c))
      })
      setCookies(c, onward.setCookies)
      const aside = onward.sessionId === undefined ? undefined : asides[answer]
      return c.redirect(aside ? `${aside}?attempt=${encodeURIComponent(waiting.id)}` : onward.to, 303)
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      if (error.code === 'domain-claim.claim-waits') return showNotice(c, waiting, notice, { error })
      if (error.code !== 'domain-claim.claim-gone') throw error
      return show(c, claimOverPage(c.get('say'), { attempt: waiting.id }), { status: 409 })
    }
  })

  // The link proves nothing: it only leads the right person to log in, whoever else is logged in here.
  app.get('/sign-in/claim-notice/link', async (c) => {
    const token = queryOf(c, 'token', 100)
    const holder = token && (await holderByNotice(on, hashSecret(token)))
    if (!holder) return show(c, claimLinkGonePage(c.get('say')), { status: 410 })
    const me = await presentedIn(context, c)
    if (me?.accountId === holder.accountId) return c.redirect('/organization', 303)
    const wanted = { returnTo: '/organization', email: holder.email }
    const opened = await openAttempt(on, context.jar, shownBy(context, c), wanted)
    setCookies(c, opened.setCookies)
    return c.redirect(opened.url, 303)
  })

  type Waiting = Attempt & Facts & { readonly accountId: string }

  const isWaiting = (attempt: Attempt & Facts): attempt is Waiting =>
    attempt.accountId !== undefined && nextStep(attempt, attempt) === 'claim-notice'

  /** The log-in that waits at this step, or the answer where it waits for something else. */
  async function waitingIn(c: Visitor, id: string | undefined): Promise<Waiting | Response> {
    const attempt = await attemptIn(context, c, id)
    if (!attempt) return lost(c)
    if (attempt.finishedAt) return c.redirect(afterwards(attempt), 303)
    return isWaiting(attempt) ? attempt : goOn(context, c, attempt.id)
  }

  function showNotice(
    c: Visitor,
    { id, product }: Waiting,
    notice: ClaimNotice,
    problem: { isMissing?: boolean; error?: Refusal } = {},
  ): Promise<Response> {
    const page =
      notice.state === 'managed'
        ? nowManagedPage(c.get('say'), { attempt: id, notice })
        : claimNoticePage(c.get('say'), { attempt: id, notice, now: on.now, ...problem })
    const status = problem.isMissing ? 422 : problem.error?.status
    return show(c, page, { status, formTargets: product?.origins })
  }

  return app
}

type Answer = 'keep' | 'move' | 'later' | 'seen' | 'not-mine'

/** What each answer does before the log-in goes on. */
const answers: Record<
  Answer,
  (tx: Tx, actor: Actor, attempt: { id: string; accountId: string }, notice: ClaimNotice) => Promise<void>
> = {
  keep: (tx, actor, { accountId }) => acceptClaim(tx, actor, accountId),
  move: (tx, actor, { accountId }) => chooseToMove(tx, actor, accountId),
  later: (tx, _actor, { id }) => putOffClaim(tx, id),
  seen: (tx, _actor, { accountId }, { claimId }) => seeClaimNotice(tx, claimId, accountId),
  'not-mine': async (tx, _actor, { id, accountId }, { claimId, state }) => {
    if (state === 'managed') await seeClaimNotice(tx, claimId, accountId)
    else await putOffClaim(tx, id)
  },
}

/** Where an answer leads first, when it is not where the log-in began; the way there is offered afterwards. */
const asides: Partial<Record<Answer, string>> = { move: '/profile/email', 'not-mine': '/organization/not-mine' }

function answerIn(
  { choice, answer }: { readonly choice?: string | undefined; readonly answer?: string | undefined },
  { state }: ClaimNotice,
): Answer | undefined {
  if (answer === 'not-mine') return answer
  if (state === 'managed') return answer === 'seen' ? answer : undefined
  if (answer === 'later') return answer
  return choice === 'keep' || choice === 'move' ? choice : undefined
}
