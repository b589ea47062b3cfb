import { type Context, Hono } from 'hono'
import type { Actor } from '#kernel'
import { queryOf, sayIn, type Visit, type Visitor } from '#platform'
import type { Holder, ProductLink } from '#platform/page'
import { listProducts } from '#product'
import {
  confirmFirst,
  isRecent,
  openAttempt,
  originOf,
  type Presented,
  presentedIn,
  type SignInContext,
  setCookies,
} from '#sign-in'
import { lossNote } from './pages/index.ts'
import { standingOf } from './surface-store.ts'

type Respond = (c: Visitor, me: Presented) => Promise<Response>

/** Pages and forms for whoever is logged in; anybody else logs in first and comes back (LOG-1). */
export type Surface = {
  readonly app: Hono<Visit>
  page(path: string, respond: (c: Visitor, me: Presented, holder: Holder) => Promise<Response>): void
  form(path: string, respond: Respond): void
  /** A form with a file, which `respond` reads itself: not before it is known who sends it. */
  upload(path: string, respond: Respond): void
  /** A page for which the log-in must be recent (LOG-10): otherwise the person confirms it first, and comes back. */
  sensitivePage(path: string, respond: (c: Visitor, me: Presented, holder: Holder) => Promise<Response>): void
  /**
   * A form that is only taken while the log-in is recent.
   * @param back the page to come back to when it is not; the form's own by default
   */
  sensitiveForm(path: string, respond: Respond, back?: string): void
  /** Who is logged in, and what there is to open, for the frame around every page. */
  holderOf(me: Presented): Promise<Holder>
}

/** The ground that the holder's pages stand on. */
export function openSurface(context: SignInContext): Surface {
  const app = new Hono<Visit>()
  const on = context.database.durable

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
    const { lossDueAt, isReset, ...standing } = await standingOf(on, me.accountId)
    return {
      account: { id: me.accountId, name: me.name, email: me.email, pictureId: me.pictureId },
      products: links,
      notice: lossDueAt && lossNote(sayIn(me.locale, me.zone), lossDueAt, isReset ? standing.managedBy : undefined),
      ...standing,
    }
  }

  const forHolder = (respond: Respond) => async (c: Context) => {
    const me = await presentedIn(context, c)
    if (!me) return logInFirst(c)
    // Pages follow the account's own time zone and language once we know whose they are.
    c.set('say', sayIn(me.locale, me.zone))
    return respond(c, me)
  }
  // A body may take minutes to come, and the session may have ended by then: who sends it is asked when all of it is there.
  const forSender = (respond: Respond) => async (c: Context) => {
    await c.req.parseBody({ all: true }).catch(() => undefined)
    return forHolder(respond)(c)
  }
  const afterConfirming =
    (respond: Respond, back?: string): Respond =>
    async (c, me) =>
      isRecent(on, me) ? respond(c, me) : confirmFirst(context, c, me, back ?? new URL(c.req.url).pathname)
  const inFrame =
    (respond: (c: Visitor, me: Presented, holder: Holder) => Promise<Response>): Respond =>
    async (c, me) =>
      respond(c, me, await holderOf(me))

  return {
    app,
    holderOf,
    page: (path, respond) => void app.get(path, forHolder(inFrame(respond))),
    form: (path, respond) => void app.post(path, forSender(respond)),
    upload: (path, respond) => void app.post(path, forHolder(respond)),
    sensitivePage: (path, respond) => void app.get(path, forHolder(afterConfirming(inFrame(respond)))),
    sensitiveForm: (path, respond, back) => void app.post(path, forSender(afterConfirming(respond, back))),
  }
}

export const actorOf = (c: Visitor, me: Presented): Actor & { kind: 'holder' } => ({
  kind: 'holder',
  accountId: me.accountId,
  ...originOf(c),
})

/** What the holder just did, as the address of the page says. */
export const statusIn = (c: Visitor): string | undefined => queryOf(c, 'status', 40)
