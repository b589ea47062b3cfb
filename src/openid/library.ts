import type { EventEmitter } from 'node:events'
import { errors, type KoaContextWithOIDC, Provider } from 'oidc-provider'
import { hashSecret } from '#kernel'
import type { Database, Languages, Logger, trustedProxies } from '#platform'
import type { CookieJar } from '#sign-in'
import { sessionIdFor } from './adapter.ts'
import { type Clients, openClients } from './clients.ts'
import { configurationFor, type Lives, paths } from './configuration.ts'
import { finish } from './finish.ts'
import type { Forms } from './forms.ts'
import { grantEverything } from './grants.ts'
import { answerLogOut, endSession, logNearMiss } from './log-out-page.ts'
import { namedIn } from './named.ts'
import type { Pages } from './pages.ts'
import { comeBack } from './resume.ts'
import { showPage } from './show-page.ts'
import type { Signer } from './signer.ts'
import { presentedSession } from './store.ts'
import { noteProof } from './store-requests.ts'
import { newUnit, type Unit } from './unit.ts'

export type LibraryParts = {
  readonly url: URL
  readonly database: Database
  readonly jar: CookieJar
  readonly log: Logger
  readonly languages: Languages
  readonly pages: Pages
  readonly forms: Forms
  readonly lives: Lives
  readonly trusted: ReturnType<typeof trustedProxies>
}

/** One instance of the library, for one set of signing keys, with its hands on our rows and off the browser's cookies. */
export type Library = { readonly provider: Provider; readonly clients: Clients }

export function openLibrary(parts: LibraryParts, signers: readonly Signer[]): Library {
  const { url, database, log } = parts
  const issuer = url.origin
  let clients: Clients | undefined
  const provider = new Provider(issuer, configurationFor({ ...parts, signers, clients: () => clients! }))
  clients = openClients(provider, database.durable)
  grantEverything(provider)
  keepAddressesOurs(provider, issuer)
  keepCookiesOurs(provider)
  const replays = (provider as unknown as { ReplayDetection: { unique: typeof isNew } }).ReplayDetection
  const isNew = (product: string, jti: string, expires: number): Promise<boolean> =>
    noteProof(database.durable, hashSecret(`${product} ${jti}`), expires)
  replays.unique = isNew
  provider.on('server_error', (_ctx: unknown, error: unknown) => log.error({ err: error }, 'The provider failed.'))
  const koa: EventEmitter = provider
  koa.on('error', (error: unknown) => log.error({ err: error }, 'A request to the provider failed.'))
  provider.on('end_session.error', (ctx: KoaContextWithOIDC) => logNearMiss(ctx, log))
  provider.use((ctx, next) => serve(ctx as unknown as KoaContextWithOIDC, next as () => Promise<void>, parts))
  return { provider, clients }
}

/** A forged Host or X-Forwarded header changes nothing: all addresses come from Umbel's own (interop.md, 10). */
function keepAddressesOurs(provider: Provider, issuer: string): void {
  const { host, protocol } = new URL(issuer)
  Object.defineProperties(provider.request, {
    host: { get: () => host },
    protocol: { get: () => protocol.slice(0, -1) },
    href: { get: () => issuer },
  })
  const context = (provider as unknown as { OIDCContext: { prototype: { urlFor: Provider['urlFor'] } } }).OIDCContext
  context.prototype.urlFor = (name, options) => provider.urlFor(name, options)
}

/** The library sets no cookie, and reads from "cookies" what the request's unit says (docs/house.md). */
function keepCookiesOurs(provider: Provider): void {
  const jar = {
    get(this: { state: { unit: Unit } }) {
      const { unit } = this.state
      return {
        get: (name: string) =>
          name === '_session' ? sessionIdFor(unit) : name === '_interaction_resume' ? unit.request?.jti : undefined,
        set: () => undefined,
      }
    },
  }
  Object.defineProperty(provider.context, 'cookies', jar)
  const { OIDCContext } = provider as unknown as { OIDCContext: { prototype: object } }
  Object.defineProperty(OIDCContext.prototype, 'cookies', {
    get(this: { ctx: { cookies: unknown } }) {
      return this.ctx.cookies
    },
  })
}

