import { Hono } from 'hono'
import { hashSecret } from '#kernel'
import { formOf, queryOf, show, type Visit, type Visitor } from '#platform'
import { pathOf } from './attempt.ts'
import { accountsOf, chooseAccount, removeAccounts } from './choose-account.ts'
import { openAttempt } from './open-attempt.ts'
import { choosePage, loggedOutPage } from './pages/index.ts'
import { browserByToken } from './store.ts'
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

/** The accounts in this browser: choosing one, and taking them off the list (LOG-7). */
export function chooseRoutes(context: SignInContext): Hono<Visit> {
  const app = new Hono<Visit>()
  const { database, jar } = context

  app.get('/accounts', async (c) => {
    const id = attemptParameter(c)
    const attempt = id ? await attemptIn(context, c, id) : undefined
    if (id && !attempt) return lost(c)
    if (attempt?.finishedAt) return c.redirect(afterwards(attempt), 303)
    const accounts = await accountsOf(database.durable, shownBy(context, c))
    if (accounts.length === 0) return c.redirect(id ? `${pathOf('identify', id)}&other=1` : '/sign-in', 303)
    const choices = accounts.map(({ session, ...known }) => ({ ...known, loggedIn: session !== undefined }))
    const removing = queryOf(c, 'remove') !== undefined
    const page = choosePage(c.get('say'), { attempt: id, product: attempt?.product, choices, removing })
    return show(c, page, { formTargets: attempt?.product?.origins })
  })

  app.post('/accounts', async (c) => {
    const form = await formOf(c, 'attempt', 'account')
    const shown = shownBy(context, c)
    const known = form.attempt ? await attemptIn(context, c, form.attempt) : undefined
    if (form.attempt && !known) return lost(c)
    if (known?.finishedAt) return c.redirect(known.returnTo, 303)
    const attempt = known ?? (await homeward(c))
    const chosen = await database.transaction((tx) => chooseAccount(tx, shown, attempt, form.account ?? ''))
    return chosen.done ? c.redirect(chosen.returnTo, 303) : goOn(context, c, attempt.id)
  })

  app.post('/accounts/remove', async (c) => {
    const form = await formOf(c, 'attempt', 'account')
    const shown = shownBy(context, c)
    const browserId = shown.browser && (await browserByToken(database.durable, hashSecret(shown.browser)))
    if (!browserId) return lost(c)
    await database.transaction((tx) => removeAccounts(tx, shown, browserId, form.account ?? '', originOf(c)))
    const left = await accountsOf(database.durable, shown)
    const attempt = await attemptIn(context, c, form.attempt)
    if (left.length > 0) return c.redirect(attempt ? `/accounts?attempt=${attempt.id}` : '/accounts', 303)
    if (attempt) return c.redirect(`${pathOf('identify', attempt.id)}&other=1`, 303)
    return show(c, loggedOutPage(c.get('say'), {}))
  })

  /** Choosing without being on the way to a product leads to the account's own pages. */
  async function homeward(c: Visitor) {
    const opened = await openAttempt(database.durable, jar, shownBy(context, c), { returnTo: '/' })
    setCookies(c, opened.setCookies)
    return { id: opened.attemptId, browserId: opened.browserId, returnTo: '/' }
  }

  return app
}
