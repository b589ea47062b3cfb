import { Hono } from 'hono'
import { type Account, accountById } from '#account'
import { lastDisputeOf, openDispute } from '#domain-claim'
import { Refusal } from '#kernel'
import { formOf, show, type Visit, type Visitor } from '#platform'
import { type Attempt, nextStep } from './attempt.ts'
import { deactivatedPage, notMinePage } from './pages/index.ts'
import { withAttempt } from './pages/parts.ts'
import { afterwards, attemptIn, attemptParameter, goOn, lost, originOf, type SignInContext } from './visit.ts'

// What is shown again of a text that was too long.
const clip = (text: string | undefined) => text?.slice(0, 4_000)

/** Where the log-in to an account ends that is turned off (MAN-2, LOG-5), and from where its holder can still say no (DOM-9). */
export function deactivatedRoutes(context: SignInContext): Hono<Visit> {
  const app = new Hono<Visit>()
  const { database } = context
  const on = database.durable

  app.get('/sign-in/deactivated', async (c) => {
    const off = await offIn(c, attemptParameter(c))
    if (off instanceof Response) return off
    const { attempt, account, at, organization } = off
    const dispute = organization === undefined ? undefined : await lastDisputeOf(on, account.id)
    const page = deactivatedPage(c.get('say'), {
      attempt: attempt.id,
      email: account.email,
      at,
      organization,
      dispute: dispute?.settledAt ? undefined : dispute,
      confirming: attempt.confirms !== undefined,
    })
    return show(c, page, { status: 403, formTargets: attempt.product?.origins })
  })

  app.get('/sign-in/deactivated/not-mine', async (c) => {
    const off = await offIn(c, attemptParameter(c))
    return off instanceof Response ? off : showNotMine(c, off)
  })
  app.post('/sign-in/deactivated/not-mine', async (c) => {
    const { attempt: id, ...typed } = await formOf(c, 'attempt', 'matter', 'text', 'reach')
    const off = await offIn(c, id)
    if (off instanceof Response) return off
    const { attempt, account, organization } = off
    if (organization === undefined) return c.redirect(withAttempt('/sign-in/deactivated', attempt.id), 303)
    const wish = { matter: typed.matter, text: typed.text, reach: typed.reach }
    try {
      const actor = { kind: 'holder', accountId: account.id, ...originOf(c) } as const
      await database.transaction((tx) => openDispute(tx, actor, wish))
    } catch (error) {
      if (!(error instanceof Refusal) || ![422, 429].includes(error.status)) throw error
      const again = { ...wish, text: clip(typed.text), reach: typed.reach?.slice(0, 400) }
      return showNotMine(c, off, { typed: again, error })
    }
    return c.redirect(withAttempt('/sign-in/deactivated', attempt.id), 303)
  })

  type Off = {
    readonly attempt: Attempt
    readonly account: Account
    readonly at: Temporal.Instant
    /** Whoever turned it off; nobody, where whoever runs Umbel suspended it. */
    readonly organization: string | undefined
  }

  /** The log-in that ended here, or the answer where it goes on. */
  async function offIn(c: Visitor, id: string | undefined): Promise<Off | Response> {
    const attempt = await attemptIn(context, c, id)
    if (!attempt) return lost(c)
    if (attempt.finishedAt) return c.redirect(afterwards(attempt), 303)
    const isHere = nextStep(attempt, attempt) === 'deactivated'
    const account = isHere && attempt.accountId ? await accountById(on, attempt.accountId) : undefined
    const { suspendedAt, deactivatedAt, managedBy } = account ?? {}
    const at = suspendedAt ?? deactivatedAt
    // Turned on again since: the log-in goes on.
    if (!account || !at) return goOn(context, c, attempt.id)
    return { attempt, account, at, organization: suspendedAt ? undefined : managedBy?.organization }
  }

  async function showNotMine(
    c: Visitor,
    { attempt, account, organization }: Off,
    more: { typed?: Readonly<Record<'matter' | 'text' | 'reach', string | undefined>>; error?: Refusal } = {},
  ): Promise<Response> {
    const open = await lastDisputeOf(on, account.id)
    if (organization === undefined || (open && !open.settledAt)) {
      return c.redirect(withAttempt('/sign-in/deactivated', attempt.id), 303)
    }
    const page = notMinePage(c.get('say'), { attempt: attempt.id, email: account.email, organization, ...more })
    return show(c, page, { status: more.error?.status ?? 403 })
  }

  return app
}
