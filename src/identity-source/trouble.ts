import { AuthorizationResponseError, ClientError, ResponseBodyError } from 'openid-client'
import { Refusal } from '#kernel'

/**
 * What went wrong at the provider, as a refusal: it is down, slow or broken, it said no, or what it said is not to be
 * believed (OpenID Connect Core §3.1.3.7). Anything else is our fault and thrown on.
 */
export function asRefusal(error: unknown): Refusal {
  if (error instanceof Refusal) return error
  if (error instanceof AuthorizationResponseError) {
    return error.error === 'access_denied'
      ? new Refusal('identity-source.canceled', 403)
      : new Refusal('identity-source.declined', 403)
  }
  // The provider does not take our code or our secret.
  if (error instanceof ResponseBodyError) return new Refusal('identity-source.exchange-failed', 503)
  if (isNamed(error, 'TimeoutError')) return new Refusal('identity-source.slow', 503)
  if (error instanceof ClientError) return protocolRefusal(error)
  // How `fetch` says that it could not get through.
  if (error instanceof TypeError && error.cause instanceof Error) return new Refusal('identity-source.down', 503)
  throw error
}

function protocolRefusal(error: ClientError): Refusal {
  const facts = factsOf(error)
  switch (error.code) {
    case 'OAUTH_RESPONSE_IS_NOT_CONFORM':
    case 'OAUTH_RESPONSE_IS_NOT_JSON':
      return new Refusal('identity-source.broken', 503)
    case 'OAUTH_JSON_ATTRIBUTE_COMPARISON_FAILED':
      return new Refusal('identity-source.issuer-wrong', 403)
    case 'OAUTH_JWT_CLAIM_COMPARISON_FAILED':
      if (facts.claim === 'iss') return new Refusal('identity-source.issuer-wrong', 403)
      if (facts.claim === 'nonce') return new Refusal('identity-source.nonce-wrong', 403)
      return new Refusal('identity-source.audience-wrong', 403)
    case 'OAUTH_JWT_TIMESTAMP_CHECK_FAILED':
      return new Refusal('identity-source.expired', 403)
    case 'OAUTH_KEY_SELECTION_FAILED':
      return new Refusal('identity-source.signature-wrong', 403)
    default:
      if ('header' in facts || 'signature' in facts) return new Refusal('identity-source.signature-wrong', 403)
      // RFC 9207: the answer says that it comes from somebody else.
      if (facts.expected !== undefined && 'parameters' in facts) return new Refusal('identity-source.issuer-wrong', 403)
      return new Refusal('identity-source.answer-wrong', 403)
  }
}

/** What the library knows of a failed check lies two causes down. */
function factsOf(error: Error): Record<string, unknown> {
  const inner = error.cause instanceof Error ? error.cause.cause : error.cause
  return inner !== null && typeof inner === 'object' ? (inner as Record<string, unknown>) : {}
}

function isNamed(error: unknown, name: string): boolean {
  for (let each = error; each instanceof Error; each = each.cause) if (each.name === name) return true
  return false
}
