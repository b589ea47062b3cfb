import { dropLogInCookie, sessionSecret } from './cookies.ts'
import { LogInFailure } from './failure.ts'
import { redirect, startLogIn } from './log-in.ts'
import type { Settings } from './options.ts'
import type { Provider } from './provider.ts'
import { hashOf, type PendingLogIn, type Session } from './sessions.ts'

/** When a session is looked at again. */
export interface SessionCheck {
  /** Ask Umbel once the product's own session is this old, or was confirmed this long ago. */
  afterSeconds: number
}

/** The end of the `state` of a check. States are random and looked up by hash, so nobody else can make one. */
const ending = '.check'
/** How long a check that Umbel could not answer is put off, so that its outage doesn't send people round in circles. */
const putOffMilliseconds = 60_000
const mostPutOff = 10_000
/** Patience for finding out whether Umbel is there at all. */
const patienceSeconds = 2

/**
 * Asks Umbel silently, by a redirect that shows nothing (`prompt=none`, OpenID Connect Core §3.1.2.1), whether the person
 * of a session is still logged in. It is for what back-channel log-out can't reach: a product that was down or not
 * reachable for longer than Umbel tries.
 */
export function sessionChecks(settings: Settings, provider: () => Promise<Provider>) {
  const putOffUntil = new Map<string, number>()

  // By our own clock, so that a clock that is off can't make a session look old as soon as it is confirmed.
  const openedAt = (session: Session): number => session.expiresAt.getTime() - settings.sessionSeconds * 1_000

  const putOff = (hash: Buffer): void => {
    if (putOffUntil.size >= mostPutOff) putOffUntil.clear()
    putOffUntil.set(hash.toString('hex'), settings.now().getTime() + putOffMilliseconds)
  }

  return {
    isDue(hash: Buffer, session: Session, { afterSeconds }: SessionCheck): boolean {
      if (!(afterSeconds > 0)) throw new TypeError('afterSeconds must be more than 0')
      const now = settings.now().getTime()
      const key = hash.toString('hex')
      const later = putOffUntil.get(key)
      if (later !== undefined && now < later) return false
      putOffUntil.delete(key)
      return now - openedAt(session) >= afterSeconds * 1_000
    },

    /** The answer that starts the check; undefined if Umbel isn't there, and the session goes on for a minute more. */
    async start(request: Request, hash: Buffer, session: Session, returnTo: string): Promise<Response | undefined> {
      const found = (await isThere(settings)) ? await provider().catch(() => undefined) : undefined
      if (!found) {
        putOff(hash)
        return undefined
      }
      return startLogIn(settings, found, request, returnTo, {
        prompt: 'none',
        loginHint: session.person.email,
        idTokenHint: session.idToken,
        stateEnding: ending,
      })
    },

    /**
     * Judges what a call-back brought, if it was a check that ended there: the session is renewed, or it is over and
     * the person is asked to log in, or it is left alone until Umbel can say.
     * @param finish finishes the log-in, for this account only
     */
    async judge(
      request: Request,
      state: string,
      logIn: PendingLogIn,
      finish: (accountId?: string) => Promise<Response>,
    ): Promise<Response> {
      if (!state.endsWith(ending)) return finish()
      const { returnTo } = logIn
      const back = () => redirect(settings.origin + returnTo, [dropLogInCookie(settings, state)])
      const secret = sessionSecret(settings, request)
      const hash = hashOf(secret ?? '')
      const session = secret ? await settings.sessions.findSession(hash, settings.now()) : undefined
      const startedAt = logIn.expiresAt.getTime() - settings.logInSeconds * 1_000
      // Somebody logged in here meanwhile, in another tab: the answer is about a session that is gone.
      if (session && openedAt(session) > startedAt) return back()
      try {
        return await finish(session?.person.accountId)
      } catch (error) {
        if (!(error instanceof LogInFailure)) throw error
        if (session && error.code === 'issuer.unavailable') {
          putOff(hash)
          return back()
        }
        if (error.code !== 'log-in.required' && error.code !== 'log-in.declined') throw error
        await settings.sessions.endSession(hash)
        if (error.code === 'log-in.declined') throw error
        const asked = await startLogIn(settings, await provider(), request, returnTo, {
          loginHint: session?.person.email,
        })
        asked.headers.append('set-cookie', dropLogInCookie(settings, state))
        return asked
      }
    },
  }
}

/** Whether sending a browser to Umbel makes sense. What was discovered an hour ago doesn't tell. */
async function isThere({ issuer, fetch, timeoutSeconds }: Settings): Promise<boolean> {
  const address = `${issuer.href.replace(/\/$/, '')}/.well-known/openid-configuration`
  try {
    const signal = AbortSignal.timeout(Math.min(timeoutSeconds, patienceSeconds) * 1_000)
    const response = await fetch(address, { redirect: 'error', signal })
    await response.body?.cancel()
    return response.ok
  } catch {
    return false
  }
}
