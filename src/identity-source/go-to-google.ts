import * as client from 'openid-client'
import { hashSecret, newSecret, Refusal } from '#kernel'
import { type Statements, sealText } from '#platform'
import type { ProviderClients } from './provider-client.ts'
import { sealingKey } from './sealing.ts'
import { connectionOf, insertUnderway, takeUnderway, type Underway } from './store.ts'

const minutes = 10
export const callbackPath = '/sign-in/google/callback'

/** What the way to the provider and back needs. */
export type GoogleContext = {
  readonly secretKey: Buffer
  /** Umbel's own address. */
  readonly url: URL
  readonly clients: ProviderClients
}

/**
 * Sends a log-in to its site's provider (LOG-3): OpenID Connect's code flow with PKCE, a nonce, and a state that is worth
 * ten minutes and one return.
 * @param wanted.address fills in the provider's form, too
 * @param wanted.choose lets the person choose among several accounts there
 * @returns where the browser goes
 * @throws Refusal 'identity-source.not-connected' 410, and those of `configurationOf`
 */
export async function goToGoogle(
  on: Statements,
  { secretKey, url, clients }: GoogleContext,
  wanted: { attemptId: string; siteId: string; address?: string; choose?: boolean },
): Promise<URL> {
  const connection = await connectionOf(on, wanted.siteId)
  if (!connection) throw new Refusal('identity-source.not-connected', 410)
  const configuration = await clients.configurationOf(connection)
  const [state, nonce, verifier] = [newSecret(), newSecret(), newSecret()]
  await insertUnderway(on, hashSecret(state), {
    attemptId: wanted.attemptId,
    siteId: wanted.siteId,
    nonce,
    sealedVerifier: sealText(sealingKey(secretKey), state, verifier),
    expiresAt: on.now.add({ minutes }),
  })
  return client.buildAuthorizationUrl(configuration, {
    redirect_uri: new URL(callbackPath, url).href,
    scope: 'openid email profile',
    state,
    nonce,
    code_challenge: await client.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    hd: connection.hostedDomain,
    ...(wanted.address && { login_hint: wanted.address }),
    ...(wanted.choose && { prompt: 'select_account' }),
  })
}

/** The log-in that a browser comes back for. It is used up by this, whatever comes of it. */
export async function comeBack(
  on: Statements,
  state: string | undefined,
): Promise<(Underway & { readonly state: string }) | undefined> {
  if (!state || !/^[A-Za-z0-9_-]{43}$/.test(state)) return undefined
  const underway = await takeUnderway(on, hashSecret(state))
  return underway && { ...underway, state }
}
