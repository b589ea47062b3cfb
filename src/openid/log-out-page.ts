import type { KoaContextWithOIDC } from 'oidc-provider'
import type { Actor } from '#kernel'
import { type Database, deviceOf, type Logger, networkOf, type trustedProxies } from '#platform'
import { endSessions } from '#sign-in'
import type { Forms } from './forms.ts'
import type { Pages } from './pages.ts'
import { pageProduct, showPage } from './show-page.ts'
import { grantOf } from './store.ts'
import type { FormState, Unit } from './unit.ts'

/** What log-outs that begin at a product work with (OpenID Connect RP-Initiated Logout 1.0). */
export type LogOutParts = {
  readonly database: Database
  readonly pages: Pages
  readonly forms: Forms
  readonly log: Logger
  readonly trusted: ReturnType<typeof trustedProxies>
}

/**
 * Goes on after the library has checked a log-out request. Nobody logged in: straight back. The product showed the ID token
 * of this very session: the person came from its log-out button, so logged out and back. Otherwise the person is asked,
 * because any page can send a browser here (§2, §6).
 */
export async function answerLogOut(ctx: KoaContextWithOIDC, unit: Unit, parts: LogOutParts): Promise<void> {
  const state = ctx.oidc.session?.state as FormState | undefined
  if (!state || ctx.status >= 400) return
  if (!unit.session) return sendBack(ctx, state)
  if (await meantIt(ctx, unit, parts.database)) {
    await endSession(ctx, unit, parts)
    return sendBack(ctx, state)
  }
  const { client } = ctx.oidc
  const { name, email, locale } = unit.session.account
  const target = state.postLogoutRedirectUri && URL.parse(state.postLogoutRedirectUri)?.origin
  ctx.status = 200
  await showPage(
    ctx,
    (context) =>
      parts.pages.confirmLogOut({
        action: `/session/end/confirm?form=${parts.forms.seal(unit, state)}`,
        fields: { xsrf: state.secret },
        product: client && pageProduct(client),
        account: { name, email },
        asks: { ...context.asks, holder: locale },
      }),
    target && target !== 'null' ? [target] : [],
  )
}

/** Ends the session this request acts in, and so tells every product (LOG-8). */
export async function endSession(ctx: KoaContextWithOIDC, unit: Unit, parts: LogOutParts): Promise<void> {
  if (!unit.session) return
  const { id, account } = unit.session
  const actor: Actor = {
    kind: 'holder',
    accountId: account.id,
    network: networkOf(ctx.req, parts.trusted),
    device: deviceOf(ctx.get('user-agent')),
  }
  await parts.database.transaction((tx) => endSessions(tx, actor, account.id, { only: [id] }, 'log-out'))
}

async function meantIt(ctx: KoaContextWithOIDC, unit: Unit, database: Database): Promise<boolean> {
  const hint = (ctx.oidc.entities as { IdTokenHint?: { payload: { sub?: string; sid?: string } } }).IdTokenHint
  if (!hint || !unit.session || hint.payload.sub !== unit.session.account.id || !hint.payload.sid) return false
  const grant = await grantOf(database.durable, unit.session.id, ctx.oidc.client!.clientId)
  return grant?.sid === hint.payload.sid
}

function sendBack(ctx: KoaContextWithOIDC, state: FormState): void {
  let to = '/session/end/success'
  if (state.postLogoutRedirectUri) {
    const url = new URL(state.postLogoutRedirectUri)
    if (state.state !== undefined) url.searchParams.set('state', state.state)
    to = url.href
  } else if (state.clientId) to += `?client_id=${encodeURIComponent(state.clientId)}`
  ctx.body = null
  ctx.status = 303
  ctx.redirect(to)
}

/** Says in the log which registered address a refused one nearly was; most often a slash is missing. */
export function logNearMiss(ctx: KoaContextWithOIDC, log: Logger): void {
  const { client, params } = ctx.oidc
  const asked = params?.post_logout_redirect_uri
  if (!client || typeof asked !== 'string') return
  const plain = (uri: string) =>
    uri
      .toLowerCase()
      .replace(/^https?:\/\//, '')
      .replace(/[?#].*$/, '')
      .replace(/\/+$/, '')
  const nearly = (client.postLogoutRedirectUris ?? []).find((uri) => plain(uri) === plain(asked))
  if (nearly && nearly !== asked) {
    log.warn(
      { product: client.clientId, asked: asked.replace(/[?#].*$/, ''), registered: nearly },
      'A product asked to return to an address after log-out that is not quite one of its registered ones.',
    )
  }
}
