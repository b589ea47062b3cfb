import { type Statements, sql } from '#platform'

/** Lets nobody stop running the organizations of an account until the transaction ends. */
export async function lockFellowAdmins(on: Statements, accountId: string): Promise<void> {
  await on.run(sql`
    select from organization_admin where role = 'org-admin' and organization_id in (
      select organization_id from organization_admin where account_id = ${accountId} and role = 'org-admin')
    order by organization_id, account_id for update`)
}

/** The organizations that nobody could run any more if the account went: all others who may are turned off, or on their way out. */
export async function organizationsLeftAlone(on: Statements, accountId: string): Promise<string[]> {
  const rows = await on.all<{ name: string }>(sql`
    select o.name from organization_admin r join organization o on o.id = r.organization_id
    where r.account_id = ${accountId} and r.role = 'org-admin' and not exists (
      select from organization_admin x join account a on a.id = x.account_id where x.organization_id = r.organization_id and x.role = 'org-admin'
        and x.account_id <> r.account_id and a.deactivated_at is null and a.suspended_at is null
        and not exists (select from account_deletion d where d.account_id = x.account_id))
    order by o.name, o.id limit 100`)
  return rows.map(({ name }) => name)
}
