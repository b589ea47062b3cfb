import { Hono } from 'hono'
import { record } from '#audit'
import { firstWay, secondStepOf, useAppCode, useRecoveryCode, waysOf } from '#credential'
import { hashSecret, Refusal } from '#kernel'
import { formOf, show, type Visit, type Visitor } from '#platform'
import { nextStep } from './attempt.ts'
import { guess } from './guess.ts'
import { codePausedPage, lacksSecondStepPage, pathOfWay, recoveryPage, totpPage } from './pages/index.ts'
import { isKnownBrowser, setSecondStepDone, waiveSecondStep } from './second-step-store.ts'
import { attemptOf } from './store.ts'
import { attemptParameter, goOn, originOf, type SignInContext, shownBy } from './visit.ts'
import { isAnswer, type Waiting, waitingIn } from './waiting-for-second-step.ts'

/** The second step after a password or Google (LOG-10): authenticator app and recovery codes. */
export function secondStepRoutes(context: SignInContext): Hono<Visit> {
  const app = new Hono<Visit>()
  const { database, secretKey, limits } = context

  app.get('/sign-in/second-step', async (c) => {
    const attempt = await waitingIn(context, c, attemptParameter(c))
    if (isAnswer(attempt)) return attempt
    const way = firstWay(await secondStepOf(database.durable, attempt.accountId))
    return c.redirect(pathOfWay(way ?? 'lost', attempt.id), 303)
  })

  app.get('/sign-in/totp', async (c) => {
    const attempt = await waitingIn(context, c, attemptParameter(c))
    return isAnswer(attempt) ? attempt : showApp(c, attempt)
  })

  app.post('/sign-in/totp', async (c) => {
    const { attempt: id, code, trust } = await formOf(c, 'attempt', 'code', 'trust')
    const attempt = await waitingIn(context, c, id)
    if (isAnswer(attempt)) return attempt
    const isTrusted = trust !== undefined && attempt.confirms === undefined
    const answer = await tryCode(c, attempt, 'app', code, isTrusted)
    return answer instanceof Response ? answer : showApp(c, attempt, answer, isTrusted)
  })

  app.get('/sign-in/recovery', async (c) => {
    const attempt = await waitingIn(context, c, attemptParameter(c))
    return isAnswer(attempt) ? attempt : showRecovery(c, attempt)
  })

  app.post('/sign-in/recovery', async (c) => {
    const { attempt: id, code } = await formOf(c, 'attempt', 'code')
    const attempt = await waitingIn(context, c, id)
    if (isAnswer(attempt)) return attempt
    const answer = await tryCode(c, attempt, 'recovery-code', code, false)
    return answer instanceof Response ? answer : showRecovery(c, attempt, answer)
  })

  // What the product wants is the product's to insist on: it hears that one step was all there was.
  app.get('/sign-in/second-step/none', async (c) => {
    const attempt = await waitingIn(context, c, attemptParameter(c), 'lacks-second-step')
    if (isAnswer(attempt)) return attempt
    const { product } = attempt
    return show(c, lacksSecondStepPage(c.get('say'), { attempt: attempt.id, product }), {
      formTargets: product?.origins,
    })
  })

  app.post('/sign-in/second-step/none', async (c) => {
    const { attempt: id, next } = await formOf(c, 'attempt', 'next')
    const attempt = await waitingIn(context, c, id, 'lacks-second-step')
    if (isAnswer(attempt)) return attempt
    await waiveSecondStep(database.durable, attempt.id, next === 'set-up' ? '/security/two-step/app' : undefined)
    return goOn(context, c, attempt.id)
  })

  /** Checks a code and goes on, or says what to show on the form it came from. */
  async function tryCode(
    c: Visitor,
    attempt: Waiting,
    way: 'app' | 'recovery-code',
    typed: string | undefined,
    isTrusted: boolean,
  ): Promise<Response | string> {
    if (!typed) return 'missing'
    const { accountId, browserId } = attempt
    const knownBrowser = (await isKnownBrowser(database.durable, accountId, browserId)) ? browserId : undefined
    const trying = { emailKey: `second step ${accountId}`, network: c.get('network'), knownBrowser }
    try {
      const { isRight, until } = await guess(context, trying, () => prove(c, attempt, way, typed, isTrusted))
      if (until) return paused(c, attempt, until)
      if (!isRight) return 'wrong'
    } catch (error) {
      if (error instanceof Refusal && error.code === 'credential.app-unreadable') return error.code
      throw error
    }
    await limits.forget(database.durable, trying)
    return goOn(context, c, attempt.id)
  }

  /** Spends the code and notes the step in one transaction, for the account that the log-in has come to and no other. */
  async function prove(
    c: Visitor,
    { id, accountId }: Waiting,
    way: 'app' | 'recovery-code',
    typed: string,
    isTrusted: boolean,
  ): Promise<boolean> {
    return database.transaction(async (tx) => {
      const now = await attemptOf(tx, id, hashSecret(shownBy(context, c).browser ?? ''), true)
      // A double click finds it done: where it goes on is for the log-in to say.
      if (now?.accountId !== accountId || nextStep(now, now) !== 'second-step') return true
      const actor = { kind: 'holder', accountId, ...originOf(c) } as const
      const isRight =
        way === 'app'
          ? await useAppCode(tx, accountId, secretKey, typed)
          : await useRecoveryCode(tx, actor, accountId, secretKey, typed)
      if (isRight) await setSecondStepDone(tx, id, way, isTrusted)
      else await record(tx, { kind: 'visitor', ...originOf(c) }, 'sign-in.code-wrong', { accountId, way })
      return isRight
    })
  }

  async function showApp(c: Visitor, attempt: Waiting, error?: string, isTrusted = false): Promise<Response> {
    const step = await secondStepOf(database.durable, attempt.accountId)
    const page = totpPage(c.get('say'), { ...shapeOf(attempt), ways: waysOf(step), error, trust: isTrusted })
    return show(c, page, { status: error ? 422 : 200, formTargets: attempt.product?.origins })
  }

  async function showRecovery(c: Visitor, attempt: Waiting, error?: string): Promise<Response> {
    const step = await secondStepOf(database.durable, attempt.accountId)
    const shape = { ...shapeOf(attempt), ways: waysOf(step), left: step.recoveryCodesLeft, error }
    const page = recoveryPage(c.get('say'), shape)
    return show(c, page, { status: error ? 422 : 200, formTargets: attempt.product?.origins })
  }

  function paused(c: Visitor, attempt: Waiting, until: Temporal.Instant): Promise<Response> {
    const { now } = database.durable
    c.header('Retry-After', String(Math.max(1, Math.ceil(until.since(now).total('seconds')))))
    return show(c, codePausedPage(c.get('say'), { attempt: attempt.id, until, now }), { status: 429 })
  }

  return app
}

const shapeOf = ({ id: attempt, product, email, confirms }: Waiting) => ({
  attempt,
  product,
  email: email ?? '',
  confirming: confirms !== undefined,
})
