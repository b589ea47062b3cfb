import type { KoaContextWithOIDC } from 'oidc-provider'
import type { Database } from '#platform'
import { productById } from '#product'
import { outcomeOf } from '#sign-in'
import { acrOf, nameFor } from './adapter.ts'
import type { Pages } from './pages.ts'
import { asksOf } from './show-page.ts'
import { sessionOfBrowser } from './store.ts'
import { requestByUid, type StoredRequest } from './store-requests.ts'
import type { Unit } from './unit.ts'

const uidPattern = /^[A-Za-z0-9_-]{43}$/
// A double click asks again at once, and its answer is the one the browser shows: it must be as good as the first.
const againForSeconds = 60
// What a product sent along is not remembered there for longer; its home page begins anew, and silently.
const goodForSeconds = 3600

/**
 * A browser comes back to its request. Puts the request, the log-in that answers it, and that log-in's session (not the one
 * presented now: another tab may have chosen another account since) in the request's unit.
 * @returns false when it has been answered otherwise: sent on to the log-in that is not done, or to the product's home
 *   when there is nothing to go on with (LOG-1)
 */
export async function comeBack(
  ctx: KoaContextWithOIDC,
  uid: string,
  unit: Unit,
  { database, pages }: { database: Database; pages: Pages },
): Promise<boolean> {
  const on = database.durable
  const stored = uidPattern.test(uid) ? await requestByUid(on, uid) : undefined
  const outcome = stored?.attemptId === undefined ? undefined : await outcomeOf(on, stored.attemptId, unit.shown)
  if (!stored || isOver(stored, on.now)) return gone(ctx, stored, { database, pages })
  if (!outcome || unit.shown.browser === undefined) {
    // Another browser's attempt is told apart there, and leads to a page that says so.
    ctx.status = 303
    ctx.redirect(`/sign-in?attempt=${encodeURIComponent(stored.attemptId ?? '')}`)
    return false
  }
  const shown = { browser: unit.shown.browser, run: unit.shown.run }
  const session = await sessionOfBrowser(on, shown, outcome.sessionId, stored.productId)
  if (session?.account.id !== outcome.accountId) return gone(ctx, stored, { database, pages })
  unit.session = session
  unit.request = {
    ...stored.payload,
    ...(stored.parId ? { parJti: nameFor(unit, Buffer.from(stored.parId, 'base64url')) } : undefined),
    ...(stored.deviceCodeId ? { deviceCode: nameFor(unit, Buffer.from(stored.deviceCodeId, 'base64url')) } : undefined),
    result: isWanted(stored, outcome.accountId)
      ? {
          login: {
            accountId: outcome.accountId,
            amr: outcome.methods,
            acr: acrOf(outcome.methods),
            ts: Math.floor(outcome.authenticatedAt.epochMilliseconds / 1000),
          },
          select_account: {},
          consent: {},
        }
      : { error: 'login_required', error_description: 'id_token_hint and authenticated subject do not match' },
  }
  return true
}

/** Whether the log-in is the person's whom the product asked for; the hint's signature was checked when the request came. */
function isWanted(stored: StoredRequest, accountId: string): boolean {
  const hint = (stored.payload.params as { id_token_hint?: string }).id_token_hint
  if (hint === undefined) return true
  return (
    (JSON.parse(Buffer.from(hint.split('.')[1] ?? '', 'base64url').toString()) as { sub?: string }).sub === accountId
  )
}

function isOver(stored: StoredRequest, now: Temporal.Instant): boolean {
  const { iat } = stored.payload as { iat?: number }
  if (iat !== undefined && now.epochMilliseconds / 1000 - iat > goodForSeconds) return true
  return stored.finishedAt !== undefined && now.since(stored.finishedAt).total('seconds') > againForSeconds
}

async function gone(
  ctx: KoaContextWithOIDC,
  stored: StoredRequest | undefined,
  { database, pages }: { database: Database; pages: Pages },
): Promise<false> {
  const product = stored && (await productById(database.durable, stored.productId))
  if (product) {
    ctx.status = 303
    ctx.redirect(product.homeUrl)
  } else {
    ctx.status = 410
    ctx.type = 'html'
    ctx.body = String(await pages.requestGone({ asks: asksOf(ctx) }))
  }
  return false
}
