import { type Configuration, errors, type KoaContextWithOIDC } from 'oidc-provider'
import { type Database, type Languages, post, languages as spoken } from '#platform'
import type { CookieJar } from '#sign-in'
import { claimsByScope, claimsFor } from './account-claims.ts'
import { acrs, lengths, openAdapter } from './adapter.ts'
import type { Clients } from './clients.ts'
import { deviceFlow } from './device-flow.ts'
import type { Forms } from './forms.ts'
import { allScopes, loadGrant } from './grants.ts'
import { beginLogIn, openPolicy } from './interactions.ts'

import type { Pages } from './pages.ts'
import { pageProduct, showPage } from './show-page.ts'
import type { Signer } from './signer.ts'
import { accountFacts } from './store.ts'
import { currentUnit, type Unit } from './unit.ts'

export const paths = {
  authorization: '/authorize',
  token: '/token',
  userinfo: '/userinfo',
  introspection: '/introspect',
  revocation: '/revoke',
  end_session: '/session/end',
  pushed_authorization_request: '/par',
  device_authorization: '/device/authorize',
  code_verification: '/device',
  jwks: '/jwks',
} as const

/** How long things are good for, in seconds. */
export type Lives = { readonly access: number; readonly refresh: number }

const formType = 'application/x-www-form-urlencoded'
const codeSeconds = 60
// As long as the link that proves an address (ACC-4), so that whoever follows it late still gets to the product.
const requestSeconds = 25 * 3600
const deviceSeconds = 600
const longestRefreshSeconds = 365 * 24 * 3600

/** The library, told what we are (DEV-1). Everything not said here is its default. */
export function configurationFor(parts: {
  url: URL
  database: Database
  jar: CookieJar
  languages: Languages
  pages: Pages
  forms: Forms
  signers: readonly Signer[]
  lives: Lives
  clients: () => Clients
}): Configuration {
  const { url, database, jar, languages, pages, forms, signers, lives, clients } = parts
  return {
    adapter: openAdapter(database),
    jwks: { keys: [...signers] },
    routes: { ...paths },
    responseTypes: ['code'],
    scopes: allScopes.split(' '),
    claims: { ...claimsByScope, sid: null, iss: null },
    acrValues: Object.values(acrs),
    subjectTypes: ['public'],
    clientAuthMethods: ['client_secret_basic', 'client_secret_post', 'none'],
    conformIdTokenClaims: false,
    // The library demands `none` of whoever accepts POST; we answer it by GET, and it never gets to set a cookie.
    enableHttpPostMethods: true,
    cookies: { long: { sameSite: 'none' }, short: { sameSite: 'none' } },
    enabledJWA: { idTokenSigningAlgValues: ['RS256', 'ES256'] },
    extraParams: { scope: keepOfflineAccess, site: null } as unknown as Configuration['extraParams'],
    formats: {
      bitsOfOpaqueRandomness: (_ctx, token) => (lengths[token.kind as keyof typeof lengths] ?? 43) * 6,
    },
    ttl: {
      AccessToken: lives.access,
      ClientCredentials: lives.access,
      IdToken: lives.access,
      AuthorizationCode: codeSeconds,
      Interaction: requestSeconds,
      DeviceCode: deviceSeconds,
      Session: requestSeconds,
      Grant: requestSeconds,
      RefreshToken: (_ctx, token) =>
        refreshSeconds(token as unknown as { scope?: string; iiat?: number }, currentUnit(), lives),
    },
    pkce: { required: (_ctx, client) => clients().productOf(client).demandsPkce },
    rotateRefreshToken: true,
    issueRefreshToken: async (_ctx, client, source) =>
      client.grantTypeAllowed('refresh_token') &&
      (source.scopes.has('offline_access') || currentUnit().sessionEnds !== undefined),
    // Tokens end with their grant's row or their own time, both of which their look-up reads; see `refreshSeconds`.
    expiresWithSession: async () => false,
    loadExistingGrant: async (ctx) => loadGrant(ctx, database),
    findAccount: async (ctx, id) => {
      const unit = currentUnit()
      const account = unit.accounts.get(id) ?? (await accountFacts(database.durable, id, ctx?.oidc?.client?.clientId))
      if (!account) return undefined
      unit.accounts.set(id, account)
      return { accountId: id, claims: () => claimsFor(account, url) }
    },
    interactions: {
      policy: openPolicy(),
      url: (ctx, interaction) => beginLogIn(ctx, interaction, { database, jar, languages, unit: currentUnit() }),
    },
    clientBasedCORS: (_ctx, origin, client) =>
      client.clientAuthMethod === 'none' && client.redirectUris!.some((uri) => URL.parse(uri)?.origin === origin),
    fetch: async (url, options) =>
      new Response(null, { status: await post(new URL(String(url)), formType, String(options?.body)) }),
    renderError: async (ctx, out) => {
      const product = ctx.oidc?.client && pageProduct(ctx.oidc.client)
      await showPage(ctx, (context) =>
        pages.protocolError({ error: out.error, description: out.error_description, product, ...context }),
      )
    },
    discovery: { ui_locales_supported: [...spoken] },
    features: {
      devInteractions: { enabled: false },
      externalSigningSupport: { enabled: true, ack: 'experimental-01' },
      backchannelLogout: { enabled: true },
      claimsParameter: { enabled: true },
      clientCredentials: { enabled: true },
      pushedAuthorizationRequests: { enabled: true },
      dPoP: { enabled: true },
      deviceFlow: deviceFlow(pages, forms),
      revocation: {
        enabled: true,
        // RFC 7009 §2.1: somebody else's token is refused; a client that cannot prove itself is told nothing.
        allowedPolicy: async (_ctx, client, token) => {
          if (token.clientId === client.clientId) return true
          if (client.clientAuthMethod === 'none') return false
          throw new errors.InvalidRequest('client is not authorized to revoke the presented token')
        },
      },
      introspection: {
        enabled: true,
        allowedPolicy: async (_ctx, client, token) =>
          token.clientId === client.clientId ||
          ('aud' in token &&
            clients()
              .productOf(client)
              .resources.some(({ identifier }) => identifier === token.aud)),
      },
      resourceIndicators: {
        enabled: true,
        getResourceServerInfo: async (_ctx, identifier) => {
          const scope = await clients().resourceScope(identifier)
          if (scope === undefined) throw new errors.InvalidTarget()
          currentUnit().resources.set(identifier, scope)
          return {
            scope,
            audience: identifier,
            accessTokenTTL: lives.access,
            accessTokenFormat: 'jwt',
            jwt: { sign: { alg: 'ES256' } },
          }
        },
      },
      rpInitiatedLogout: {
        enabled: true,
        // Decided in `log-out-page.ts`, which knows whether the product has proved that the person meant it.
        logoutSource: async () => undefined,
        postLogoutSuccessSource: (ctx) =>
          showPage(ctx, (context) =>
            pages.loggedOut({ product: ctx.oidc.client && pageProduct(ctx.oidc.client), ...context }),
          ),
      },
    },
  }
}

