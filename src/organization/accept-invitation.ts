import { accountById } from '#account'
import { record } from '#audit'
import { announce } from '#events'
import { type Actor, Refusal } from '#kernel'
import type { Tx } from '#platform'
import { takeInvitation } from './invitation-store.ts'
import { covers, type Invitation } from './organization.ts'
import { lockOrganization, roleOf, upsertAdmin } from './store.ts'

/**
 * Follows an invitation to run an organization, as whoever is logged in. The mailed link does for any account, because whoever
 * reads that mail may use another one; without it, only the account whose address it was mailed to. A role that covers more
 * than the invitation is kept.
 * @returns the invitation, which is used up
 * @throws Refusal 'organization.invitation-gone' 410
 */
export async function acceptInvitation(
  tx: Tx,
  actor: Actor & { kind: 'holder' },
  which: { readonly tokenHash: Buffer } | { readonly id: string },
): Promise<Invitation> {
  const account = await accountById(tx, actor.accountId)
  const emailKey = account?.emailKey ?? ''
  const invitation = account && (await takeInvitation(tx, 'id' in which ? { id: which.id, emailKey } : which))
  if (!invitation) throw new Refusal('organization.invitation-gone', 410)
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
