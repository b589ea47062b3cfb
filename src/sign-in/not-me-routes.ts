import { Hono } from 'hono'
import { accountById } from '#account'
import { type Actor, hashSecret, isId } from '#kernel'
import { formOf, queryOf, show, type Visit, type Visitor } from '#platform'
import { confirmFirst, isRecent } from './confirm-first.ts'
import { type AlertKey, alertByToken } from './device-alert-store.ts'
import { disownLogIn } from './disown-log-in.ts'
import { notMeDonePage, notMeGonePage, notMePage } from './pages/index.ts'
import { recognizeLogIn } from './recognize-log-in.ts'
import { originOf, presentedIn, type SignInContext } from './visit.ts'

/** Whose a log-in from a new device was (LOG-9): answered from its mail, logged in or not, or on the page of devices. */
export function notMeRoutes(context: SignInContext): Hono<Visit> {
  const app = new Hono<Visit>()
  const { database } = context

  // Mail programs open links by themselves: only the button changes anything.
  app.get('/devices/not-me', async (c) => {
    const token = queryOf(c, 'token', 100)
    const alert = token && (await alertByToken(database.durable, hashSecret(token)))
    const account = alert && (await accountById(database.durable, alert.accountId))
    if (!token || !account) return gone(c)
    return show(c, notMePage(c.get('say'), { ...alert, token, email: account.email }))
  })

  app.post('/devices/not-me', async (c) => {
    const { token, alert } = await formOf(c, 'token', 'alert')
    const me = token ? undefined : await presentedIn(context, c)
    if (!token && !me) return c.redirect('/devices', 303)
    // It takes ways into the account away: whoever happens to sit at a computer that is logged in is not to do that.
    if (me && !isRecent(database.durable, me)) return confirmFirst(context, c, me, '/devices')
    const actor: Actor = me
      ? { kind: 'holder', accountId: me.accountId, ...originOf(c) }
      : { kind: 'visitor', ...originOf(c) }
    const key: AlertKey | undefined = me
      ? isId(alert)
        ? { id: alert, accountId: me.accountId }
        : undefined
      : { tokenHash: hashSecret(token ?? '') }
    const disowned = key && (await database.transaction((tx) => disownLogIn(tx, actor, key)))
    return disowned ? show(c, notMeDonePage(c.get('say'), disowned)) : gone(c)
  })

  app.post('/devices/was-me', async (c) => {
    const { alert } = await formOf(c, 'alert')
    const me = await presentedIn(context, c)
    if (!me || !isId(alert)) return c.redirect('/devices', 303)
    const actor = { kind: 'holder', accountId: me.accountId, ...originOf(c) } as const
    await database.transaction((tx) => recognizeLogIn(tx, actor, { alertId: alert, askingSessionId: me.sessionId }))
    return c.redirect('/devices?status=device-recognized', 303)
  })

  const gone = (c: Visitor) => show(c, notMeGonePage(c.get('say')), { status: 410 })

  return app
}
