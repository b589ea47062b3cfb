import { accountById } from '#account'
import { record } from '#audit'
import { announce } from '#events'
import { type Actor, Refusal } from '#kernel'
import type { Tx } from '#platform'
import { takeInvitation } from './invitation-store.ts'
import { covers, type Invitation } from './organization.ts'
import { lockOrganization, roleOf, upsertAdmin } from './store.ts'

/**
 * Follows an invitation to run an organization, as whoever is logged in: it was mailed to one address, and somebody who reads
 * that may use another account. A role that covers more than the invitation is kept.
 * @returns the invitation, which is used up
 * @throws Refusal 'organization.invitation-gone' 410
 */
export async function acceptInvitation(
  tx: Tx,
  actor: Actor & { kind: 'holder' },
  tokenHash: Buffer,
): Promise<Invitation> {
  const invitation = await takeInvitation(tx, { tokenHash })
  const account = invitation && (await accountById(tx, actor.accountId))
  if (!account) throw new Refusal('organization.invitation-gone', 410)
  const { organizationId, role } = invitation
  const { accountId } = actor
  await lockOrganization(tx, organizationId)
  const now = await roleOf(tx, organizationId, accountId)
  if (!now || !covers(now, role)) await upsertAdmin(tx, organizationId, accountId, role)
  await record(tx, actor, 'organization.admin-joined', {
    accountId,
    organizationId,
    invitationId: invitation.id,
    role,
  })
  await announce(tx, 'organization.admin-joined', { accountId, organizationId })
  return invitation
}
