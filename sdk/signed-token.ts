import * as jose from 'jose'
import type { Settings } from './options.ts'
import { clockToleranceSeconds, type Provider } from './provider.ts'

/**
 * Verifies a token of Umbel's: signed with one of its keys by the one algorithm agreed on, so neither `none` nor a client secret
 * passes; of one type, so no other kind of token passes (RFC 8725 §3.11); meant for this client.
 * @param want.type what `typ` of its header says
 * @param want.claims those that must be there besides `iss`, `aud`, `iat`, `jti` and `events`
 * @param refused makes the error to throw when the token is at fault
 * @throws Error of `jose` when Umbel's keys can't be fetched
 */
export async function verified(
  settings: Settings,
  provider: Provider,
  token: string,
  want: { type: string; claims?: readonly string[]; oldestSeconds?: number },
  refused: (error: jose.errors.JOSEError) => Error,
): Promise<jose.JWTPayload> {
  const { type, claims = [], oldestSeconds } = want
  try {
    const { payload } = await jose.jwtVerify(token, provider.keys, {
      issuer: provider.config.serverMetadata().issuer,
      audience: settings.clientId,
      algorithms: [settings.idTokenAlg],
      typ: type,
      clockTolerance: clockToleranceSeconds,
      requiredClaims: ['iss', 'aud', 'iat', 'jti', 'events', ...claims],
      ...(oldestSeconds !== undefined && { maxTokenAge: oldestSeconds }),
    })
    return payload
  } catch (error) {
    throw isAboutToken(error) ? refused(error) : error
  }
}

/** Whether the token is at fault; what remains are time-outs and answers of the key set that are not its doing. */
function isAboutToken(error: unknown): error is jose.errors.JOSEError {
  if (!(error instanceof jose.errors.JOSEError)) return false
  return !(
    error instanceof jose.errors.JWKSTimeout ||
    error instanceof jose.errors.JWKSInvalid ||
    error.code === 'ERR_JOSE_GENERIC'
  )
}

export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
