import { Hono } from 'hono'
import { askToProve, boundTo, secondStepOf, waysOf } from '#credential'
import { newSecret, parseAddress, Refusal } from '#kernel'
import { formOf, show, type Visit, type Visitor } from '#platform'
import { nextStep, pathOf } from './attempt.ts'
import { openAttempt } from './open-attempt.ts'
import { passkeyPage, rateLimitedPage } from './pages/index.ts'
import { countPasskeyFailure, passkeysBlockedUntil } from './passkey-limit.ts'
import { type AskedPasskey, askedOf, proveByPasskey } from './prove-by-passkey.ts'
import { knownName } from './store.ts'
import {
  afterwards,
  attemptIn,
  attemptParameter,
  goOn,
  lost,
  originOf,
  type SignInContext,
  setCookies,
  shownBy,
} from './visit.ts'

type Known = NonNullable<Awaited<ReturnType<typeof attemptIn>>>

/**
 * Logging in with a passkey, and passkeys as a second step (LOG-4, LOG-10). Scripts ask `options` what to ask the device for,
 * and post its answer as a form.
 */
export function passkeyRoutes(context: SignInContext): Hono<Visit> {
  const app = new Hono<Visit>()
  const { database, jar, relyingParty, secretKey } = context

  app.post('/sign-in/passkey/options', async (c) => {
    const form = await formOf(c, 'attempt', 'use')
    const attempt = form.attempt ? await attemptIn(context, c, form.attempt) : undefined
    if (form.attempt && (!attempt || attempt.finishedAt)) throw new Refusal('sign-in.attempt-lost', 410)
    const asked = attempt ? askedOf(attempt, form.use) : { purpose: 'log-in' as const }
    return c.json(await askToProve(database.quick, relyingParty, { ...asked, boundTo: bindingOf(c, attempt) }))
  })

  app.get('/sign-in/passkey', async (c) => {
    const id = attemptParameter(c)
    if (id === undefined) return c.redirect('/sign-in', 303)
    const attempt = await attemptIn(context, c, id)
    if (!attempt) return lost(c)
    if (attempt.finishedAt) return c.redirect(afterwards(attempt), 303)
    const step = nextStep(attempt, attempt)
    if (step === 'identify') return c.redirect(pathOf('identify', attempt.id), 303)
    if (step !== 'password' && step !== 'second-step') return goOn(context, c, attempt.id)
    return passkeyPageFor(c, attempt, { asksAtOnce: true })
  })

  app.post('/sign-in/passkey', async (c) => {
    const form = await formOf(c, 'attempt', 'answer', 'use', 'remember', 'trust')
    const attempt = form.attempt ? await attemptIn(context, c, form.attempt) : undefined
    if (form.attempt && !attempt) return lost(c)
    if (attempt?.finishedAt) return c.redirect(afterwards(attempt), 303)
    const { network } = originOf(c)
    const until = await passkeysBlockedUntil(database.durable, secretKey, network)
    if (until) return pause(c, until, attempt?.id)
    const asked = attempt ? askedOf(attempt, form.use) : { purpose: 'log-in' as const }
    try {
      const { attemptId, browser } = await proveByPasskey(
        context,
        { ...asked, boundTo: bindingOf(c, attempt), answer: form.answer },
        () => attemptFor(c, attempt),
        ({ isRoaming }) => ({
          keep: attempt?.confirms ? attempt.keep : isKept(form.remember, isRoaming),
          trust: form.trust !== undefined && attempt?.confirms === undefined,
        }),
        originOf(c),
      )
      return await goOn(context, c, attemptId, { ...shownBy(context, c), browser })
    } catch (error) {
      if (!(error instanceof Refusal) || !error.code.startsWith('credential.passkey-')) throw error
      await countPasskeyFailure(database.durable, secretKey, network)
      return passkeyPageFor(c, attempt, { problem: error }, asked)
    }
  })

  /** Where an answer is taken: in the log-in that asked, or, where none is under way, in the browser that did. */
  function bindingOf(c: Visitor, attempt: Known | undefined): Buffer {
    if (attempt) return boundTo('attempt', attempt.id)
    const { visit } = shownBy(context, c)
    if (visit) return boundTo('visit', visit)
    const secret = newSecret()
    setCookies(c, [jar.visit(secret)])
    return boundTo('visit', secret)
  }

  async function attemptFor(c: Visitor, attempt: Known | undefined): Promise<{ id: string; browser: string }> {
    const { browser = '', ...shown } = shownBy(context, c)
    if (attempt) return { id: attempt.id, browser }
    const opened = await openAttempt(database.durable, jar, { ...shown, browser }, { returnTo: '/' })
    setCookies(c, opened.setCookies)
    return { id: opened.attemptId, browser: jar.read(opened.setCookies[0]).browser ?? browser }
  }

  async function passkeyPageFor(
    c: Visitor,
    attempt: Known | undefined,
    state: { asksAtOnce?: boolean; problem?: Refusal },
    asked: AskedPasskey = attempt ? askedOf(attempt) : { purpose: 'log-in' },
  ): Promise<Response> {
    const { id, product, email, browserId, confirms } = attempt ?? {}
    const name = email && browserId && (await knownName(database.durable, parseAddress(email).key, browserId))
    const { accountId } = asked.purpose === 'second-step' ? asked : {}
    const page = passkeyPage(c.get('say'), {
      ...state,
      attempt: id,
      product,
      email,
      greetName: name ? name.split(' ')[0] : undefined,
      ways: accountId === undefined ? undefined : waysOf(await secondStepOf(database.durable, accountId)),
      use: asked.purpose === 'second-step' ? 'second-step' : confirms ? 'confirm' : 'log-in',
    })
    return show(c, page, { status: state.problem?.status ?? 200, formTargets: product?.origins })
  }

  async function pause(c: Visitor, until: Temporal.Instant, attempt: string | undefined): Promise<Response> {
    const { now } = database.durable
    c.header('Retry-After', String(Math.max(1, Math.ceil(until.since(now).total('seconds')))))
    return show(c, rateLimitedPage(c.get('say'), { attempt, until, now }), { status: 429 })
  }

  return app
}

/** As the box on the page says. Without one, a passkey of this very device stays logged in; a phone or key may be a guest's. */
const isKept = (remember: string | undefined, isRoaming: boolean): boolean =>
  remember === 'unasked' ? !isRoaming : remember === '1'
