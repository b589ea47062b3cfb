import { backchannelLogout } from './back-channel.ts'
import { sessionSecret } from './cookies.ts'
import { answerFailure, LogInFailure } from './failure.ts'
import { finishLogIn, type LogInWish, startLogIn } from './log-in.ts'
import { logOut, withoutLogOutState } from './log-out.ts'
import { settle, type UmbelOptions } from './options.ts'
import { asFailure, lazyProvider } from './provider.ts'
import { isFromOwnPage, returnPath } from './return-to.ts'
import { hashOf, type Person } from './sessions.ts'

/** A product's connection to Umbel. Every handler takes a web-standard `Request`, for whatever framework there is. */
export interface Umbel {
  /** Who is logged in in this browser, from the product's own store: works while Umbel is down. */
  session(request: Request): Promise<Person | undefined>
  /** Who is logged in, or the answer that sends them to log in and back to this very page (LOG-1). */
  requireLogIn(request: Request): Promise<Person | Response>
  /** Sends the browser to Umbel, also if somebody is logged in: for another account, or to prove it's still them. */
  logIn(request: Request, wish?: LogInWish): Promise<Response>
  /** GET at `redirectUri`: Umbel's answer. */
  callback(request: Request): Promise<Response>
  /** POST from the product's own page: out of the product and out of Umbel. */
  logOut(request: Request): Promise<Response>
  /** POST from Umbel: sessions that are over. */
  backchannelLogout(request: Request): Promise<Response>
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

  const session = async (request: Request): Promise<Person | undefined> => {
    const secret = sessionSecret(settings, request)
    if (!secret) return undefined
    return (await settings.sessions.findSession(hashOf(secret), settings.now()))?.person
  }

  const logIn = (request: Request, wish: LogInWish = {}): Promise<Response> => {
    const asked = wish.returnTo && withoutLogOutState(settings, returnPath(wish.returnTo, settings.origin))
    const returnTo = returnPath(asked, settings.origin, [settings.redirectUri.pathname])
    return answering(request, returnTo, async () => startLogIn(settings, await provider(), request, returnTo, wish))
  }

  return {
    session,
    logIn,
    async requireLogIn(request) {
      const person = await session(request)
      if (person) return person
      const { pathname, search } = new URL(request.url)
      if (isPageView(request)) return logIn(request, { returnTo: pathname + search })
      return answerFailure(new LogInFailure('session.missing', lastPage(request)), request, settings.failurePage)
    },
    callback: (request) =>
      answering(request, '/', async () => {
        if (request.method !== 'GET') throw new LogInFailure('request.method')
        return finishLogIn(settings, provider, request)
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

/** Whether the browser would show the answer as a page, so that sending it to Umbel makes sense. Not so for scripts. */
function isPageView(request: Request): boolean {
  if (request.method !== 'GET' && request.method !== 'HEAD') return false
  const destination = request.headers.get('sec-fetch-dest')
  if (destination !== null && !/^(document|iframe|frame)$/.test(destination)) return false
  const accept = request.headers.get('accept')
  return accept === null || accept.includes('text/html') || accept.includes('*/*')
}
