import * as jose from 'jose'
import * as client from 'openid-client'
import { LogInFailure } from './failure.ts'
import type { Settings } from './options.ts'

/** Clocks of two machines may differ by this much (OpenID Connect Core §3.1.3.7). */
export const clockToleranceSeconds = 120

/** What was discovered about Umbel, and the keys its tokens are signed with. */
export interface Provider {
  config: client.Configuration
  keys: jose.JWTVerifyGetKey
}

/** After a failed discovery, this long passes before the next: a dead Umbel is not asked by each visitor anew. */
const pauseMilliseconds = 1_000
/** Metadata are looked up again after an hour; if that fails, the old ones go on serving. */
const freshMilliseconds = 3_600_000

/**
 * Finds Umbel when it is first needed, and again until it answers: a product starts although Umbel is down. One
 * discovery at a time, whoever waits for it.
 * @throws LogInFailure 'issuer.unavailable'
 */
export function lazyProvider(settings: Settings): () => Promise<Provider> {
  let found: { provider: Provider; at: number } | undefined
  let failed: { error: unknown; at: number } | undefined
  let running: Promise<Provider> | undefined

  const discover = async (): Promise<Provider> => {
    try {
      const provider = await discovered(settings)
      found = { provider, at: Date.now() }
      failed = undefined
      return provider
    } catch (error) {
      failed = { error, at: Date.now() }
      if (found) return found.provider
      throw new LogInFailure('issuer.unavailable', '/', error)
    } finally {
      running = undefined
    }
  }

  return async () => {
    const now = Date.now()
    if (found && now - found.at < freshMilliseconds) return found.provider
    if (failed && now - failed.at < pauseMilliseconds) {
      if (found) return found.provider
      throw new LogInFailure('issuer.unavailable', '/', failed.error)
    }
    running ??= discover()
    return running
  }
}

async function discovered(settings: Settings): Promise<Provider> {
  const metadata: Partial<client.ClientMetadata> = {
    client_secret: settings.clientSecret,
    id_token_signed_response_alg: settings.idTokenAlg,
    [client.clockTolerance]: clockToleranceSeconds,
  }
  const execute = [client.enableNonRepudiationChecks]
  if (settings.insecure) execute.push(client.allowInsecureRequests)
  const config = await client.discovery(
    settings.issuer,
    settings.clientId,
    metadata,
    client.ClientSecretBasic(settings.clientSecret),
    { execute, timeout: settings.timeoutSeconds, [client.customFetch]: settings.fetch as client.CustomFetch },
  )
  const jwksUri = config.serverMetadata().jwks_uri
  if (!jwksUri) throw new Error(`${settings.issuer} publishes no jwks_uri`)
  const keys = jose.createRemoteJWKSet(new URL(jwksUri), {
    timeoutDuration: settings.timeoutSeconds * 1_000,
    // A token with an unknown key makes us look for new keys, but forged ones not more often than this.
    cooldownDuration: 5_000,
    [jose.customFetch]: settings.fetch as jose.FetchImplementation,
  })
  return { config, keys }
}

/**
 * Sorts an error of a conversation with Umbel: out of reach, refusing the product, or answering something else than
 * asked. Errors of the product's own making come back as they are.
 */
export function asFailure(error: unknown, wayOut: string): unknown {
  if (error instanceof LogInFailure)
    return error.wayOut === '/' ? new LogInFailure(error.code, wayOut, error.cause) : error
  if (error instanceof client.AuthorizationResponseError) return new LogInFailure(meaning(error.error), wayOut, error)
  if (error instanceof client.ResponseBodyError) {
    const out = error.status >= 500 || error.error === 'temporarily_unavailable'
    return new LogInFailure(out ? 'issuer.unavailable' : 'log-in.refused', wayOut, error)
  }
  if (error instanceof client.WWWAuthenticateChallengeError) return new LogInFailure('log-in.refused', wayOut, error)
  if (error instanceof client.ClientError)
    return new LogInFailure(isOutage(error) ? 'issuer.unavailable' : 'log-in.tokens-wrong', wayOut, error)
  // What `fetch` throws when nobody listens, the name doesn't resolve, or the connection breaks.
  if (error instanceof TypeError && /^(fetch failed|terminated)$/.test(error.message))
    return new LogInFailure('issuer.unavailable', wayOut, error)
  return error
}

function isOutage(error: client.ClientError): boolean {
  if (error.code === 'OAUTH_TIMEOUT' || error.code === 'OAUTH_ABORT') return true
  return error.cause instanceof Response && error.cause.status >= 500
}

/** What the error codes of an authorization response mean to the person (RFC 6749 §4.1.2.1, OpenID Connect Core §3.1.2.6). */
function meaning(code: string): ConstructorParameters<typeof LogInFailure>[0] {
  if (code === 'access_denied') return 'log-in.declined'
  if (code === 'server_error' || code === 'temporarily_unavailable') return 'issuer.unavailable'
  if (['login_required', 'interaction_required', 'consent_required', 'account_selection_required'].includes(code)) {
    return 'log-in.required'
  }
  return 'log-in.refused'
}
