import * as jose from 'jose'
import type { Settings } from './options.ts'
import { clockToleranceSeconds, type Provider } from './provider.ts'
import type { LoggedOut } from './sessions.ts'

/** Tokens issued longer ago are not accepted, even if they claim to live on. */
const oldestSeconds = 600

/** A log-out token that is not to be believed; the message says which rule it broke, for Umbel's log. */
export class LogoutTokenRefused extends Error {
  override readonly name = 'LogoutTokenRefused'
}

const event = 'http://schemas.openid.net/event/backchannel-logout'

/**
 * Reads a log-out token (OpenID Connect Back-Channel Logout 1.0 §2.4, §2.6): signed with one of Umbel's keys by the one
 * algorithm agreed on, so neither `none` nor a client secret passes; of type `logout+jwt`, so no ID token passes (RFC
 * 8725 §3.11); meant for this client; fresh; carrying the event, no `nonce`, and a `sub` or `sid`. That it comes once only is the
 * store's to say.
 * @throws LogoutTokenRefused for every broken rule
 * @throws Error of `jose` when Umbel's keys can't be fetched
 */
export async function readLogoutToken(settings: Settings, provider: Provider, token: string): Promise<LoggedOut> {
  const issuer = provider.config.serverMetadata().issuer
  const { payload } = await jose
    .jwtVerify(token, provider.keys, {
      issuer,
      audience: settings.clientId,
      algorithms: [settings.idTokenAlg],
      typ: 'logout+jwt',
      clockTolerance: clockToleranceSeconds,
      maxTokenAge: oldestSeconds,
      requiredClaims: ['iss', 'aud', 'iat', 'exp', 'jti', 'events'],
    })
    .catch((error: unknown) => {
      if (isAboutToken(error)) throw new LogoutTokenRefused(error.message, { cause: error })
      throw error
    })
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

/** Whether the token is at fault; what remains are time-outs and answers of the key set that are not its doing. */
export function isAboutToken(error: unknown): error is jose.errors.JOSEError {
  if (!(error instanceof jose.errors.JOSEError)) return false
  return !(
    error instanceof jose.errors.JWKSTimeout ||
    error instanceof jose.errors.JWKSInvalid ||
    error.code === 'ERR_JOSE_GENERIC'
  )
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

function optionalText(name: string, value: unknown): string | undefined {
  if (value === undefined) return undefined
  if (typeof value === 'string' && value !== '') return value
  throw new LogoutTokenRefused(`${name} is not a text`)
}