/**
 * A refresh token ends with its session; with offline access, when it has not been used for long, or is a year old
 * (RFC 9700 §4.14.2).
 */
function refreshSeconds(token: { scope?: string; iiat?: number }, unit: Unit, lives: Lives): number {
  const now = Math.floor(Date.now() / 1000)
  if (!token.scope?.split(' ').includes('offline_access')) return Math.max(1, (unit.sessionEnds ?? now) - now)
  return Math.max(1, Math.min(lives.refresh, (token.iiat ?? now) + longestRefreshSeconds - now))
}

/**
 * The library drops `offline_access` unless consent is asked for. Core §11 lets "other conditions" stand in for that: the
 * products are the suite's own, and their operator says which may refresh.
 */
async function keepOfflineAccess(ctx: KoaContextWithOIDC): Promise<void> {
  const { params, client, entities } = ctx.oidc
  const pushed = (entities as { PushedAuthorizationRequest?: { request?: string } }).PushedAuthorizationRequest?.request
  const asked = pushed
    ? (JSON.parse(Buffer.from(pushed.split('.')[1] ?? '', 'base64url').toString() || '{}') as { scope?: unknown }).scope
    : ctx.method === 'POST'
      ? (ctx.oidc.body as { scope?: unknown } | undefined)?.scope
      : ctx.query.scope
  if (typeof asked !== 'string' || !params || !client?.grantTypeAllowed('refresh_token')) return
  const kept = new Set(
    String(params.scope ?? '')
      .split(' ')
      .filter(Boolean),
  )
  if (asked.split(' ').includes('offline_access')) params.scope = [...kept.add('offline_access')].join(' ')
}
