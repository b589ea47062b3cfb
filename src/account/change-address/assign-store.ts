import { type Statements, sql } from '#platform'

/** An address that an account is to have instead of the one it has now. */
export type Assignment = {
  readonly accountId: string
  readonly emailKey: string
  readonly toEmail: string
  readonly toEmailKey: string
}
export type Assigned = Pick<Assignment, 'accountId' | 'toEmail' | 'toEmailKey'> & { readonly email: string }

/** Puts addresses in force that nobody has. A unique index refuses all of them where one was taken meanwhile (ACC-1). */
export async function updateAddresses(
  on: Statements,
  assignments: readonly Assignment[],
  to: { readonly organizationId: string; readonly domainId?: string },
): Promise<Assigned[]> {
  return on.all<Assigned>(sql`
    with wanted as (
      select * from json_to_recordset(${JSON.stringify(assignments)}::json)
        as w ("accountId" uuid, "emailKey" text, "toEmail" text, "toEmailKey" text))
    update account a set email = w."toEmail", email_key = w."toEmailKey",
      managed_through = coalesce(${to.domainId ?? null}::uuid, a.managed_through), updated_at = ${on.now}
    from wanted w
    where a.id = w."accountId" and a.email_key = w."emailKey" and a.managed_by = ${to.organizationId}
      and a.email_verified_at is not null
      and not exists (
        select from account t where t.email_key = w."toEmailKey" and t.email_verified_at is not null and t.id <> a.id)
    returning a.id as "accountId", old.email, w."toEmail", w."toEmailKey"`)
}

/** Whether any of these addresses is kept for another account, which may still go back to it (ACC-7). */
export async function anyKeptForOthers(on: Statements, assigned: readonly Assigned[]): Promise<boolean> {
  const row = await on.first(sql`
    select from json_to_recordset(${JSON.stringify(assigned)}::json) as w ("accountId" uuid, "toEmailKey" text)
      join address_undo u on u.email_key = w."toEmailKey" and u.account_id <> w."accountId" and u.expires_at > ${on.now}
    limit 1`)
  return row !== undefined
}

/** Ends the links that would change these accounts’ addresses, or undo such a change. */
export async function endChangesOf(on: Statements, accountIds: readonly string[]): Promise<void> {
  await on.run(sql`
    with undos as (delete from address_undo where account_id = any(${accountIds}::uuid[]))
    delete from address_change where account_id = any(${accountIds}::uuid[])`)
}
