import { type Statements, sql } from '#platform'
import type { Obstacle, Rename, RenameRow, RowState } from './rename.ts'

/**
 * Plans the next accounts of a domain: the address each is to have, and what is in the way.
 * @returns how many were looked at, and the last of them
 */
export async function planNext(
  on: Statements,
  { id, organizationId, fromDomainId, from, to, toSubdomains, reachedId }: Rename,
  most: number,
): Promise<{ looked: number; reachedId: string | undefined }> {
  const row = await on.first<{ looked: number; reached: string | null }>(sql`
    with next as (
      select id, email, email_key, substring(email_key from '[^@]*$') as at from account
      where managed_through = ${fromDomainId} and managed_by = ${organizationId}
        and id > ${reachedId ?? '00000000-0000-0000-0000-000000000000'}
      order by id limit ${most}),
    wanted as (
      select n.*, left(at, -length(${from})) || ${to} as to_at, at = ${from} as is_here,
        right(at, length(${from}) + 1) = '.' || ${from} as is_below
      from next n),
    planned as (
      select w.*, regexp_replace(email, '[^@]*$', to_at) as to_email, regexp_replace(email_key, '[^@]*$', to_at) as to_email_key
      from wanted w),
    judged as (
      select p.*, case
        when exists (select from account_deletion d where d.account_id = p.id) then 'leaving'
        when not is_here and not is_below then 'moved'
        when is_below and not ${toSubdomains} then 'sub-domain'
        when exists (select from dispute d where d.account_id = p.id and d.settled_at is null) then 'disputed'
        when length(to_email_key) > 320 or length(to_at) > 255 then 'long'
        when exists (select from account t where t.email_key = p.to_email_key and t.email_verified_at is not null)
          or exists (select from address_undo u
            where u.email_key = p.to_email_key and u.account_id <> p.id and u.expires_at > ${on.now}) then 'taken'
      end as obstacle
      from planned p),
    written as (
      insert into domain_rename_account (rename_id, account_id, email, email_key, to_email, to_email_key, state, obstacle)
      select ${id}, id, email, email_key, to_email, to_email_key,
        case when obstacle is null then 'ready' else 'blocked' end, obstacle
      from judged on conflict do nothing returning account_id, state),
    counted as (
      update domain_rename set reached_id = coalesce((select max(id::text)::uuid from next), reached_id),
        ready = ready + (select count(*) from written where state = 'ready'),
        blocked = blocked + (select count(*) from written where state = 'blocked')
      where id = ${id} returning reached_id)
    select (select count(*) from next) as looked, (select reached_id from counted) as reached`)
  return { looked: row?.looked ?? 0, reachedId: row?.reached ?? undefined }
}

/** An account whose address can be changed, with what has come between since the dry run. */
export type Next = {
  readonly accountId: string
  readonly emailKey: string
  readonly toEmail: string
  readonly toEmailKey: string
  readonly obstacle: Obstacle | null
}

export async function nextReady(on: Statements, renameId: string, most: number): Promise<Next[]> {
  return on.all<Next>(sql`
    select p.account_id as "accountId", p.email_key as "emailKey", p.to_email as "toEmail", p.to_email_key as "toEmailKey",
      case when exists (select from account_deletion d where d.account_id = p.account_id) then 'leaving'
        when exists (select from dispute d where d.account_id = p.account_id and d.settled_at is null) then 'disputed'
        when not exists (
          select from account a where a.id = p.account_id and a.email_key = p.email_key
            and a.managed_by = r.organization_id) then 'moved'
      end as obstacle
    from domain_rename_account p join domain_rename r on r.id = p.rename_id
    where p.rename_id = ${renameId} and p.state = 'ready' order by p.account_id limit ${most}`)
}

/** Writes down what became of some accounts. */
export async function noteResults(
  on: Statements,
  renameId: string,
  results: readonly { readonly accountId: string; readonly obstacle: Obstacle | undefined }[],
): Promise<void> {
  await on.run(sql`
    with results as (
      select * from json_to_recordset(${JSON.stringify(results)}::json) as r ("accountId" uuid, obstacle text)),
    written as (
      update domain_rename_account p set state = case when r.obstacle is null then 'changed' else 'left-alone' end,
        obstacle = r.obstacle
      from results r where p.rename_id = ${renameId} and p.account_id = r."accountId" and p.state = 'ready'
      returning p.state)
    update domain_rename set ready = ready - (select count(*) from written),
      changed = changed + (select count(*) from written where state = 'changed'),
      left_alone = left_alone + (select count(*) from written where state = 'left-alone')
    where id = ${renameId}`)
}

/** The accounts of a rename by id, of one state or in all of them, from one on. */
export async function rowsOf(
  on: Statements,
  renameId: string,
  { state, after, most }: { state?: RowState | undefined; after?: string | undefined; most: number },
): Promise<RenameRow[]> {
  const from = after ?? '00000000-0000-0000-0000-000000000000'
  const those = state
    ? sql`select p.* from domain_rename_account p
        where p.rename_id = ${renameId} and p.state = ${state} and p.account_id > ${from}`
    : sql`select p.* from domain_rename_account p where p.rename_id = ${renameId} and p.account_id > ${from}`
  const rows = await on.all<Omit<RenameRow, 'obstacle'> & { obstacle: Obstacle | null }>(sql`
    select p.account_id as "accountId", a.name, p.email, p.to_email as "toEmail", p.state, p.obstacle
    from (${those} order by p.account_id limit ${most}) p join account a on a.id = p.account_id order by p.account_id`)
  return rows.map(({ obstacle, ...row }) => ({ ...row, obstacle: obstacle ?? undefined }))
}
