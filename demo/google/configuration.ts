import { AsyncLocalStorage } from 'node:async_hooks'
import { randomBytes } from 'node:crypto'
import * as jose from 'jose'
import {
  type Adapter,
  type AdapterPayload,
  type ClientMetadata,
  type Configuration,
  interactionPolicy,
} from 'oidc-provider'
import { openMemory } from './memory.ts'
import { errorPage } from './pages.ts'
import { claimsOf, type GoogleUser, userOf } from './users.ts'

/** Somebody who lets people log in with Google. */
export interface GoogleClient {
  clientId: string
  clientSecret: string
  redirectUris: readonly string[]
  /** What the log-in page calls it; its ID unless told otherwise. */
  name?: string
}

/** The key that signs, and how requests proved who they are. */
export interface Inside {
  key: { privateKey: CryptoKey; kid: string }
  configuration: Configuration
  /** Runs a request that proves its client by the `Authorization` header rather than in its body, or the other way. */
  provedBy<Result>(method: 'client_secret_basic' | 'client_secret_post', run: () => Result): Result
}

const { Check, Prompt } = interactionPolicy

/** `oidc-provider`, told to be like Google: its addresses, its claims, no PKCE demanded, no log-out, no consent page. */
export async function configure(clients: readonly GoogleClient[], users: readonly GoogleUser[]): Promise<Inside> {
  const { privateKey } = await jose.generateKeyPair('RS256', { extractable: true })
  const kid = randomBytes(8).toString('hex')
  const jwk = { ...(await jose.exportJWK(privateKey)), alg: 'RS256', use: 'sig', kid }
  const memory = openMemory()
  const proof = new AsyncLocalStorage<'client_secret_basic' | 'client_secret_post'>()

  // The library lets a client prove itself in one way; Google takes both.
  const clientAdapter = (): Adapter => ({
    ...memory('Client'),
    find: async (id): Promise<AdapterPayload | undefined> => {
      const client = clients.find(({ clientId }) => clientId === id)
      const metadata: ClientMetadata | undefined = client && {
        client_id: client.clientId,
        client_secret: client.clientSecret,
        client_name: client.name ?? client.clientId,
        redirect_uris: [...client.redirectUris],
        token_endpoint_auth_method: proof.getStore() ?? 'client_secret_basic',
      }
      return metadata as AdapterPayload | undefined
    },
  })

  const configuration: Configuration = {
    adapter: (model: string) => (model === 'Client' ? clientAdapter() : memory(model)),
    jwks: { keys: [jwk] } as never,
    routes: {
      authorization: '/o/oauth2/v2/auth',
      token: '/token',
      userinfo: '/v1/userinfo',
      jwks: '/oauth2/v3/certs',
    },
    responseTypes: ['code'],
    scopes: ['openid', 'email', 'profile'],
    claims: {
      openid: ['sub', 'hd'],
      email: ['email', 'email_verified'],
      profile: ['name', 'given_name', 'family_name'],
    },
    clientAuthMethods: ['client_secret_basic', 'client_secret_post'],
    conformIdTokenClaims: false, // Google's ID tokens carry the claims of every scope
    extraParams: ['hd'],
    pkce: { required: () => false },
    features: { devInteractions: { enabled: false }, rpInitiatedLogout: { enabled: false } },
    interactions: { policy: policyFor(users), url: (_, { uid }) => `/interaction/${uid}` },
    loadExistingGrant: async ({ oidc }) => {
      const grant = new oidc.provider.Grant({ clientId: oidc.client!.clientId, accountId: oidc.session!.accountId! })
      grant.addOIDCScope('openid email profile')
      await grant.save()
      return grant
    },
    findAccount: (_, sub) => {
      const user = users.find((each) => each.sub === sub)
      return user && { accountId: sub, claims: () => claimsOf(user) }
    },
    renderError: async (ctx, { error, error_description }) => {
      ctx.type = 'html'
      ctx.body = String(await errorPage(error, error_description ?? ''))
    },
    // Cookies ignore ports: Umbel is on the same host name.
    cookies: {
      keys: [randomBytes(16).toString('hex')],
      names: { session: 'google-session', interaction: 'google-interaction', resume: 'google-resume' },
    },
    ttl: {
      Session: 86_400,
      Grant: 86_400,
      Interaction: 3_600,
      AccessToken: 3_600,
      IdToken: 3_600,
      AuthorizationCode: 60,
    },
  }
  return { key: { privateKey, kid }, configuration, provedBy: (method, run) => proof.run(method, run) }
}

/** Log in; choose an account when asked to; and never a session other than the one that was hinted at. */
function policyFor(users: readonly GoogleUser[]) {
  const policy = interactionPolicy.base()
  policy.remove('consent')
  policy.get('login')!.checks.add(
    new Check('login_hint', 'the browser is logged in as somebody else', 'login_required', ({ oidc }) => {
      const hint = oidc.params?.login_hint
      if (typeof hint !== 'string' || !hint || !oidc.session?.accountId || oidc.result?.login)
        return Check.NO_NEED_TO_PROMPT
      return userOf(users, hint)?.sub === oidc.session.accountId ? Check.NO_NEED_TO_PROMPT : Check.REQUEST_PROMPT
    }),
  )
  policy.add(new Prompt({ name: 'select_account', requestable: true }))
  return policy
}
