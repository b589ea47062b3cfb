import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { TestContext } from 'node:test'
import * as jose from 'jose'
import Provider from 'oidc-provider'

export interface TestProvider {
  issuer: string
  /** Signs with the provider's own key. */
  sign(claims: jose.JWTPayload, header?: Partial<jose.JWTHeaderParameters>): Promise<string>
  /** Requests the provider has got, by path. */
  asked: string[]
  stop(): Promise<void>
  start(): Promise<void>
}

export interface TestClient {
  clientId: string
  clientSecret: string
  /** The product's address, without a slash at its end. */
  product: string
}

/**
 * An OpenID provider that isn't Umbel: `oidc-provider` with the developers' own log-in pages, which take any name and any
 * password. It shows that the SDK speaks the standard, not Umbel.
 */
export async function aProvider(t: Pick<TestContext, 'after'>, client: TestClient): Promise<TestProvider> {
  const { privateKey } = await jose.generateKeyPair('ES256', { extractable: true })
  const jwk = { ...(await jose.exportJWK(privateKey)), alg: 'ES256', use: 'sig', kid: 'first' }
  const server = createServer()
  await listen(server, 0)
  const { port } = server.address() as AddressInfo
  const issuer = `http://localhost:${port}`
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: client.clientId,
        client_secret: client.clientSecret,
        redirect_uris: [`${client.product}/log-in/callback`],
        post_logout_redirect_uris: [`${client.product}/`],
        backchannel_logout_uri: `${client.product}/log-out/back-channel`,
        backchannel_logout_session_required: true,
        id_token_signed_response_alg: 'ES256',
      },
    ],
    jwks: { keys: [jwk] } as never,
    claims: {
      openid: ['sub', 'sid'],
      email: ['email', 'email_verified'],
      profile: ['name', 'preferred_username', 'locale'],
    },
    features: { devInteractions: { enabled: true }, backchannelLogout: { enabled: true } },
    pkce: { required: () => true },
    cookies: { keys: ['for tests only'] },
    // The library's own guard against loopback addresses would keep log-out tokens from a product under test.
    fetch: (url, options) => fetch(url, { ...options, dispatcher: undefined } as RequestInit),
    ttl: { Session: 3600, Grant: 3600, Interaction: 600, AccessToken: 600, IdToken: 600 },
    findAccount: (_, sub) => ({
      accountId: sub,
      claims: () => ({
        sub,
        name: sub[0]!.toUpperCase() + sub.slice(1),
        preferred_username: sub,
        email: `${sub}@example.com`,
        email_verified: true,
        locale: 'en',
      }),
    }),
  })
  const asked: string[] = []
  const handle = provider.callback()
  server.on('request', (request, response) => {
    asked.push(new URL(request.url!, issuer).pathname)
    handle(request, response)
  })
  t.after(() => close(server))
  return {
    issuer,
    asked,
    sign: (claims, header) =>
      new jose.SignJWT(claims)
        .setProtectedHeader({ alg: 'ES256', kid: 'first', typ: 'logout+jwt', ...header })
        .sign(privateKey),
    stop: () => close(server),
    start: () => listen(server, port),
  }
}

async function listen(server: Server, port: number): Promise<void> {
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
}

async function close(server: Server): Promise<void> {
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
}
