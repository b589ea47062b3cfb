import type { Handler, Hono, MiddlewareHandler } from 'hono'
import type { SessionCheck } from './session-check.ts'
import type { Person } from './sessions.ts'
import type { Umbel } from './umbel.ts'

/** What the middleware leaves in the context: `c.var.person`. */
export interface LoggedIn {
  Variables: { person: Person }
}

/** Where the SDK answers. The call-back must be the path of `redirectUri`. */
export interface UmbelPaths {
  callback: string
  logOut: string
  backchannelLogout: string
  events: string
}

export const usualPaths: UmbelPaths = {
  callback: '/log-in/callback',
  logOut: '/log-out',
  backchannelLogout: '/log-out/back-channel',
  events: '/umbel/events',
}

/**
 * Lets logged-in people pass, with `c.var.person`; sends the others to log in and back.
 * @param check also confirms sessions that are older than this, see `sessionCheck`
 */
export function requireLogIn(umbel: Umbel, check?: SessionCheck): MiddlewareHandler<LoggedIn> {
  return async (c, next) => {
    const who = check ? await umbel.sessionCheck(c.req.raw, check) : await umbel.requireLogIn(c.req.raw)
    if (who instanceof Response) return who
    c.set('person', who)
    await next()
  }
}

/** Adds the addresses Umbel and browsers use. Call it before `app.use(requireLogIn(umbel))`: they need no session. */
// biome-ignore lint/suspicious/noExplicitAny: any environment of the product's will do
export function mountUmbel(app: Hono<any>, umbel: Umbel, paths: UmbelPaths = usualPaths): void {
  const on =
    (handle: (request: Request) => Promise<Response>): Handler =>
    (c) =>
      handle(c.req.raw)
  app.all(paths.callback, on(umbel.callback))
  app.all(paths.logOut, on(umbel.logOut))
  app.all(paths.backchannelLogout, on(umbel.backchannelLogout))
  app.all(paths.events, on(umbel.events))
}
