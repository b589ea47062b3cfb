import * as client from 'openid-client'
import { Refusal } from '#kernel'
import { type Statements, unsealText } from '#platform'
import { callbackPath, type GoogleContext } from './go-to-google.ts'
import { type Identity, judgeClaims } from './judge-claims.ts'
import { sealingKey } from './sealing.ts'
import { connectionOf, type Underway } from './store.ts'
import { asRefusal } from './trouble.ts'

/**
 * Gets and checks the provider's answer: the code's ID token with signature, issuer, audience, nonce and times (Core
 * §3.1.3.7), then what LOG-3 asks of Google. Asks the provider, so it is not called within a transaction.
 * @param query what the browser brought back, as it stood in the address
 * @throws Refusal 'identity-source.not-connected' 410, and those of `asRefusal` and `judgeClaims`
 */
export async function believeAnswer(
  on: Statements,
  { secretKey, url, clients }: GoogleContext,
  underway: Underway & { readonly state: string },
  query: string,
): Promise<Identity> {
  const connection = await connectionOf(on, underway.siteId)
  if (!connection) throw new Refusal('identity-source.not-connected', 410)
  const configuration = await clients.configurationOf(connection)
  const here = new URL(callbackPath, url)
  here.search = query
  try {
    const tokens = await client.authorizationCodeGrant(configuration, here, {
      expectedState: underway.state,
      expectedNonce: underway.nonce,
      pkceCodeVerifier: unsealText(sealingKey(secretKey), underway.state, underway.sealedVerifier),
      idTokenExpected: true,
    })
    return judgeClaims(tokens.claims() ?? {}, connection.hostedDomain)
  } catch (error) {
    throw asRefusal(error)
  }
}
