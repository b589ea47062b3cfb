import { LogInFailure } from './failure.ts'
import { LogoutTokenRefused, readLogoutToken } from './logout-token.ts'
import type { Settings } from './options.ts'
import type { Provider } from './provider.ts'

/** Tokens have a few hundred bytes; a request beyond this is not one. */
const mostBytes = 16_384

/**
 * Umbel's word that a session or an account is logged out (OpenID Connect Back-Channel Logout 1.0 §2.5): 200 once the
 * sessions it names are gone, also if there were none; 400 for a token that is not to be believed or was seen before;
 * 503 if Umbel's keys can't be fetched, so that Umbel tries again (LOG-8).
 */
export async function backchannelLogout(
  settings: Settings,
  provider: () => Promise<Provider>,
  request: Request,
): Promise<Response> {
  if (request.method !== 'POST') return answer(405, 'use POST')
  const form = await textOf(request, 'application/x-www-form-urlencoded')
  const token = new URLSearchParams(form).get('logout_token')
  if (!token) return answer(400, 'logout_token is missing')
  try {
    const loggedOut = await readLogoutToken(settings, await provider(), token)
    const ended = await settings.sessions.endLoggedOut(loggedOut)
    return ended === 'replayed' ? answer(400, 'jti was seen before') : answer(200)
  } catch (error) {
    if (error instanceof LogoutTokenRefused) return answer(400, error.message)
    if (error instanceof LogInFailure || isAboutKeys(error)) return answer(503, 'keys are out of reach')
    throw error
  }
}

/** The key set timed out, was broken, or nobody listened. Errors about the token itself have been sorted out before. */
export function isAboutKeys(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  return /^ERR_J(WKS|OSE)_/.test(String((error as { code?: unknown }).code)) || error.message === 'fetch failed'
}

/** The body of a request; undefined for another media type, or a larger one than any token needs. */
export async function textOf(request: Request, type: string): Promise<string | undefined> {
  if (!request.headers.get('content-type')?.startsWith(type)) return undefined
  const decoder = new TextDecoder()
  let bytes = 0
  let text = ''
  for await (const chunk of request.body ?? []) {
    bytes += chunk.length
    if (bytes > mostBytes) return undefined
    text += decoder.decode(chunk, { stream: true })
  }
  return text
}

function answer(status: number, reason?: string): Response {
  const headers: Record<string, string> = { 'cache-control': 'no-store' }
  if (status === 503) headers['retry-after'] = '2'
  if (status === 405) headers.allow = 'POST'
  if (reason === undefined) return new Response(null, { status, headers })
  return Response.json({ error: 'invalid_request', error_description: reason }, { status, headers })
}
