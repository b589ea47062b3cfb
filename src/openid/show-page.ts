import type { Client, KoaContextWithOIDC } from 'oidc-provider'
import { type Asks, policy } from '#platform'
import type { Html, PageContext, PageProduct } from './pages.ts'

type Answer = Pick<KoaContextWithOIDC, 'get' | 'set' | 'type' | 'body'> & { oidc?: KoaContextWithOIDC['oidc'] }

/**
 * Answers with a page, under the same policy as all our pages.
 * @param formTargets origins that the answer to the page's form may redirect to
 */
export async function showPage(
  ctx: Answer,
  render: (context: PageContext) => Html,
  formTargets: readonly string[] = [],
): Promise<void> {
  const body = String(await render({ asks: asksOf(ctx) }))
  ctx.type = 'html'
  ctx.set({
    'content-security-policy': policy(formTargets),
    'cache-control': 'no-store',
    'referrer-policy': 'same-origin',
    'x-content-type-options': 'nosniff',
    'cross-origin-opener-policy': 'same-origin',
  })
  ctx.body = body
}

/** What a request says of languages: the product's `ui_locales` (OpenID Connect Core §3.1.2.1), and the browser. */
export function asksOf(ctx: Pick<Answer, 'get' | 'oidc'>): Asks {
  const locales = ctx.oidc?.params?.ui_locales
  return {
    cookie: ctx.get('cookie'),
    acceptLanguage: ctx.get('accept-language'),
    uiLocales: typeof locales === 'string' ? locales : undefined,
  }
}

export function pageProduct(client: Client): PageProduct {
  return { id: client.clientId, name: client.clientName ?? client.clientId, homeUrl: client.clientUri ?? '/' }
}
