import type { Settings } from './options.ts'
import { clockToleranceSeconds, type Provider } from './provider.ts'
import type { LoggedOut } from './sessions.ts'
import { isObject, verified } from './signed-token.ts'

/** Tokens issued longer ago are not accepted, even if they claim to live on. */
const oldestSeconds = 600

/** A log-out token that is not to be believed; the message says which rule it broke, for Umbel's log. */
export class LogoutTokenRefused extends Error {
  override readonly name = 'LogoutTokenRefused'
}

const event = 'http://schemas.openid.net/event/backchannel-logout'

/**
 * Reads a log-out token (OpenID Connect Back-Channel Logout 1.0 §2.4, §2.6): verified; fresh; carrying the event, no `nonce`, and
 * a `sub` or `sid`. That it comes once only is the store's to say.
 * @throws LogoutTokenRefused for every broken rule
 * @throws Error of `jose` when Umbel's keys can't be fetched
 */
export async function readLogoutToken(settings: Settings, provider: Provider, token: string): Promise<LoggedOut> {
  const want = { type: 'logout+jwt', claims: ['exp'], oldestSeconds }
  const payload = await verified(
    settings,
    provider,
    token,
    want,
    (error) => new LogoutTokenRefused(error.message, { cause: error }),
  )
  const events = payload.events
  if (!isObject(events) || !isObject(events[event])) throw new LogoutTokenRefused('events lacks the log-out event')
  if ('nonce' in payload) throw new LogoutTokenRefused('a log-out token has no nonce')
  if (typeof payload.jti !== 'string' || payload.jti === '') throw new LogoutTokenRefused('jti is not a text')
  const accountId = optionalText('sub', payload.sub)
  const sid = optionalText('sid', payload.sid)
  if (accountId === undefined && sid === undefined) throw new LogoutTokenRefused('neither sub nor sid')
  const accepted = Math.max(payload.exp!, payload.iat! + oldestSeconds) + clockToleranceSeconds
  return {
    jti: payload.jti,
    accountId,
    sid,
    issuedAt: new Date(payload.iat! * 1_000),
    rememberUntil: new Date(accepted * 1_000),
  }
}

function optionalText(name: string, value: unknown): string | undefined {
  if (value === undefined) return undefined
  if (typeof value === 'string' && value !== '') return value
  throw new LogoutTokenRefused(`${name} is not a text`)
}
