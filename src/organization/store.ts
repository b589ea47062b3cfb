import { type Statements, sql } from '#platform'
import type { Admin, Organization, Role } from './organization.ts'

export async function insertOrganization(on: Statements, organization: { id: string; name: string }): Promise<void> {
  await on.run(sql`
    insert into organization (id, name, created_at) values (${organization.id}, ${organization.name}, ${on.now})`)
}

export async function updateOrganizationName(on: Statements, id: string, name: string): Promise<void> {
  await on.run(sql`update organization set name = ${name} where id = ${id}`)
}

/** Looks an organization up by its id. */
export async function organizationById(on: Statements, id: string): Promise<Organization | undefined> {
  const row = await on.first<{ id: string; name: string; created_at: Temporal.Instant }>(
    sql`select id, name, created_at from organization where id = ${id}`,
  )
  return row && { id: row.id, name: row.name, createdAt: row.created_at }
}

/** What organizations call themselves, by id; those that are gone are left out. */
export async function organizationNames(on: Statements, ids: readonly string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map()
  const rows = await on.all<{ id: string; name: string }>(
    sql`select id, name from organization where id = any(${ids}::uuid[])`,
  )
  return new Map(rows.map(({ id, name }) => [id, name]))
}

/** Every organization, by name. */
export async function everyOrganization(on: Statements): Promise<Organization[]> {
  const rows = await on.all<{ id: string; name: string; created_at: Temporal.Instant }>(
    sql`select id, name, created_at from organization order by name, id`,
  )
  return rows.map(({ id, name, created_at: createdAt }) => ({ id, name, createdAt }))
}

/** Holds an organization's circle of admins still until the transaction ends. */
export async function lockOrganization(on: Statements, id: string): Promise<boolean> {
  return (await on.first(sql`select from organization where id = ${id} for update`)) !== undefined
}

/** What somebody may do for an organization, if anything (ORG-1). */
export async function roleOf(on: Statements, organizationId: string, accountId: string): Promise<Role | undefined> {
  const row = await on.first<{ role: Role }>(sql`
    select role from organization_admin where organization_id = ${organizationId} and account_id = ${accountId}`)
  return row?.role
}

/** An organization that somebody runs, and as what. */
export type Run = { readonly id: string; readonly name: string; readonly role: Role }

/** The organizations that an account runs, by name. Nobody runs more than `most` that matter. */
export async function organizationsOf(on: Statements, accountId: string, most = 100): Promise<Run[]> {
  return on.all<Run>(sql`
    select o.id, o.name, r.role from organization_admin r join organization o on o.id = r.organization_id
    where r.account_id = ${accountId} order by o.name, o.id limit ${most}`)
}

/** Who runs an organization, those who may do most first. */
export async function adminsOf(on: Statements, organizationId: string, most = 200): Promise<Admin[]> {
  const rows = await on.all<{
    account_id: string
    name: string
    email: string
    role: Role
    since: Temporal.Instant
  }>(sql`
    select r.account_id, a.name, a.email, r.role, r.since
    from organization_admin r join account a on a.id = r.account_id
    where r.organization_id = ${organizationId}
    order by array_position(array['org-admin', 'user-admin', 'auditor'], r.role), a.name, a.id limit ${most}`)
  return rows.map(({ account_id: accountId, ...row }) => ({ accountId, ...row }))
}

/** How many may do everything there. */
export async function countOrgAdmins(on: Statements, organizationId: string): Promise<number> {
  const row = await on.first<{ count: number }>(sql`
    select count(*) as count from organization_admin where organization_id = ${organizationId} and role = 'org-admin'`)
  return row?.count ?? 0
}

/** How many besides somebody may do everything there, and can: nobody who is turned off (MAN-2), or about to go (ACC-9). */
export async function countFellowAdmins(on: Statements, organizationId: string, accountId: string): Promise<number> {
  const row = await on.first<{ count: number }>(sql`
    select count(*) as count from organization_admin r join account a on a.id = r.account_id
    where r.organization_id = ${organizationId} and r.role = 'org-admin' and r.account_id <> ${accountId}
      and a.deactivated_at is null and a.suspended_at is null
      and not exists (select from account_deletion d where d.account_id = a.id)`)
  return row?.count ?? 0
}

export async function upsertAdmin(
  on: Statements,
  organizationId: string,
  accountId: string,
  role: Role,
): Promise<void> {
  await on.run(sql`
    insert into organization_admin (organization_id, account_id, role, since)
    values (${organizationId}, ${accountId}, ${role}, ${on.now})
    on conflict (organization_id, account_id) do update set role = excluded.role`)
}

export async function deleteAdmin(on: Statements, organizationId: string, accountId: string): Promise<boolean> {
  return (
    (await on.run(sql`
      delete from organization_admin where organization_id = ${organizationId} and account_id = ${accountId}`)) === 1
  )
}
