import { Hono } from 'hono'
import { accountById } from '#account'
import { show, type Visit } from '#platform'
import { nextStep } from './attempt.ts'
import { deactivatedPage } from './pages/index.ts'
import { afterwards, attemptIn, attemptParameter, goOn, lost, type SignInContext } from './visit.ts'

/** Where the log-in to an account ends that is turned off (MAN-2, LOG-5). */
export function deactivatedRoutes(context: SignInContext): Hono<Visit> {
  const app = new Hono<Visit>()
  const on = context.database.durable

  app.get('/sign-in/deactivated', async (c) => {
    const attempt = await attemptIn(context, c, attemptParameter(c))
    if (!attempt) return lost(c)
    if (attempt.finishedAt) return c.redirect(afterwards(attempt), 303)
    const isHere = nextStep(attempt, attempt) === 'deactivated'
    const account = isHere && attempt.accountId ? await accountById(on, attempt.accountId) : undefined
    const { suspendedAt, deactivatedAt, managedBy } = account ?? {}
    const at = suspendedAt ?? deactivatedAt
    // Turned on again since: the log-in goes on.
    if (!account || !at) return goOn(context, c, attempt.id)
    const page = deactivatedPage(c.get('say'), {
      attempt: attempt.id,
      email: account.email,
      at,
      organization: suspendedAt ? undefined : managedBy?.organization,
      confirming: attempt.confirms !== undefined,
    })
    return show(c, page, { status: 403, formTargets: attempt.product?.origins })
  })

  return app
}
