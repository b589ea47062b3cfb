import * as oidc from 'openid-client'
import { type Browser, callback, type World } from './a-provider.ts'

/** The independent client: `openid-client`, configured by discovery as any product would be. */
export async function aClient(
  world: World,
  { id, secret }: { id: string; secret?: string },
  authentication?: oidc.ClientAuth,
): Promise<oidc.Configuration> {
  return oidc.discovery(world.url, id, secret, authentication, { execute: [oidc.allowInsecureRequests] })
}

export type Begun = { url: URL; verifier?: string; checks: oidc.AuthorizationCodeGrantChecks }

/** An authorization request with PKCE, state and nonce, and what its answer must match. */
export async function begin(config: oidc.Configuration, parameters: Record<string, string> = {}): Promise<Begun> {
  const verifier = oidc.randomPKCECodeVerifier()
  const state = oidc.randomState()
  const nonce = oidc.randomNonce()
  const url = oidc.buildAuthorizationUrl(config, {
    redirect_uri: callback,
    scope: 'openid profile email',
    code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    state,
    nonce,
    ...parameters,
  })
  return { url, verifier, checks: { pkceCodeVerifier: verifier, expectedState: state, expectedNonce: nonce } }
}

/** Where the provider sent the browser. */
export async function follow(world: World, browser: Browser, url: string | URL): Promise<URL> {
  const response = await world.browse(browser, url)
  const location = response.headers.get('location')
  if (!location) throw new Error(`no redirect but ${response.status}: ${await response.text()}`)
  return new URL(location, world.url)
}

/** A whole silent log-in: request, code, tokens. */
export async function logIn(
  world: World,
  config: oidc.Configuration,
  browser: Browser,
  parameters: Record<string, string> = {},
  tokenParameters: Record<string, string> = {},
) {
  const begun = await begin(config, parameters)
  const back = await follow(world, browser, begun.url)
  const tokens = await oidc.authorizationCodeGrant(config, back, begun.checks, tokenParameters)
  return { tokens, back }
}
