import { Hono } from 'hono'
import {
  accountById,
  askForNewHome,
  type Deletion,
  deletionByToken,
  deletionOf,
  freedAddress,
  holderOf,
  keepAccount,
  keepUnderAddress,
  newHomeByToken,
} from '#account'
import { type Actor, hashSecret, parseAddress, Refusal } from '#kernel'
import { formOf, queryOf, show, type Visit, type Visitor } from '#platform'
import { type Attempt, nextStep } from './attempt.ts'
import {
  deletionDecidedPage,
  keepAccountPage,
  keepByMailPage,
  keepElsewherePage,
  keepGonePage,
  keptPage,
  leftAlonePage,
  newHomePage,
  newHomeSentPage,
} from './pages/index.ts'
import { forgetAttemptEmail } from './store.ts'
import { afterwards, attemptIn, attemptParameter, goOn, lost, originOf, type SignInContext } from './visit.ts'

/** Keeping an account that is to be deleted (ACC-9): the step of a log-in, and the link of the mails. */
export function keepRoutes(context: SignInContext): Hono<Visit> {
  const app = new Hono<Visit>()
  const { database, secretKey } = context
  const on = database.durable
  const visitor = (c: Visitor): Actor => ({ kind: 'visitor', ...originOf(c) })
  const gone = (c: Visitor) => show(c, keepGonePage(c.get('say')), { status: 410 })

  app.get('/sign-in/keep-account', async (c) => {
    const waiting = await waitingIn(c, attemptParameter(c))
    return waiting instanceof Response ? waiting : showStep(c, waiting)
  })

  app.post('/sign-in/keep-account', async (c) => {
    const { attempt: id, answer } = await formOf(c, 'attempt', 'answer')
    const waiting = await waitingIn(c, id)
    if (waiting instanceof Response) return waiting
    const { accountId, deletionDue: dueAt } = waiting
    if (answer === 'leave') {
      // Whoever uses this browser next is not to find the account proved and one button away.
      await forgetAttemptEmail(on, waiting.id)
      return show(c, leftAlonePage(c.get('say'), { attempt: waiting.id, dueAt }))
    }
    if (answer !== 'keep') return showStep(c, waiting)
    const actor: Actor = { kind: 'holder', accountId, ...originOf(c) }
    try {
      await database.transaction((tx) => keepAccount(tx, actor, secretKey, accountId))
    } catch (error) {
      if (error instanceof Refusal && ['account.address-taken', 'account.managed'].includes(error.code))
        return showStep(c, waiting, error)
      throw error
    }
    return goOn(context, c, waiting.id)
  })

  app.get('/account/keep', async (c) => {
    const token = queryOf(c, 'token', 100)
    const deletion = token && (await deletionByToken(on, hashSecret(token)))
    return token && deletion ? showLink(c, token, deletion) : gone(c)
  })

  app.post('/account/keep', async (c) => {
    const { token = '' } = await formOf(c, 'token')
    const deletion = await deletionByToken(on, hashSecret(token))
    if (!deletion) return gone(c)
    try {
      await database.transaction((tx) => keepAccount(tx, visitor(c), secretKey, deletion.accountId))
    } catch (error) {
      if (error instanceof Refusal && error.code === 'account.address-taken') return showElsewhere(c, token, deletion)
      throw error
    }
    return kept(c, deletion.accountId)
  })

  app.post('/account/keep/address', async (c) => {
    const { token = '', email } = await formOf(c, 'token', 'email')
    const deletion = await deletionByToken(on, hashSecret(token))
    if (!deletion?.sealedAddress) return gone(c)
    try {
      const typed = await database.transaction((tx) => askForNewHome(tx, secretKey, deletion, email))
      return show(c, newHomeSentPage(c.get('say'), { email: typed, sender: context.sender }))
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      return showElsewhere(c, token, deletion, { error, value: email?.slice(0, 400) })
    }
  })

  app.get('/account/keep/address', async (c) => {
    const token = queryOf(c, 'token', 100)
    const home = token && (await newHomeByToken(on, hashSecret(token)))
    return token && home ? show(c, newHomePage(c.get('say'), { token, email: home.email })) : gone(c)
  })

  app.post('/account/keep/new-address', async (c) => {
    const { token = '' } = await formOf(c, 'token')
    const accountId = await database.transaction((tx) => keepUnderAddress(tx, visitor(c), hashSecret(token)))
    return accountId ? kept(c, accountId) : gone(c)
  })

  type Waiting = Attempt & { readonly accountId: string; readonly deletionDue: Temporal.Instant }

  /** The log-in that waits at this step, or the answer where it waits for something else. */
  async function waitingIn(c: Visitor, id: string | undefined): Promise<Waiting | Response> {
    const attempt = await attemptIn(context, c, id)
    if (!attempt) return lost(c)
    if (attempt.finishedAt) return c.redirect(afterwards(attempt), 303)
    const { accountId, deletionDue } = attempt
    if (nextStep(attempt, attempt) !== 'keep-account' || !accountId || !deletionDue) return goOn(context, c, attempt.id)
    return { ...attempt, accountId, deletionDue }
  }

  async function showStep(c: Visitor, waiting: Waiting, error?: Refusal): Promise<Response> {
    const { id, product, deletionDue, accountId } = waiting
    const deletion = await deletionOf(on, accountId)
    // A passkey finds an account whose address was freed, too.
    const email = waiting.email || (deletion && freedAddress(secretKey, deletion)) || ''
    const manager = deletion?.decidedBy && (await accountById(on, accountId))?.managedBy
    if (manager) {
      const { organization, domain } = manager
      const page = { attempt: id, email, dueAt: deletionDue, organization, domain }
      return show(c, deletionDecidedPage(c.get('say'), page), { status: error?.status })
    }
    const page = keepAccountPage(c.get('say'), { attempt: id, email, dueAt: deletionDue, error })
    return show(c, page, { status: error?.status, formTargets: product?.origins })
  }

  async function showLink(c: Visitor, token: string, deletion: Deletion): Promise<Response> {
    const account = await accountById(on, deletion.accountId)
    const freed = freedAddress(secretKey, deletion)
    const isTaken = freed !== undefined && !account?.email && (await holderOf(on, parseAddress(freed).key))
    if (isTaken) return showElsewhere(c, token, deletion)
    const email = account?.email || (freed ?? '')
    return show(c, keepByMailPage(c.get('say'), { token, email, dueAt: deletion.dueAt }))
  }

  function showElsewhere(
    c: Visitor,
    token: string,
    deletion: Deletion,
    problem: { error?: Refusal; value?: string } = {},
  ): Promise<Response> {
    const email = freedAddress(secretKey, deletion) ?? ''
    const page = keepElsewherePage(c.get('say'), { token, email, dueAt: deletion.dueAt, ...problem })
    return show(c, page, { status: problem.error?.status ?? 409 })
  }

  async function kept(c: Visitor, accountId: string): Promise<Response> {
    const account = await accountById(on, accountId)
    return show(c, keptPage(c.get('say'), { email: account?.email ?? '' }))
  }

  return app
}
