import { Hono } from 'hono'
import { parseAddress, Refusal } from '#kernel'
import { formOf, queryOf, show, type Visit, type Visitor } from '#platform'
import { nextStep, pathOf } from './attempt.ts'
import { checkPassword } from './check-password.ts'
import { combinedPage, identifyPage, passwordPage, rateLimitedPage } from './pages/index.ts'
import { knownName, setAttemptEmail } from './store.ts'
import {
  afterwards,
  attemptIn,
  attemptOrNew,
  attemptParameter,
  goOn,
  lost,
  originOf,
  presentedIn,
  type SignInContext,
} from './visit.ts'

/** Identifier first, and both at once (LOG-2): which of them is the product's setting. */
export function logInRoutes(context: SignInContext): Hono<Visit> {
  const app = new Hono<Visit>()
  const { database } = context

  app.get('/sign-in', async (c) => {
    const id = attemptParameter(c)
    const other = queryOf(c, 'other') !== undefined
    if (!id) {
      if (!other && (await presentedIn(context, c))) return c.redirect('/', 303)
      return show(c, identifyPage(c.get('say'), {}))
    }
    const attempt = await attemptIn(context, c, id)
    if (!attempt) return lost(c)
    if (attempt.finishedAt) return c.redirect(afterwards(attempt), 303)
    if (attempt.choose && !other) return c.redirect(`/accounts?attempt=${attempt.id}`, 303)
    const { product, email } = attempt
    const formTargets = product?.origins
    if (product?.form === 'combined') {
      const products = await context.productNames()
      return show(c, combinedPage(c.get('say'), { attempt: id, product, products, email, keep: true }), { formTargets })
    }
    return show(c, identifyPage(c.get('say'), { attempt: id, product, email }), { formTargets })
  })

  app.post('/sign-in', async (c) => {
    const form = await formOf(c, 'attempt', 'email')
    const known = form.attempt ? await attemptIn(context, c, form.attempt) : undefined
    if (form.attempt && !known) return lost(c)
    if (known?.finishedAt) return c.redirect(known.returnTo, 303)
    try {
      const address = parseAddress(form.email)
      const attempt = known ?? (await attemptOrNew(context, c, undefined))
      await setAttemptEmail(database.durable, attempt.id, address.typed)
      return c.redirect(pathOf('password', attempt.id), 303)
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      const page = identifyPage(c.get('say'), {
        attempt: known?.id,
        product: known?.product,
        email: clip(form.email),
        error,
      })
      return show(c, page, { status: 422, formTargets: known?.product?.origins })
    }
  })

  app.get('/sign-in/password', async (c) => {
    const attempt = await attemptIn(context, c, attemptParameter(c))
    if (!attempt) return lost(c)
    if (attempt.finishedAt) return c.redirect(afterwards(attempt), 303)
    const step = nextStep(attempt, { addressVerified: attempt.addressVerified })
    if (step === 'identify' || attempt.email === undefined) return c.redirect(pathOf('identify', attempt.id), 303)
    const { product, email } = attempt
    const name = await knownName(database.durable, parseAddress(email).key, attempt.browserId)
    const page = passwordPage(c.get('say'), {
      attempt: attempt.id,
      product,
      email,
      greetName: name?.split(' ')[0],
      keep: true,
    })
    return show(c, page, { formTargets: product?.origins })
  })

  app.post('/sign-in/password', async (c) => {
    const form = await formOf(c, 'attempt', 'email', 'password', 'remember')
    const attempt = await attemptIn(context, c, form.attempt)
    if (!attempt) return lost(c)
    if (attempt.finishedAt) return c.redirect(attempt.returnTo, 303)
    const email = attempt.email
    if (email === undefined) return c.redirect(pathOf('identify', attempt.id), 303)
    const keep = form.remember !== undefined
    const answer = await tryPassword(context, c, attempt, { email, password: form.password, keep })
    if (answer instanceof Response) return answer
    const { id, product } = attempt
    return show(c, passwordPage(c.get('say'), { attempt: id, product, email, keep, ...answer }), {
      status: 422,
      formTargets: product?.origins,
    })
  })

  app.post('/sign-in/combined', async (c) => {
    const form = await formOf(c, 'attempt', 'email', 'password', 'remember')
    const attempt = await attemptOrNew(context, c, form.attempt)
    if (attempt.finishedAt) return c.redirect(attempt.returnTo, 303)
    const keep = form.remember !== undefined
    const shape = { attempt: attempt.id, product: attempt.product, email: clip(form.email), keep }
    const again = async (problems: Partial<Parameters<typeof combinedPage>[1]>) => {
      const page = combinedPage(c.get('say'), { ...shape, products: await context.productNames(), ...problems })
      return show(c, page, { status: 422, formTargets: attempt.product?.origins })
    }
    try {
      const email = parseAddress(form.email).typed
      const answer = await tryPassword(context, c, attempt, { email, password: form.password, keep })
      return answer instanceof Response
        ? answer
        : again({ errors: { password: answer.error }, triesLeft: answer.triesLeft })
    } catch (error) {
      if (error instanceof Refusal && error.code.startsWith('kernel.address-'))
        return again({ errors: { email: error } })
      throw error
    }
  })

  return app
}

/** Checks a password and goes on, or says what to show on the form it came from. */
async function tryPassword(
  context: SignInContext,
  c: Visitor,
  attempt: Pick<Parameters<typeof checkPassword>[1], 'id' | 'browserId'>,
  typed: { email: string; password: string | undefined; keep: boolean },
): Promise<Response | { error: 'missing' | 'wrong'; triesLeft?: number }> {
  const { email, password, keep } = typed
  if (!password) return { error: 'missing' }
  const checked = await checkPassword(context, attempt, { email, password, keep }, originOf(c))
  if (checked.answer === 'right') return goOn(context, c, attempt.id)
  const until = checked.answer === 'wait' ? checked.until : checked.blockedUntil
  if (!until) return { error: 'wrong', triesLeft: checked.answer === 'wrong' ? checked.left : undefined }
  const now = context.database.durable.now
  c.header('Retry-After', String(Math.max(1, Math.ceil(until.since(now).total('seconds')))))
  return show(c, rateLimitedPage(c.get('say'), { attempt: attempt.id, email, until, now }), { status: 429 })
}

// What is shown again need not be longer than any address.
const clip = (text: string | undefined): string | undefined => text?.slice(0, 400)
