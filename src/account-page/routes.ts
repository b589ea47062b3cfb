import { type Context, Hono } from 'hono'
import { accountById, actions, changeName, isVerified, verdictOn } from '#account'
import { entriesAbout } from '#audit'
import { changePassword, judgePassword, passwordChangedAt, passwordHashOf } from '#credential'
import { type Actor, Refusal } from '#kernel'
import { productsOfSessions, receiptsOf } from '#openid'
import { deviceKindOf, formOf, queryOf, sayIn, show, type Visit, type Visitor } from '#platform'
import type { Holder, ProductLink } from '#platform/page'
import { listProducts } from '#product'
import {
  endSessions,
  openAlertOf,
  openAttempt,
  originOf,
  type Presented,
  presentedIn,
  type SignInContext,
  sessionsOf,
  setCookies,
} from '#sign-in'
import {
  activityPage,
  type ControlRow,
  changeNamePage,
  changePasswordPage,
  devicesPage,
  productsPage,
  profilePage,
  receiptsPage,
  securityPage,
} from './pages/index.ts'

const entriesOnAPage = 30
const entriesInBrief = 5
const mostSessions = 100
const receiptsOnAPage = 30

/** What the holder decides, as the control table says (CTL): the rows of the profile page. */
export const controlRows: readonly ControlRow[] = actions
  .filter((action) => verdictOn(action, 'personal', 'holder') !== 'never')
  .map((action) => ({
    action,
    personal: verdictOn(action, 'personal', 'holder') === 'yes',
    managed: verdictOn(action, 'managed', 'holder') === 'yes',
  }))

