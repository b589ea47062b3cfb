import type { KoaContextWithOIDC } from 'oidc-provider'
import { hashSecret } from '#kernel'
import type { Database } from '#platform'
import { deleteTokensOf, issue } from './store-issue.ts'
import type { Payload, Unit } from './unit.ts'

/**
 * Sends what a request has collected, before its answer leaves: the code or refresh token spent and the tokens issued for
 * it, in one statement. An answer that is a refusal issues nothing. If nothing was left to spend, another request came
 * first: that is a replay, and all that was issued under the grant ends (RFC 9700 §4.14.2).
 */
export async function finish(ctx: KoaContextWithOIDC, unit: Unit, database: Database): Promise<void> {
  if (ctx.status === 200 && (unit.spend || unit.access || unit.refresh)) {
    const on = unit.refresh ? database.durable : database.quick
    const spent = await issue(on, { spend: unit.spend, access: kept(unit.access), refresh: kept(unit.refresh) })
    if (!spent) {
      if (unit.spend?.grantId) unit.revoked.add(unit.spend.grantId)
      ctx.status = 400
      ctx.body = { error: 'invalid_grant', error_description: 'grant request is invalid' }
    }
  }
  if (unit.revoked.size > 0) await deleteTokensOf(database.durable, [...unit.revoked])
}

function kept(payload: Payload | undefined): { hash: Buffer; payload: Payload } | undefined {
  return payload && { hash: hashSecret(payload.jti as string), payload }
}
