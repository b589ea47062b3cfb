import { type Statements, sql } from '#platform'
import type { Invitation, Role } from './organization.ts'

type InvitationRow = {
  id: string
  organization_id: string
  email: string
  email_key: string
  role: Role
  sent_at: Temporal.Instant
  expires_at: Temporal.Instant
}
const columns = sql`id, organization_id, email, email_key, role, sent_at, expires_at`

const invitationFrom = (row: InvitationRow): Invitation => ({
  id: row.id,
  organizationId: row.organization_id,
  email: row.email,
  emailKey: row.email_key,
  role: row.role,
  sentAt: row.sent_at,
  expiresAt: row.expires_at,
})

/** Writes an invitation; one to the same address before is replaced, and its link stops working. */
export async function upsertInvitation(
  on: Statements,
  invitation: Omit<Invitation, 'sentAt'> & { invitedBy: string },
): Promise<string> {
  const { id, organizationId, email, emailKey, role, invitedBy, expiresAt } = invitation
  const row = await on.first<{ id: string }>(sql`
    insert into organization_invitation (id, organization_id, email, email_key, role, invited_by, sent_at, expires_at)
    values (${id}, ${organizationId}, ${email}, ${emailKey}, ${role}, ${invitedBy}, ${on.now}, ${expiresAt})
    on conflict (organization_id, email_key) do update set email = excluded.email, role = excluded.role,
      invited_by = excluded.invited_by, token_hash = null, sent_at = excluded.sent_at, expires_at = excluded.expires_at
    returning id`)
  if (!row) throw new Error('an upsert returned no row')
  return row.id
}

export async function fillInvitation(on: Statements, id: string, tokenHash: Buffer): Promise<Invitation | undefined> {
  const row = await on.first<InvitationRow>(sql`
    update organization_invitation set token_hash = ${tokenHash} where id = ${id} and expires_at > ${on.now}
    returning ${columns}`)
  return row && invitationFrom(row)
}

/** Open invitations of an organization, the newest first. */
export async function invitationsOf(on: Statements, organizationId: string, most = 200): Promise<Invitation[]> {
  const rows = await on.all<InvitationRow>(sql`
    select ${columns} from organization_invitation where organization_id = ${organizationId} and expires_at > ${on.now}
    order by sent_at desc, id limit ${most}`)
  return rows.map(invitationFrom)
}

/** The invitation that a mailed link stands for, while it is good. */
export async function invitationByToken(on: Statements, tokenHash: Buffer): Promise<Invitation | undefined> {
  const row = await on.first<InvitationRow>(sql`
    select ${columns} from organization_invitation where token_hash = ${tokenHash} and expires_at > ${on.now}`)
  return row && invitationFrom(row)
}

/** An open invitation. */
export async function invitationById(on: Statements, id: string): Promise<Invitation | undefined> {
  const row = await on.first<InvitationRow>(
    sql`select ${columns} from organization_invitation where id = ${id} and expires_at > ${on.now}`,
  )
  return row && invitationFrom(row)
}

/** For the one caller that gets to use it, or to take it back. */
export async function takeInvitation(
  on: Statements,
  which: { tokenHash: Buffer } | { id: string; emailKey: string } | { id: string; organizationId: string },
): Promise<Invitation | undefined> {
  const whose =
    'tokenHash' in which
      ? sql`token_hash = ${which.tokenHash} and expires_at > ${on.now}`
      : 'emailKey' in which
        ? sql`id = ${which.id} and email_key = ${which.emailKey} and expires_at > ${on.now}`
        : sql`id = ${which.id} and organization_id = ${which.organizationId}`
  const row = await on.first<InvitationRow>(sql`
    delete from organization_invitation where ${whose} returning ${columns}`)
  return row && invitationFrom(row)
}

export async function purgeInvitations(on: Statements): Promise<number> {
  return on.run(sql`delete from organization_invitation where expires_at < ${on.now}`)
}
