import type { KoaContextWithOIDC, Provider } from 'oidc-provider'
import { newSecret } from '#kernel'
import type { Database } from '#platform'
import { grantOf } from './store.ts'
import { currentUnit } from './unit.ts'

export const allScopes = 'openid profile email offline_access'

/** There is no consent: a grant of the suite's own product carries every scope, and every scope of each resource server. */
export function grantEverything(provider: Provider): void {
  const model = provider.Grant.prototype as { getOIDCScope(): string; getResourceScope(resource: string): string }
  model.getOIDCScope = () => allScopes
  model.getResourceScope = (resource) => currentUnit().resources.get(resource) ?? ''
}

/** The session's grant for the product; without one, a new one that comes to be with the code. */
export async function loadGrant(ctx: KoaContextWithOIDC, database: Database) {
  const unit = currentUnit()
  const { provider, session } = ctx.oidc
  const productId = ctx.oidc.client!.clientId
  const named = ctx.oidc.params?.site
  if (typeof named === 'string') unit.siteNamed = named
  const accountId = ctx.oidc.account!.accountId
  let grant = unit.session?.grant
  if (unit.session && unit.session.productId !== productId)
    grant = await grantOf(database.durable, unit.session.id, productId)
  if (!grant) {
    grant = { id: newSecret(), productId, accountId, sid: newSecret() }
    unit.newGrant = grant
  }
  session!.authorizations = { [productId]: { sid: grant.sid, grantId: grant.id } }
  return new provider.Grant({ jti: grant.id, clientId: productId, accountId: grant.accountId } as never)
}
