import { Hono } from 'hono'
import { passkeysOf } from '#credential'
import { parseAddress, Refusal } from '#kernel'
import { formOf, queryOf, show, type Visit, type Visitor } from '#platform'
import { type Attempt, nextStep, pathOf, type Step, wayIn } from './attempt.ts'
import { accountsHere } from './choose-account.ts'
import { toGoogle } from './google-visit.ts'
import { combinedPage, identifyPage, passwordPage } from './pages/index.ts'
import { usesPasskeyHere } from './passkey-attempt-store.ts'
import { resolve } from './route.ts'
import { forgetAttemptEmail, knownName, setAttemptEmail } from './store.ts'
import { tryPassword } from './try-password.ts'
import {
  afterwards,
  attemptIn,
  attemptOrNew,
  attemptParameter,
  goOn,
  lost,
  type SignInContext,
  shownBy,
} from './visit.ts'
import { workAhead } from './work-ahead.ts'

/** Identifier first, and both at once (LOG-2): which of them is the product's setting. */
export function logInRoutes(context: SignInContext): Hono<Visit> {
  const app = new Hono<Visit>()
  const { database } = context

  app.get('/sign-in', async (c) => {
    const id = attemptParameter(c)
    const attempt = id ? await attemptIn(context, c, id) : undefined
    if (id && !attempt) return lost(c)
    if (attempt?.finishedAt) return c.redirect(afterwards(attempt), 303)
    if (attempt?.confirms) return c.redirect(pathOf('password', attempt.id), 303)
    const next = await firstPage(c, attempt)
    if (next === 'continue') return c.redirect('/', 303)
    if (next === 'choose-account') return c.redirect(id ? `/accounts?attempt=${id}` : '/accounts', 303)
    const { product, email, site } = attempt ?? {}
    const shape = { attempt: id, product, email, google: site?.google !== undefined }
    const formTargets = product?.origins
    if (next === 'ask-address-and-password') {
      const products = await context.productNames()
      const work = attempt && (await workAhead(context, c, attempt, email))
      return show(c, combinedPage(c.get('say'), { ...shape, products, keep: true, work }), { formTargets })
    }
    return show(c, identifyPage(c.get('say'), shape), { formTargets })
  })

  app.post('/sign-in', async (c) => {
    const form = await formOf(c, 'attempt', 'email', 'method')
    const known = form.attempt ? await attemptIn(context, c, form.attempt) : undefined
    if (form.attempt && !known) return lost(c)
    if (known?.finishedAt) return c.redirect(known.returnTo, 303)
    if (known?.confirms) return c.redirect(pathOf('password', known.id), 303)
    if (known && form.method === 'google') return continueWithGoogle(c, known)
    try {
      const address = parseAddress(form.email)
      const attempt = known ?? (await attemptOrNew(context, c, undefined))
      await setAttemptEmail(database.durable, attempt.id, address.typed)
      const passkeyHere = await usesPasskeyHere(database.durable, address.key, attempt.browserId)
      return c.redirect(pathOf(wayIn(attempt, address.typed, passkeyHere), attempt.id), 303)
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      const page = identifyPage(c.get('say'), {
        attempt: known?.id,
        product: known?.product,
        google: known?.site?.google !== undefined,
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
    const step = nextStep(attempt, attempt)
    if (step === 'identify' || attempt.email === undefined) return c.redirect(pathOf('identify', attempt.id), 303)
    if (isGooglesTurn(step)) return goOn(context, c, attempt.id)
    const { product, email } = attempt
    const name = await knownName(database.durable, parseAddress(email).key, attempt.browserId)
    const page = passwordPage(c.get('say'), {
      attempt: attempt.id,
      product,
      email,
      greetName: name?.split(' ')[0],
      keep: true,
      confirming: attempt.confirms !== undefined,
      hasPasskey: await hasPasskey(attempt),
      work: await workAhead(context, c, attempt, email),
    })
    return show(c, page, { formTargets: product?.origins })
  })

  app.post('/sign-in/password', async (c) => {
    const form = await formOf(c, 'attempt', 'email', 'password', 'remember', 'work', 'solution')
    const attempt = await attemptIn(context, c, form.attempt)
    if (!attempt) return lost(c)
    if (attempt.finishedAt) return c.redirect(attempt.returnTo, 303)
    const email = attempt.email
    if (email === undefined) return c.redirect(pathOf('identify', attempt.id), 303)
    if (isGooglesTurn(nextStep(attempt, attempt))) return goOn(context, c, attempt.id)
    const confirming = attempt.confirms !== undefined
    const keep = confirming ? attempt.keep : form.remember !== undefined
    const answer = await tryPassword(context, c, attempt, { ...form, email, keep })
    if (answer instanceof Response) return answer
    const { id, product } = attempt
    const shape = { attempt: id, product, email, keep, confirming, hasPasskey: await hasPasskey(attempt) }
    return show(c, passwordPage(c.get('say'), { ...shape, ...answer }), {
      status: 422,
      formTargets: product?.origins,
    })
  })

  app.post('/sign-in/combined', async (c) => {
    const form = await formOf(c, 'attempt', 'email', 'password', 'remember', 'method', 'work', 'solution')
    const attempt = await attemptOrNew(context, c, form.attempt)
    if (attempt.finishedAt) return c.redirect(attempt.returnTo, 303)
    if (form.method === 'google') return continueWithGoogle(c, attempt)
    const keep = form.remember !== undefined
    const google = attempt.site?.google !== undefined
    const shape = { attempt: attempt.id, product: attempt.product, google, email: clip(form.email), keep }
    const again = async (problems: Partial<Parameters<typeof combinedPage>[1]>) => {
      const page = combinedPage(c.get('say'), { ...shape, products: await context.productNames(), ...problems })
      return show(c, page, { status: 422, formTargets: attempt.product?.origins })
    }
    try {
      const email = parseAddress(form.email).typed
      if (wayIn(attempt, email) === 'google') {
        // Whatever was typed as password is Google's to ask for, not ours to check (LOG-3).
        await setAttemptEmail(database.durable, attempt.id, email)
        return c.redirect(pathOf('google', attempt.id), 303)
      }
      const answer = await tryPassword(context, c, attempt, { ...form, email, keep })
      if (answer instanceof Response) return answer
      return again({ ...answer, errors: { password: answer.error } })
    } catch (error) {
      if (error instanceof Refusal && error.code.startsWith('kernel.address-'))
        return again({ errors: { email: error } })
      throw error
    }
  })

  /** Whether somebody who confirms who they are can do it with a passkey. */
  const hasPasskey = async ({ confirms }: Pick<Attempt, 'confirms'>) =>
    confirms !== undefined && (await passkeysOf(database.durable, confirms)).some(({ kind }) => kind === 'passkey')

  /** What a log-in begins with. One that was opened for a product counts this browser's accounts only where it asks to. */
  async function firstPage(c: Visitor, attempt: Attempt | undefined) {
    const another = queryOf(c, 'other') !== undefined || attempt?.choose === false
    const { next } = resolve({
      form: attempt?.product?.form ?? 'identifier-first',
      site: attempt?.site,
      accounts: another ? [] : await accountsHere(database.durable, shownBy(context, c)),
      request: { another, select: attempt?.choose },
    })
    return next
  }

  /** “Continue with Google”: whatever stands in the form does not count. */
  async function continueWithGoogle(c: Visitor, attempt: Pick<Attempt, 'id' | 'site' | 'product' | 'freshSince'>) {
    const { next } = resolve({
      form: 'identifier-first',
      site: attempt.site,
      withGoogle: true,
      accounts: [],
      request: {},
    })
    if (next !== 'google') return c.redirect(pathOf('identify', attempt.id), 303)
    await forgetAttemptEmail(database.durable, attempt.id)
    return toGoogle(context, c, attempt, true)
  }

  return app
}

/** Whether the log-in waits for something other than a password: a password does not take it on, right or wrong (LOG-3). */
const isGooglesTurn = (step: Step) => step === 'google' || step === 'confirm-address' || step === 'link'

// What is shown again need not be longer than any address.
const clip = (text: string | undefined): string | undefined => text?.slice(0, 400)
