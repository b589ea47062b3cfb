import { mustOperate } from '#account'
import { record } from '#audit'
import { type Actor, type Address, hashSecret, newId, parseAddress, Refusal } from '#kernel'
import { countOne, type Limit, queueJob, type Tx } from '#platform'
import { type AdminActor, mustAdminister } from './administer.ts'
import { invitationById, invitationsOf, takeInvitation, upsertInvitation } from './invitation-store.ts'
import { mustBeRole, type Role } from './organization.ts'
import { countOrgAdmins, lockOrganization } from './store.ts'

/** Somebody who runs the installation, at its pages. */
export type OperatorActor = Actor & { readonly kind: 'operator'; readonly accountId: string }

const invitationDays = 30
const mostInvitations = 100
const pauseSeconds = 60
// Anybody can make an organization, call it something, and type any address. The one that is refused is counted, too.
const perHour: Limit = { name: 'organization-invitation', most: 30 + 1, within: Temporal.Duration.from('PT1H') }

/**
 * Invites somebody to help run an organization (ORG-1). Whether the address has an account makes no difference here: the
 * mailed link asks whoever follows it to log in or sign up.
 * @throws Refusal 'organization.invitations-many' 409 (100 open ones), 'organization.invitation-mails-many' 429 (30 an hour by one
 *   person), and those of `mustAdminister`, `mustBeRole`, `parseAddress`
 */
export async function inviteAdmin(
  tx: Tx,
  actor: AdminActor,
  wishes: { readonly email: string | undefined; readonly role: string | undefined },
): Promise<void> {
  await mustAdminister(tx, actor, 'org-admin')
  const address = parseAddress(wishes.email)
  const role = mustBeRole(wishes.role)
  await invite(tx, actor, actor.organizationId, address, role)
}

/**
 * Invites somebody to run an organization that nobody can run any more, or yet: for operators (ORG-1).
 * @throws Refusal 'organization.has-admin' 409, 'organization.unknown' 404, and those of `inviteAdmin` and `mustOperate`
 */
export async function inviteFirstAdmin(
  tx: Tx,
  actor: OperatorActor,
  organizationId: string,
  email: string | undefined,
): Promise<void> {
  await mustOperate(tx, actor)
  const address = parseAddress(email)
  if (!(await lockOrganization(tx, organizationId))) throw new Refusal('organization.unknown', 404)
  if ((await countOrgAdmins(tx, organizationId)) > 0) throw new Refusal('organization.has-admin', 409)
  await invite(tx, actor, organizationId, address, 'org-admin')
}

async function invite(
  tx: Tx,
  actor: AdminActor | OperatorActor,
  organizationId: string,
  address: Address,
  role: Role,
): Promise<void> {
  const { accountId: invitedBy } = actor
  await lockOrganization(tx, organizationId)
  const open = await invitationsOf(tx, organizationId, mostInvitations)
  if (open.length >= mostInvitations) throw new Refusal('organization.invitations-many', 409, { most: mostInvitations })
  const expiresAt = tx.now.add({ hours: 24 * invitationDays })
  const wanted = { id: newId(tx.now), organizationId, email: address.typed, emailKey: address.key, role, invitedBy }
  const invitationId = await upsertInvitation(tx, { ...wanted, expiresAt })
  await record(tx, actor, 'organization.admin-invited', { organizationId, invitationId, role })
  await queueInvitation(tx, actor, invitationId)
}

/**
 * Sends an invitation again; the link before stops working, and the 30 days begin anew.
 * @throws Refusal 'organization.invitation-gone' 410, 'organization.invitation-just-sent' and 'organization.invitation-mails-many'
 *   429, and those of `mustAdminister`
 */
export async function resendInvitation(tx: Tx, actor: AdminActor, invitationId: string): Promise<void> {
  await mustAdminister(tx, actor, 'org-admin')
  const { organizationId, accountId: invitedBy } = actor
  await lockOrganization(tx, organizationId)
  const invitation = await invitationById(tx, invitationId)
  if (invitation?.organizationId !== organizationId) throw new Refusal('organization.invitation-gone', 410)
  if (tx.now.since(invitation.sentAt).total('seconds') < pauseSeconds)
    throw new Refusal('organization.invitation-just-sent', 429)
  const expiresAt = tx.now.add({ hours: 24 * invitationDays })
  await upsertInvitation(tx, { ...invitation, invitedBy, expiresAt })
  await record(tx, actor, 'organization.invitation-resent', { organizationId, invitationId })
  await queueInvitation(tx, actor, invitationId)
}

/**
 * Takes an invitation back: its link stops working.
 * @throws Refusal 'organization.invitation-gone' 410, and those of `mustAdminister`
 */
export async function cancelInvitation(tx: Tx, actor: AdminActor, invitationId: string): Promise<void> {
  await mustAdminister(tx, actor, 'org-admin')
  const { organizationId } = actor
  const invitation = await takeInvitation(tx, { id: invitationId, organizationId })
  if (!invitation) throw new Refusal('organization.invitation-gone', 410)
  await record(tx, actor, 'organization.invitation-canceled', { organizationId, invitationId })
}

async function queueInvitation(tx: Tx, { accountId }: AdminActor | OperatorActor, invitationId: string): Promise<void> {
  const { blockedUntil } = await countOne(tx, perHour, hashSecret(`${perHour.name} ${accountId}`))
  if (blockedUntil) throw new Refusal('organization.invitation-mails-many', 429, { until: blockedUntil })
  const key = `organization.mail-invitation ${invitationId}`
  await queueJob(tx, 'organization.mail-invitation', { invitationId }, { key })
}
