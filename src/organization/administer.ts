import { type Actor, isId, type Origin, Refusal } from '#kernel'
import type { Statements } from '#platform'
import { covers, type Role } from './organization.ts'
import { roleOf } from './store.ts'

/** Somebody who acts for an organization. That they may is asked again in the act itself, of the database. */
export type AdminActor = Actor & { readonly kind: 'admin' }

export const adminActor = (accountId: string, organizationId: string, origin: Origin): AdminActor => ({
  kind: 'admin',
  accountId,
  organizationId,
  ...origin,
})

/**
 * Holds an act to the role it needs (ORG-1).
 * @returns the role of whoever acts
 * @throws Refusal 'organization.not-admin' 403 for a role that does not cover it; 'organization.unknown' 404 for somebody
 *   with none, who need not learn whether there is such an organization
 */
export async function mustAdminister(on: Statements, actor: AdminActor, needed: Role): Promise<Role> {
  const role = isId(actor.organizationId) ? await roleOf(on, actor.organizationId, actor.accountId) : undefined
  if (!role) throw new Refusal('organization.unknown', 404)
  if (!covers(role, needed)) throw new Refusal('organization.not-admin', 403)
  return role
}
