import { eventsOf, productsOfSessions, receiptsOf } from '#openid'
import { deviceKindOf, formOf, queryOf, show } from '#platform'
import { endSessions, openAlertOf, type SignInContext, sessionsOf, stopTrust, trustedBrowsers } from '#sign-in'
import { devicesPage, receiptsPage } from './pages/index.ts'
import { actorOf, type Surface, statusIn } from './surface.ts'

const mostSessions = 100
const receiptsOnAPage = 30
const mostEvents = 30

/** Where the account is logged in, and what products were told of log-outs (LOG-8). */
export function deviceRoutes({ database }: SignInContext, { page, form }: Surface): void {
  const on = database.durable

  page('/devices', async (c, me, holder) => {
    const sessions = await sessionsOf(on, me.accountId, mostSessions)
    const opened = await productsOfSessions(
      on,
      sessions.map(({ id }) => id),
    )
    const trusted = new Set(await trustedBrowsers(on, me.accountId))
    const shown = sessions.map(({ id, browserId, device, network, seenAt }) => ({
      id,
      device,
      kind: deviceKindOf(device),
      network,
      seenAt,
      current: id === me.sessionId,
      products: opened.get(id) ?? [],
      trusted: trusted.has(browserId),
    }))
    shown.sort((one, other) => Number(other.current) - Number(one.current))
    const newLogIn = await openAlertOf(on, me.accountId, me.sessionId)
    return show(c, devicesPage(c.get('say'), { holder, sessions: shown, newLogIn, status: statusIn(c) }))
  })

  page('/devices/receipts', async (c, me, holder) => {
    const after = queryOf(c, 'after', 100)
    const found = await receiptsOf(on, me.accountId, { most: receiptsOnAPage + 1, after })
    const receipts = found.slice(0, receiptsOnAPage)
    const last = encodeURIComponent(receipts.at(-1)?.productId ?? '')
    const nextHref = found.length > receiptsOnAPage ? `/devices/receipts?after=${last}` : undefined
    const firstHref = after === undefined ? undefined : '/devices/receipts'
    const events = await eventsOf(on, { accountId: me.accountId }, { most: mostEvents, newest: true })
    return show(c, receiptsPage(c.get('say'), { holder, receipts, events, nextHref, firstHref }))
  })

  form('/devices/ask-again', async (c, me) => {
    const { session } = await formOf(c, 'session')
    const found = (await sessionsOf(on, me.accountId, mostSessions)).find(({ id }) => id === session)
    if (found) await database.transaction((tx) => stopTrust(tx, actorOf(c, me), me.accountId, found))
    return c.redirect(found ? '/devices?status=asked-again' : '/devices', 303)
  })

  form('/devices/log-out', async (c, me) => {
    const { session, all } = await formOf(c, 'session', 'all')
    const except = all === 'here-too' ? undefined : me.sessionId
    const which = all ? { except } : { only: session ? [session] : [] }
    const isOwn = session === me.sessionId || all === 'here-too'
    await database.transaction((tx) =>
      endSessions(tx, actorOf(c, me), me.accountId, which, isOwn ? 'log-out' : 'device-ended'),
    )
    if (isOwn) return c.redirect('/log-out', 303)
    return c.redirect(`/devices?status=${all ? 'others-logged-out' : 'device-logged-out'}`, 303)
  })
}
