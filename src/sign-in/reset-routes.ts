import { Hono } from 'hono'
import { accountById, isVerified, proveAddress } from '#account'
import { judgePassword, requestReset, resetByToken, resetPassword } from '#credential'
import { type Actor, hashSecret, parseAddress, Refusal } from '#kernel'
import { formOf, queryOf, show, type Visit, type Visitor } from '#platform'
import { openAttempt } from './open-attempt.ts'
import { expiredLinkPage, forgotPage, newPasswordPage, resetSentPage } from './pages/index.ts'
import { setAttemptProved } from './store.ts'
import { attemptIn, attemptParameter, goOn, originOf, type SignInContext, setCookies, shownBy } from './visit.ts'
import type { Work } from './work.ts'
import { takeBeforeMail, workBeforeMail } from './work-ahead.ts'

/** A forgotten password (LOG-9). */
export function resetRoutes(context: SignInContext): Hono<Visit> {
  const app = new Hono<Visit>()
  const { database, hashing, minPasswordLength: minLength } = context

  app.get('/password/forgot', async (c) => {
    const attempt = await attemptIn(context, c, attemptParameter(c))
    const { id, product, email } = attempt ?? {}
    const work = await workBeforeMail(context, c, { form: 'reset', attempt: id })
    return show(c, forgotPage(c.get('say'), { attempt: id, product, email, work }))
  })

  app.post('/password/forgot', async (c) => {
    const form = await formOf(c, 'attempt', 'email', 'work', 'solution')
    const attempt = await attemptIn(context, c, form.attempt)
    const { id, product } = attempt ?? {}
    const again = (problem: { error?: Refusal; work?: Work }) =>
      show(c, forgotPage(c.get('say'), { attempt: id, product, email: form.email?.slice(0, 400), ...problem }), {
        status: 422,
      })
    const about = { form: 'reset', attempt: id } as const
    try {
      const address = parseAddress(form.email)
      const work = await takeBeforeMail(context, c, about, { ...form, emailKey: address.key })
      if (work) return again({ work })
      await database.transaction((tx) => requestReset(tx, address, attempt?.id))
      return show(c, resetSentPage(c.get('say'), { email: address.typed, sender: context.sender }))
    } catch (error) {
      if (!(error instanceof Refusal) || error.status !== 422) throw error
      return again({ error, work: await workBeforeMail(context, c, about) })
    }
  })

  app.get('/password/reset', async (c) => {
    const token = queryOf(c, 'token', 100)
    const reset = token && (await resetByToken(database.durable, hashSecret(token)))
    if (!token || !reset) return expired(c)
    const formTargets = (await attemptIn(context, c, reset.attemptId))?.product?.origins
    return show(c, newPasswordPage(c.get('say'), { token, errors: {}, minLength, email: reset.email }), { formTargets })
  })

  app.post('/password/reset', async (c) => {
    const form = await formOf(c, 'token', 'password')
    const token = form.token ?? ''
    const reset = await resetByToken(database.durable, hashSecret(token))
    if (!reset) return expired(c)
    const attempt = await attemptIn(context, c, reset.attemptId)
    const judged = await judgePassword(
      form.password,
      [reset.name, reset.email, ...(await context.contextWords())],
      minLength,
    )
    if (judged.refusal) {
      const page = newPasswordPage(c.get('say'), {
        token,
        errors: { password: judged.refusal },
        minLength,
        email: reset.email,
      })
      return show(c, page, { status: 422, formTargets: attempt?.product?.origins })
    }
    const hash = await hashing.hash(form.password as string)
    const opened = await database.transaction(async (tx) => {
      const actor: Actor = { kind: 'visitor', ...originOf(c) }
      const accountId = await resetPassword(tx, actor, hashSecret(token), hash)
      const account = accountId && (await accountById(tx, accountId))
      if (!account) return undefined
      // Following the mailed link proves the address as well as a verification mail would.
      if (!isVerified(account)) await proveAddress(tx, actor, account.id)
      if (attempt && !attempt.finishedAt) {
        await setAttemptProved(tx, attempt.id, account.id, account.email, attempt.keep)
        return { attemptId: attempt.id, setCookies: [] }
      }
      return openAttempt(tx, context.jar, shownBy(context, c), {
        returnTo: '/',
        email: account.email,
        accountId: account.id,
        passwordProvedAt: tx.now,
      })
    })
    if (!opened) return expired(c)
    setCookies(c, opened.setCookies)
    const fresh = context.jar.read(opened.setCookies.map((cookie) => cookie.split(';')[0]).join('; '))
    return goOn(context, c, opened.attemptId, { ...shownBy(context, c), ...fresh })
  })

  const expired = (c: Visitor) => show(c, expiredLinkPage(c.get('say'), { again: 'reset' }), { status: 410 })

  return app
}
