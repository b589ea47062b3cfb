import * as client from 'openid-client'
import { sessionCookie, sessionSecret } from './cookies.ts'
import { LogInFailure } from './failure.ts'
import { redirect } from './log-in.ts'
import type { Settings } from './options.ts'
import type { Provider } from './provider.ts'
import { hashOf, newSecret } from './sessions.ts'

/**
 * Ends the product's session first, whatever becomes of the rest, and then sends the browser to Umbel to end that one
 * too (OpenID Connect RP-Initiated Logout 1.0 §2), with the ID token as its hint: no question is asked of the person.
 * Without a session there is nothing to end, and the browser goes home.
 */
export async function logOut(
  settings: Settings,
  provider: () => Promise<Provider>,
  request: Request,
): Promise<{ response: Response } | { failure: LogInFailure; cookie: string }> {
  const cookie = sessionCookie(settings)
  const secret = sessionSecret(settings, request)
  const session = secret ? await settings.sessions.endSession(hashOf(secret)) : undefined
  if (!session) return { response: redirect(`${settings.origin}/`, [cookie]) }
  try {
    const { config } = await provider()
    const umbel = client.buildEndSessionUrl(config, {
      id_token_hint: session.idToken,
      post_logout_redirect_uri: settings.postLogoutRedirectUri,
      state: newSecret(),
    })
    return { response: redirect(umbel.href, [cookie]) }
  } catch (error) {
    // Umbel is down, or offers no such endpoint: half a log-out, and the person should know which half.
    return { failure: new LogInFailure('log-out.incomplete', '/', error), cookie }
  }
}

/**
 * The page the browser is on after logging out, without the `state` Umbel handed back: it has served its purpose, and
 * must not stick to the deep link of the next log-in.
 */
export function withoutLogOutState(settings: Settings, path: string): string {
  const url = new URL(path, settings.origin)
  const home = new URL(settings.postLogoutRedirectUri)
  if (url.pathname !== home.pathname || [...url.searchParams.keys()].join() !== 'state') return path
  // A page of the product may have a `state` of its own; ours is a secret by its looks.
  return /^[\w-]{43}$/.test(url.searchParams.get('state') ?? '') ? url.pathname : path
}
