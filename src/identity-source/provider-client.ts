import * as client from 'openid-client'
import { unsealText } from '#platform'
import { type GoogleConnection, isThisComputer } from './google-connection.ts'
import { sealingKey } from './sealing.ts'
import { asRefusal } from './trouble.ts'

/** Knows the providers' addresses and keys, and asks for them as seldom as it may. */
export interface ProviderClients {
  /** @throws Refusal as of `asRefusal` when the provider is not to be reached or not to be believed */
  configurationOf(connection: GoogleConnection): Promise<client.Configuration>
}

const longestSeconds = 5
const leewaySeconds = 120
const rememberedMs = 10 * 60 * 1000
const mostRemembered = 500

export function openProviderClients(secretKey: Buffer): ProviderClients {
  const known = new Map<string, { configuration: client.Configuration; until: number }>()
  return {
    async configurationOf(connection) {
      const { issuer, clientId, sealedClientSecret } = connection
      const key = JSON.stringify([issuer, clientId, sealedClientSecret.toString('base64url')])
      const found = known.get(key)
      if (found && found.until > performance.now()) return found.configuration
      const configuration = await discover(
        connection,
        unsealText(sealingKey(secretKey), connection.siteId, sealedClientSecret),
      )
      if (known.size >= mostRemembered) known.clear()
      known.set(key, { configuration, until: performance.now() + rememberedMs })
      return configuration
    },
  }
}

async function discover(connection: GoogleConnection, clientSecret: string): Promise<client.Configuration> {
  const issuer = new URL(connection.issuer)
  const isLocal = issuer.protocol === 'http:' && isThisComputer(issuer.hostname)
  const metadata = {
    // Google signs with RS256, whatever the answer itself or the discovery document would like (RFC 8725 §3.1).
    id_token_signed_response_alg: 'RS256',
    [client.clockTolerance]: leewaySeconds,
  }
  try {
    const configuration = await client.discovery(
      issuer,
      connection.clientId,
      metadata,
      client.ClientSecretPost(clientSecret),
      { timeout: longestSeconds, execute: isLocal ? [client.allowInsecureRequests] : [] },
    )
    configuration.timeout = longestSeconds
    // Signatures count although the answer comes straight from the provider: a log-in rests on nothing else.
    client.enableNonRepudiationChecks(configuration)
    return configuration
  } catch (error) {
    throw asRefusal(error)
  }
}
