import { Hono } from 'hono'
import { believeAnswer, callbackPath, comeBack } from '#identity-source'
import { type Actor, Refusal } from '#kernel'
import { formOf, queryOf, show, type Visit, type Visitor } from '#platform'
import { type Attempt, nextStep, type Step } from './attempt.ts'
import { orSay, toGoogle } from './google-visit.ts'
import { confirmAddressPage, handoffPage, linkPage } from './pages/index.ts'
import { proveByGoogle, useGoogleAddress } from './prove-by-google.ts'
import { setAttemptKeep } from './store.ts'
import { tryPassword } from './try-password.ts'
import { attemptIn, attemptParameter, goOn, lost, originOf, type SignInContext } from './visit.ts'
import { workAhead } from './work-ahead.ts'

/** To Google and back (LOG-3): the page before, the answer, and what may be left to do after it. */
export function googleRoutes(context: SignInContext): Hono<Visit> {
  const app = new Hono<Visit>()
  const { database } = context
  const visitor = (c: Visitor): Actor => ({ kind: 'visitor', ...originOf(c) })
  const newcomer = (c: Visitor) => ({ locale: c.get('say').locale, zone: c.get('say').zone })

  /** The attempt that a request names, while it is at one of these steps; otherwise the answer. */
  async function at(c: Visitor, id: string | undefined, ...steps: Step[]): Promise<Response | At> {
    const attempt = await attemptIn(context, c, id)
    if (!attempt) return lost(c)
    const step = attempt.finishedAt ? 'done' : nextStep(attempt, attempt)
    return steps.includes(step) ? { ...attempt, email: attempt.email ?? '' } : goOn(context, c, attempt.id)
  }

  app.get('/sign-in/google', async (c) => {
    const attempt = await at(c, attemptParameter(c), 'google')
    if (attempt instanceof Response) return attempt
    const { id, product, site, email } = attempt
    if (site?.google?.skipPage) return toGoogle(context, c, attempt, false)
    const page = handoffPage(c.get('say'), { attempt: id, product, siteName: site?.name ?? '', email })
    return show(c, page, { formTargets: product?.origins })
  })

  app.post('/sign-in/handoff', async (c) => {
    const form = await formOf(c, 'attempt', 'choose', 'remember')
    const attempt = await at(c, form.attempt, 'identify', 'google', 'confirm-address', 'link')
    if (attempt instanceof Response) return attempt
    await setAttemptKeep(database.durable, attempt.id, form.remember !== undefined)
    const known = { ...attempt, email: attempt.email || undefined }
    return attempt.site?.google ? toGoogle(context, c, known, form.choose !== undefined) : goOn(context, c, attempt.id)
  })

  app.get(callbackPath, async (c) => {
    const underway = await comeBack(database.durable, queryOf(c, 'state', 100))
    const attempt = underway && (await attemptIn(context, c, underway.attemptId))
    return orSay(context, c, attempt, async () => {
      // Also when another browser brings it: whoever began the log-in is not the one who would be logged in by it.
      if (!underway || !attempt) throw new Refusal('identity-source.not-ours', 410)
      if (attempt.finishedAt) return goOn(context, c, attempt.id)
      const identity = await believeAnswer(database.durable, context.google, underway, new URL(c.req.url).search)
      await database.transaction((tx) => proveByGoogle(tx, visitor(c), attempt, identity, newcomer(c)))
      return goOn(context, c, attempt.id)
    })
  })

  app.get('/sign-in/google/address', async (c) => {
    const attempt = await at(c, attemptParameter(c), 'confirm-address')
    if (attempt instanceof Response) return attempt
    const { id, product, email, upstream } = attempt
    const page = confirmAddressPage(c.get('say'), { attempt: id, typed: email, primary: upstream?.email ?? '' })
    return show(c, page, { formTargets: product?.origins })
  })

  app.post('/sign-in/google/address', async (c) => {
    const form = await formOf(c, 'attempt')
    const attempt = await at(c, form.attempt, 'confirm-address')
    if (attempt instanceof Response) return attempt
    return orSay(context, c, attempt, async () => {
      const { upstream } = attempt
      if (upstream) await database.transaction((tx) => useGoogleAddress(tx, visitor(c), attempt, upstream, newcomer(c)))
      return goOn(context, c, attempt.id)
    })
  })

  app.get('/sign-in/google/link', async (c) => {
    const attempt = await at(c, attemptParameter(c), 'link')
    if (attempt instanceof Response) return attempt
    const { id, product, email } = attempt
    const work = await workAhead(context, c, attempt, email)
    return show(c, linkPage(c.get('say'), { attempt: id, email, keep: true, work }), { formTargets: product?.origins })
  })

  app.post('/sign-in/google/link', async (c) => {
    const form = await formOf(c, 'attempt', 'email', 'password', 'remember', 'work', 'solution')
    const attempt = await at(c, form.attempt, 'link')
    if (attempt instanceof Response) return attempt
    return orSay(context, c, attempt, async () => {
      const { id, product, email } = attempt
      const keep = form.remember !== undefined
      const answer = await tryPassword(context, c, attempt, { ...form, email, keep })
      if (answer instanceof Response) return answer
      const page = linkPage(c.get('say'), { attempt: id, email, keep, ...answer })
      return show(c, page, { status: 422, formTargets: product?.origins })
    })
  })

  return app
}

type At = Attempt & { readonly email: string }
