import { Hono } from 'hono'
import { parseName } from '#account'
import { judgePassword } from '#credential'
import { birthWords, managerToBe } from '#domain-claim'
import { macOf, parseAddress, Refusal } from '#kernel'
import { countOne, formOf, type Limit, queryOf, show, subscriberOf, type Visit } from '#platform'
import { pathOf, wayIn } from './attempt.ts'
import { type SignUpField, signUpPage } from './pages/index.ts'
import { signUp } from './sign-up.ts'
import { setAttemptEmail } from './store.ts'
import {
  afterwards,
  attemptIn,
  attemptOrNew,
  attemptParameter,
  goOn,
  lost,
  originOf,
  type SignInContext,
} from './visit.ts'
import type { Work } from './work.ts'
import { takeBeforeMail, workBeforeMail } from './work-ahead.ts'

// One is asked for each time an address field is left.
const managerAsked: Limit = { name: 'manager-asked', most: 300, within: Temporal.Duration.from('PT15M') }

/** Making an account (ACC-4, ACC-5). */
export function signUpRoutes(context: SignInContext): Hono<Visit> {
  const app = new Hono<Visit>()
  const { database, hashing, minPasswordLength: minLength } = context

  app.get('/sign-up', async (c) => {
    const id = attemptParameter(c)
    const attempt = id ? await attemptIn(context, c, id) : undefined
    if (id && !attempt) return lost(c)
    if (attempt?.finishedAt) return c.redirect(afterwards(attempt), 303)
    const values = { email: attempt?.email }
    const manager = await managerToBe(database.durable, attempt?.email)
    const work = await workBeforeMail(context, c, { form: 'sign-up', attempt: id })
    const products = await context.productNames()
    return show(c, signUpPage(c.get('say'), { attempt: id, values, errors: {}, products, minLength, work, manager }), {
      formTargets: attempt?.product?.origins,
    })
  })

  app.post('/sign-up', async (c) => {
    const form = await formOf(c, 'attempt', 'name', 'email', 'password', 'terms', 'work', 'solution')
    const known = await attemptIn(context, c, form.attempt)
    if (form.attempt && !known) return lost(c)
    const errors: Partial<Record<SignUpField, Refusal>> = {}
    const name = read(errors, 'name', () => parseName(form.name))
    const address = read(errors, 'email', () => parseAddress(form.email))
    const products = await context.productNames()
    const words = [form.name ?? '', form.email ?? ''].map((word) => word.slice(0, 200))
    const judged = await judgePassword(form.password, [...words, ...(await context.contextWords())], minLength)
    if (judged.refusal) errors.password = judged.refusal
    if (form.terms === undefined) errors.terms = new Refusal('sign-in.terms-missing', 422)
    const about = { form: 'sign-up', attempt: known?.id } as const
    const again = async (work: Work | undefined) => {
      const values = {
        name: form.name?.slice(0, 400),
        email: form.email?.slice(0, 400),
        terms: form.terms !== undefined,
      }
      const page = signUpPage(c.get('say'), {
        attempt: form.attempt,
        values,
        errors,
        products,
        minLength,
        work,
        manager: await managerToBe(database.durable, address?.key),
      })
      return show(c, page, { status: 422, formTargets: known?.product?.origins })
    }
    if (!name || !address || Object.keys(errors).length > 0) return again(await workBeforeMail(context, c, about))
    if (known && wayIn(known, address.typed) === 'google') {
      // Their account comes by logging in there, or is there already; it needs no password of ours (LOG-3).
      await setAttemptEmail(database.durable, known.id, address.typed)
      return c.redirect(pathOf('google', known.id), 303)
    }
    const work = await takeBeforeMail(context, c, about, form)
    if (work) {
      errors.password = new Refusal('sign-in.work-first', 422)
      return again(work)
    }
    const hash = await hashing.hash(form.password as string)
    const attempt = await attemptOrNew(context, c, form.attempt)
    if (attempt.finishedAt) return c.redirect(attempt.returnTo, 303)
    const { locale, zone } = c.get('say')
    await database.transaction((tx) =>
      signUp(tx, { kind: 'visitor', ...originOf(c) }, attempt, { name, address, hash, locale, zone }),
    )
    return goOn(context, c, attempt.id)
  })

  // Of a domain and nothing else: whether an address has an account is told nowhere (ACC-5).
  app.get('/sign-up/manager', async (c) => {
    const subject = macOf(context.secretKey, managerAsked.name, subscriberOf(c.get('network')))
    const { blockedUntil } = await countOne(database.quick, managerAsked, subject)
    if (blockedUntil) {
      const retryAfterSeconds = Math.max(1, Math.ceil(blockedUntil.since(database.quick.now).total('seconds')))
      return c.json({ error: 'sign-in.asked-often' }, 429, { 'Retry-After': String(retryAfterSeconds) })
    }
    const manager = await managerToBe(database.durable, `x@${queryOf(c, 'domain', 300) ?? ''}`)
    c.header('Cache-Control', 'private, max-age=300')
    return c.json({ sentence: manager ? birthWords(c.get('say'), manager) : '' })
  })

  app.post('/password/strength', async (c) => {
    const body = Object(await c.req.json().catch(() => undefined)) as Record<string, unknown>
    const given = (key: string) => (typeof body[key] === 'string' ? (body[key] as string).slice(0, 400) : '')
    const password = given('password').slice(0, 129)
    const { score, refusal } = await judgePassword(
      password,
      [given('name'), given('email'), ...(await context.contextWords())],
      minLength,
    )
    const known = refusal?.code !== 'credential.password-leaked' && refusal?.code !== 'credential.password-missing'
    return c.json({ score, met: { length: [...password].length >= minLength, known } })
  })

  return app
}

function read<T>(errors: Partial<Record<SignUpField, Refusal>>, field: SignUpField, parse: () => T): T | undefined {
  try {
    return parse()
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    errors[field] = error
    return undefined
  }
}