/** The holder's own pages: profile, security, devices, products, and what happened. */
export function accountPageRoutes(context: SignInContext): Hono<Visit> {
  const app = new Hono<Visit>()
  const { database, hashing } = context
  const on = database.durable

  /** A page for whoever is logged in; anybody else logs in first and comes back (LOG-1). */
  function page(path: string, respond: (c: Visitor, me: Presented, holder: Holder) => Promise<Response>) {
    app.get(path, async (c: Context) => {
      const me = await presentedIn(context, c)
      if (!me) return logInFirst(c)
      // Pages follow the account's own time zone and language once we know whose they are.
      c.set('say', sayIn(me.locale, me.zone))
      return respond(c, me, await holderOf(me))
    })
  }
  function form(path: string, respond: (c: Visitor, me: Presented) => Promise<Response>) {
    app.post(path, async (c: Context) => {
      const me = await presentedIn(context, c)
      if (!me) return logInFirst(c)
      c.set('say', sayIn(me.locale, me.zone))
      return respond(c, me)
    })
  }

  async function logInFirst(c: Visitor): Promise<Response> {
    const returnTo = c.req.method === 'GET' ? new URL(c.req.url).pathname : '/'
    const opened = await openAttempt(on, context.jar, context.jar.read(c.req.header('cookie')), { returnTo })
    setCookies(c, opened.setCookies)
    return c.redirect(opened.url, 303)
  }

  async function holderOf(me: Presented): Promise<Holder> {
    const products = (await listProducts(on)).filter(({ listed }) => listed)
    const links: ProductLink[] = products.map(({ id, name, homeUrl }) => ({
      id,
      name,
      homeUrl,
      host: new URL(homeUrl).host,
    }))
    return { account: { id: me.accountId, name: me.name, email: me.email }, products: links }
  }
  const actorOf = (c: Visitor, me: Presented): Actor => ({ kind: 'holder', accountId: me.accountId, ...originOf(c) })
  const status = (c: Visitor) => queryOf(c, 'status', 40)

  page('/', async (c) => c.redirect('/profile', 303))

  page('/profile', async (c, me, holder) => {
    const account = await accountById(on, me.accountId)
    if (!account) throw new Refusal('account.gone', 410)
    const { username, locale, zone } = account
    const verified = isVerified(account)
    return show(
      c,
      profilePage(c.get('say'), { holder, username, verified, locale, zone, control: controlRows, status: status(c) }),
    )
  })

  page('/profile/name', async (c, me, holder) => show(c, changeNamePage(c.get('say'), { holder, value: me.name })))

  form('/profile/name', async (c, me) => {
    const { name } = await formOf(c, 'name')
    try {
      await database.transaction((tx) => changeName(tx, actorOf(c, me), me.accountId, name))
    } catch (error) {
      if (!(error instanceof Refusal) || error.status !== 422) throw error
      const value = (name ?? '').slice(0, 400)
      return show(c, changeNamePage(c.get('say'), { holder: await holderOf(me), value, error }), { status: 422 })
    }
    return c.redirect('/profile?status=name-changed', 303)
  })

  page('/security', async (c, me, holder) => {
    const entries = await entriesAbout(on, me.accountId, { most: entriesInBrief })
    const changedAt = await passwordChangedAt(on, me.accountId)
    return show(c, securityPage(c.get('say'), { holder, passwordChangedAt: changedAt, entries, status: status(c) }))
  })

  page('/security/activity', async (c, me, holder) => {
    const before = Number(queryOf(c, 'before', 20) ?? Number.NaN)
    const isFirst = !Number.isSafeInteger(before) || before < 1
    const found = await entriesAbout(on, me.accountId, {
      most: entriesOnAPage + 1,
      before: isFirst ? undefined : before,
    })
    const entries = found.slice(0, entriesOnAPage)
    const olderHref = found.length > entriesOnAPage ? `/security/activity?before=${entries.at(-1)?.id}` : undefined
    const newestHref = isFirst ? undefined : '/security/activity'
    return show(c, activityPage(c.get('say'), { holder, entries, olderHref, newestHref }))
  })

  page('/security/password', async (c, _me, holder) =>
    show(c, changePasswordPage(c.get('say'), { holder, errors: {}, minLength: context.minPasswordLength })),
  )

  form('/security/password', async (c, me) => {
    const { current, password } = await formOf(c, 'current', 'password')
    const minLength = context.minPasswordLength
    const again = async (errors: Parameters<typeof changePasswordPage>[1]['errors'], code: 422 | 429 = 422) =>
      show(c, changePasswordPage(c.get('say'), { holder: await holderOf(me), errors, minLength }), { status: code })
    if (!current) return again({ current: 'missing' })
    const judged = await judgePassword(password, [me.name, me.email, 'Umbel'], minLength)
    if (judged.refusal) return again({ password: judged.refusal })
    const trying = { emailKey: `change ${me.accountId}`, network: c.get('network') }
    if (await context.limits.blockedUntil(on, trying)) return again({ current: 'often' }, 429)
    const stored = await passwordHashOf(on, me.accountId)
    if (!stored || !(await hashing.verify(stored, current))) {
      await database.transaction((tx) => context.limits.countFailure(tx, trying))
      return again({ current: 'wrong' })
    }
    const hash = await hashing.hash(password as string)
    await database.transaction(async (tx) => {
      await context.limits.forget(tx, trying)
      await changePassword(tx, actorOf(c, me), me.accountId, hash, me.sessionId)
    })
    return c.redirect('/security?status=password-changed', 303)
  })

  page('/devices', async (c, me, holder) => {
    const sessions = await sessionsOf(on, me.accountId, mostSessions)
    const opened = await productsOfSessions(
      on,
      sessions.map(({ id }) => id),
    )
    const shown = sessions.map(({ id, device, network, seenAt }) => ({
      id,
      device,
      kind: deviceKindOf(device),
      network,
      seenAt,
      current: id === me.sessionId,
      products: opened.get(id) ?? [],
    }))
    shown.sort((one, other) => Number(other.current) - Number(one.current))
    const newLogIn = await openAlertOf(on, me.accountId, me.sessionId)
    return show(c, devicesPage(c.get('say'), { holder, sessions: shown, newLogIn, status: status(c) }))
  })

  page('/devices/receipts', async (c, me, holder) => {
    const after = queryOf(c, 'after', 100)
    const found = await receiptsOf(on, me.accountId, { most: receiptsOnAPage + 1, after })
    const receipts = found.slice(0, receiptsOnAPage)
    const last = encodeURIComponent(receipts.at(-1)?.productId ?? '')
    const nextHref = found.length > receiptsOnAPage ? `/devices/receipts?after=${last}` : undefined
    const firstHref = after === undefined ? undefined : '/devices/receipts'
    return show(c, receiptsPage(c.get('say'), { holder, receipts, nextHref, firstHref }))
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

  page('/products', async (c, _me, holder) => show(c, productsPage(c.get('say'), { holder })))

  return app
}
