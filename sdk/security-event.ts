import * as jose from 'jose'
import type { Settings } from './options.ts'
import { clockToleranceSeconds, type Provider } from './provider.ts'
import { isObject, verified } from './signed-token.ts'

/** Why an event was not taken, in the words of RFC 8935 §2.4, for Umbel's log. */
export type EventError = 'invalid_request' | 'invalid_key' | 'invalid_issuer' | 'invalid_audience'

/** A token that is not to be believed. */
export class EventRefused extends Error {
  override readonly name = 'EventRefused'
  readonly code: EventError
  constructor(code: EventError, message: string, cause?: unknown) {
    super(message, { cause })
    this.code = code
  }
}

/** What became of an account: turned off, turned on again, erased. */
export type AccountEvent = 'disabled' | 'enabled' | 'erased'

/** What Umbel says of an account. Events of kinds that this SDK does not know have no `event`. */
export interface SecurityEvent {
  jti: string
  event: { what: AccountEvent; accountId: string; at: Date } | undefined
}

const types: readonly (readonly [AccountEvent, string])[] = [
  ['disabled', 'https://schemas.openid.net/secevent/risc/event-type/account-disabled'],
  ['enabled', 'https://schemas.openid.net/secevent/risc/event-type/account-enabled'],
  ['erased', 'https://schemas.openid.net/secevent/risc/event-type/account-purged'],
]

/**
 * Reads a Security Event Token (RFC 8417 §2.2): verified, and its subject an account of Umbel's (RFC 9493 §3.2.2).
 * Such tokens don't expire: `at` says how old the news is.
 * @throws EventRefused for every broken rule
 * @throws Error of `jose` when Umbel's keys can't be fetched
 */
export async function readSecurityEvent(settings: Settings, provider: Provider, token: string): Promise<SecurityEvent> {
  const issuer = provider.config.serverMetadata().issuer
  const payload = await verified(
    settings,
    provider,
    token,
    { type: 'secevent+jwt' },
    (error) => new EventRefused(codeOf(error), error.message, error),
  )
  const { events, jti, iat = 0 } = payload
  if (typeof jti !== 'string' || jti === '') throw new EventRefused('invalid_request', 'jti is not a text')
  if (!isObject(events)) throw new EventRefused('invalid_request', 'events is not an object')
  if (iat > settings.now().getTime() / 1_000 + clockToleranceSeconds) {
    throw new EventRefused('invalid_request', 'iat is in the future')
  }
  const [what] = types.find(([, type]) => isObject(events[type])) ?? []
  return { jti, event: what && { what, accountId: accountIn(payload, issuer), at: new Date(iat * 1_000) } }
}

function accountIn({ sub_id: subject }: jose.JWTPayload, issuer: string): string {
  if (!isObject(subject) || subject.format !== 'iss_sub' || subject.iss !== issuer) {
    throw new EventRefused('invalid_request', 'sub_id is no account of this issuer')
  }
  if (typeof subject.sub !== 'string' || subject.sub === '')
    throw new EventRefused('invalid_request', 'sub is not a text')
  return subject.sub
}

function codeOf(error: jose.errors.JOSEError): EventError {
  if (error instanceof jose.errors.JWTClaimValidationFailed) {
    if (error.claim === 'iss') return 'invalid_issuer'
    if (error.claim === 'aud') return 'invalid_audience'
  }
  const isAboutKey =
    error instanceof jose.errors.JWSSignatureVerificationFailed || error instanceof jose.errors.JWKSNoMatchingKey
  return isAboutKey ? 'invalid_key' : 'invalid_request'
}