const withSession = new Set<string>([
  paths.authorization,
  paths.end_session,
  `${paths.end_session}/confirm`,
  paths.code_verification,
])

/** One request: read what it needs, let the library decide, write what came of it. */
async function serve(ctx: KoaContextWithOIDC, next: () => Promise<void>, parts: LibraryParts): Promise<void> {
  const { database } = parts
  const path = ctx.path.length > 1 && ctx.path.endsWith('/') ? ctx.path.slice(0, -1) : ctx.path
  const unit = newUnit({})
  ctx.state.unit = unit
  if (path === paths.device_authorization && ctx.method !== 'POST' && ctx.method !== 'OPTIONS') {
    // The library would take it for the way back to a device.
    ctx.status = 405
    return
  }
  try {
    const isBrowser = withSession.has(path) || path.startsWith('/authorize/') || isDeviceReturn(path)
    if (isBrowser && !(await prepare(ctx, path, unit, parts))) return
    await next()
    if (path === paths.end_session) await answerLogOut(ctx, unit, parts)
    else if ((ctx.oidc?.session as { destroyed?: boolean } | undefined)?.destroyed) await endSession(ctx, unit, parts)
    await finish(ctx, unit, database)
  } catch (error) {
    await fail(ctx, error, parts)
  }
}

const isDeviceReturn = (path: string) => path.startsWith('/device/') && path !== paths.device_authorization

async function prepare(ctx: KoaContextWithOIDC, path: string, unit: Unit, parts: LibraryParts): Promise<boolean> {
  const { jar, database, forms, url } = parts
  Object.assign(unit, { shown: jar.read(ctx.headers.cookie) })
  const uid = /^\/(?:authorize|device)\/([^/]+)$/.exec(path)?.[1]
  if (uid !== undefined && ctx.method === 'GET') return comeBack(ctx, uid, unit, parts)
  const isForm = path === paths.code_verification || path === `${paths.end_session}/confirm`
  // Forms of ours are answered from our own pages only (ASVS 3.5.1).
  if (isForm && ctx.method === 'POST' && ctx.get('origin') !== url.origin) {
    throw new errors.InvalidRequest('this form was sent from another site')
  }
  const asked = path === paths.authorization ? ctx.query.client_id : undefined
  if (unit.shown.browser !== undefined) {
    const shown = { browser: unit.shown.browser, run: unit.shown.run }
    unit.session = await presentedSession(
      database.durable,
      shown,
      typeof asked === 'string' ? storableId(asked) : undefined,
      namedIn(ctx.query),
    )
    if (unit.session?.grant) unit.grants.set(unit.session.grant.id, unit.session.grant)
    if (unit.session) unit.accounts.set(unit.session.account.id, unit.session.account)
  }
  if (isForm && ctx.method === 'POST') {
    unit.form = forms.open(unit, typeof ctx.query.form === 'string' ? ctx.query.form : undefined)
  } else if (isForm && typeof ctx.query.user_code === 'string') {
    unit.userCode = ctx.query.user_code.slice(0, 20)
    ctx.query = {}
  }
  return true
}

const storableId = (id: string): string | undefined => (/^[a-z0-9][a-z0-9._-]{0,63}$/.test(id) ? id : undefined)

/** What the library did not answer itself: a refusal of ours, or our fault. */
async function fail(ctx: KoaContextWithOIDC, error: unknown, { pages, log }: LibraryParts): Promise<void> {
  const refused = error instanceof errors.OIDCProviderError && error.expose
  if (!refused) log.error({ err: error }, 'A request to the provider failed.')
  const problem = refused
    ? { error: error.error, description: error.error_description }
    : { error: 'server_error', description: undefined }
  ctx.status = refused ? error.statusCode : 500
  if (ctx.accepts('json', 'html') === 'html')
    await showPage(ctx, (context) => pages.protocolError({ ...problem, ...context }))
  else ctx.body = { error: problem.error, error_description: problem.description }
}
