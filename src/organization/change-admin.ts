import { record } from '#audit'
import { announce } from '#events'
import { isId, Refusal } from '#kernel'
import type { Tx } from '#platform'
import { type AdminActor, mustAdminister } from './administer.ts'
import { lockFellowAdmins } from './leaving-store.ts'
import { mustBeRole } from './organization.ts'
import { countFellowAdmins, deleteAdmin, lockOrganization, roleOf, upsertAdmin } from './store.ts'

/**
 * Gives somebody who runs an organization another role (ORG-1).
 * @throws Refusal 'organization.last-admin' 409 when nobody would be left who may do everything, 'organization.admin-gone' 410,
 *   and those of `mustAdminister` and `mustBeRole`
 */
export async function changeRole(
  tx: Tx,
  actor: AdminActor,
  accountId: string,
  wanted: string | undefined,
): Promise<void> {
  await mustAdminister(tx, actor, 'org-admin')
  const role = mustBeRole(wanted)
  const { organizationId } = actor
  const before = await roleHeldStill(tx, organizationId, accountId)
  if (before === role) return
  if (before === 'org-admin') await mustNotBeLast(tx, organizationId, accountId)
  await upsertAdmin(tx, organizationId, accountId, role)
  await record(tx, actor, 'organization.role-changed', { accountId, organizationId, from: before, to: role })
  await announce(tx, 'organization.role-changed', { accountId, organizationId })
}

/**
 * Takes somebody out of the circle that runs an organization; everybody may take themselves out.
 * @throws Refusal 'organization.last-admin' 409, 'organization.admin-gone' 410, and those of `mustAdminister`
 */
export async function removeAdmin(tx: Tx, actor: AdminActor, accountId: string): Promise<void> {
  await mustAdminister(tx, actor, accountId === actor.accountId ? 'auditor' : 'org-admin')
  const { organizationId } = actor
  const role = await roleHeldStill(tx, organizationId, accountId)
  if (role === 'org-admin') await mustNotBeLast(tx, organizationId, accountId)
  await deleteAdmin(tx, organizationId, accountId)
  await record(tx, actor, 'organization.admin-removed', { accountId, organizationId, role })
  await announce(tx, 'organization.admin-removed', { accountId, organizationId })
}

// Two who leave at once would each see the other: the lock makes one of them come second.
async function roleHeldStill(tx: Tx, organizationId: string, accountId: string) {
  await lockOrganization(tx, organizationId)
  const role = isId(accountId) ? await roleOf(tx, organizationId, accountId) : undefined
  if (!role) throw new Refusal('organization.admin-gone', 410)
  return role
}

async function mustNotBeLast(tx: Tx, organizationId: string, accountId: string): Promise<void> {
  if ((await countFellowAdmins(tx, organizationId, accountId)) === 0) throw new Refusal('organization.last-admin', 409)
}

/**
 * Somebody who may run an organization is about to be turned off there (MAN-2): not the last one who can. What else they run is
 * none of its business.
 * @throws Refusal 'organization.last-admin' 409
 */
export async function mustKeepAnAdmin(tx: Tx, organizationId: string, accountId: string): Promise<void> {
  if ((await roleOf(tx, organizationId, accountId)) !== 'org-admin') return
  await lockOrganization(tx, organizationId)
  await lockFellowAdmins(tx, accountId)
  await mustNotBeLast(tx, organizationId, accountId)
}
