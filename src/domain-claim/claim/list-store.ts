import { isId } from '#kernel'
import { type Statements, sql } from '#platform'

/** A list of addresses that an admin gave. */
export type AddressList = {
  readonly id: string
  readonly organizationId: string
  /** How many lines it had, and in how many no address could be read. */
  readonly lines: number
  readonly unread: number
  /** How many addresses are in it, each once. */
  readonly addresses: number
}

export async function insertList(
  on: Statements,
  list: { readonly id: string; readonly organizationId: string; readonly madeBy: string },
): Promise<void> {
  await on.run(sql`
    insert into address_list (id, organization_id, made_by, made_at)
    values (${list.id}, ${list.organizationId}, ${list.madeBy}, ${on.now})`)
}

/** Puts addresses into a list; one that is in it already stays. */
export async function addToList(on: Statements, listId: string, keys: readonly string[]): Promise<void> {
  if (keys.length === 0) return
  await on.run(sql`
    insert into listed_address (list_id, email_key) select ${listId}, key from unnest(${[...keys]}::text[]) as key
    on conflict do nothing`)
}

export async function updateListed(on: Statements, listId: string, lines: number, unread: number): Promise<void> {
  await on.run(sql`update address_list set lines = ${lines}, unread = ${unread} where id = ${listId}`)
}

/** A list of an organization. */
export async function listOf(
  on: Statements,
  listId: string | undefined,
  organizationId: string,
): Promise<AddressList | undefined> {
  if (!isId(listId)) return undefined
  return on.first<AddressList>(sql`
    select id, organization_id as "organizationId", lines, unread,
      (select count(*) from listed_address where list_id = l.id) as addresses
    from address_list l where id = ${listId} and organization_id = ${organizationId}`)
}

/** Drops lists that are a week old and that nothing works through any more. */
export async function deleteOldLists(on: Statements): Promise<number> {
  const old = on.now.subtract({ hours: 24 * 7 })
  return on.run(sql`
    delete from address_list where id in (
      select l.id from address_list l where l.made_at < ${old}
        and not exists (select from claim c where c.list_id = l.id and c.state = 'finding')
        and not exists (select from unclaim u where u.list_id = l.id and u.ended_at is null)
      order by l.made_at limit 20)`)
}

export async function deleteList(on: Statements, id: string): Promise<void> {
  await on.run(sql`delete from address_list where id = ${id}`)
}
