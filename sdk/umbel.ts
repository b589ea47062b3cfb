import { backchannelLogout } from './back-channel.ts'
import { sessionSecret } from './cookies.ts'
import { securityEvents } from './events.ts'
import { answerFailure, LogInFailure } from './failure.ts'
import { finishLogIn, type LogInWish, startLogIn } from './log-in.ts'
import { logOut, withoutLogOutState } from './log-out.ts'
import { settle, type UmbelOptions } from './options.ts'
import { type SuiteProduct, suiteProducts } from './products.ts'
import { asFailure, lazyProvider } from './provider.ts'
import { isFromOwnPage, returnPath } from './return-to.ts'
import { type SessionCheck, sessionChecks } from './session-check.ts'
import { hashOf, type Person, type Session } from './sessions.ts'

/** A product's connection to Umbel. Every handler takes a web-standard `Request`, for whatever framework there is. */
export interface Umbel {
  /** Who is logged in in this browser, from the product's own store: works while Umbel is down. */
  session(request: Request): Promise<Person | undefined>
  /** Who is logged in, or the answer that sends them to log in and back to this very page (LOG-1). */
  requireLogIn(request: Request): Promise<Person | Response>
  /**
   * As `requireLogIn`, but a session that is older than the product chooses is confirmed by Umbel first, unseen. Forms
   * and scripts pass, as they can't be sent away and back.
   */
  sessionCheck(request: Request, check: SessionCheck): Promise<Person | Response>
  /** The products of the suite, for a switcher: never fails, and has the product itself at least. */
  products(): Promise<SuiteProduct[]>
  /** Sends the browser to Umbel, also if somebody is logged in: for another account, or to prove it's still them. */
  logIn(request: Request, wish?: LogInWish): Promise<Response>
  /** GET at `redirectUri`: Umbel's answer. */
  callback(request: Request): Promise<Response>
  /** POST from the product's own page: out of the product and out of Umbel. */
  logOut(request: Request): Promise<Response>
  /** POST from Umbel: sessions that are over. */
  backchannelLogout(request: Request): Promise<Response>
  /** POST from Umbel: what became of accounts: erased, turned off, turned on again (`onAccountErased` and its like). */
  events(request: Request): Promise<Response>
  /** Whether a request that changes something comes from a page of the product. For the product's own forms. */
  isFromOwnPage(request: Request): boolean
}

/**
 * Connects a product to Umbel. Nothing is fetched yet, and nothing waits: a product starts although Umbel is down, and
 * its logged-in people stay logged in.
 * @throws TypeError naming the option that is wrong
 */
export function connectToUmbel(options: UmbelOptions): Umbel {
  const settings = settle(options)
  const provider = lazyProvider(settings)

  /** Runs a handler and answers the failures that are meant for people. */
  const answering = async (request: Request, wayOut: string, handle: () => Promise<Response>): Promise<Response> => {
    try {
      return await handle()
    } catch (error) {
      if (!(error instanceof LogInFailure)) throw error
      return answerFailure(asFailure(error, wayOut) as LogInFailure, request, settings.failurePage)
    }
  }

  const checks = sessionChecks(settings, provider)

  const find = async (request: Request): Promise<{ hash: Buffer; session: Session } | undefined> => {
    const secret = sessionSecret(settings, request)
    if (!secret) return undefined
    const hash = hashOf(secret)
    const session = await settings.sessions.findSession(hash, settings.now())
    return session && { hash, session }
  }

  const logIn = (request: Request, wish: LogInWish = {}): Promise<Response> => {
    const asked = wish.returnTo && withoutLogOutState(settings, returnPath(wish.returnTo, settings.origin))
    const returnTo = returnPath(asked, settings.origin, [settings.redirectUri.pathname])
    return answering(request, returnTo, async () => startLogIn(settings, await provider(), request, returnTo, wish))
  }

  const demandLogIn = (request: Request): Promise<Response> => {
    if (isPageView(request)) return logIn(request, { returnTo: pathOf(request) })
    return answerFailure(new LogInFailure('session.missing', lastPage(request)), request, settings.failurePage)
  }

  return {
    session: async (request) => (await find(request))?.session.person,
    logIn,
    requireLogIn: async (request) => (await find(request))?.session.person ?? demandLogIn(request),
    async sessionCheck(request, check) {
      const found = await find(request)
      if (!found) return demandLogIn(request)
      const { hash, session } = found
      if (request.method !== 'GET' || !isPageView(request) || !checks.isDue(hash, session, check)) return session.person
      const returnTo = returnPath(pathOf(request), settings.origin, [settings.redirectUri.pathname])
      return (await checks.start(request, hash, session, returnTo)) ?? session.person
    },
    products: suiteProducts(settings),
    callback: (request) =>
      answering(request, '/', async () => {
        if (request.method !== 'GET') throw new LogInFailure('request.method')
        return finishLogIn(settings, provider, request, (...came) => checks.judge(request, ...came))
      }),
    logOut: (request) =>
      answering(request, '/', async () => {
        if (request.method !== 'POST') throw new LogInFailure('request.method')
        if (!isFromOwnPage(request, settings.origin)) throw new LogInFailure('request.foreign')
        const done = await logOut(settings, provider, request)
        if ('response' in done) return done.response
        const answer = await answerFailure(done.failure, request, settings.failurePage)
        answer.headers.append('set-cookie', done.cookie)
        return answer
      }),
    backchannelLogout: (request) => backchannelLogout(settings, provider, request),
    events: (request) => securityEvents(settings, provider, request),
    isFromOwnPage: (request) => isFromOwnPage(request, settings.origin),
  }

  /** Where a form was filled in, if it was here. */
  function lastPage(request: Request): string {
    const referrer = request.headers.get('referer') ?? ''
    return returnPath(
      referrer.startsWith(`${settings.origin}/`) ? referrer.slice(settings.origin.length) : '/',
      settings.origin,
    )
  }
}

function pathOf(request: Request): string {
  const { pathname, search } = new URL(request.url)
  return pathname + search
}

/** Whether the browser would show the answer as a page, so that sending it to Umbel makes sense. Not so for scripts. */
function isPageView(request: Request): boolean {
  if (request.method !== 'GET' && request.method !== 'HEAD') return false
  const destination = request.headers.get('sec-fetch-dest')
  if (destination !== null && !/^(document|iframe|frame)$/.test(destination)) return false
  const accept = request.headers.get('accept')
  return accept === null || accept.includes('text/html') || accept.includes('*/*')
}
