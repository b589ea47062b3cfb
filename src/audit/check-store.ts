import { type Statements, sql } from '#platform'
import { platformChain, type Sealable } from './chain.ts'

/** A place in a chain, with the entry that stands there, if it does. */
export type Link = {
  readonly position: number
  readonly entry_id: number
  readonly hash: Buffer
  readonly origin_salt: Buffer | null
  readonly origin_digest: Buffer | null
  readonly detail_salt: Buffer | null
  readonly detail_digest: Buffer | null
  readonly entry: Sealable | undefined
}

/** The next links of a chain, in order. */
export async function linksAfter(on: Statements, chain: string, position: number, most: number): Promise<Link[]> {
  const rows = await on.all<Omit<Link, 'entry'> & Omit<Sealable, 'id'> & { id: number | null }>(sql`
    select s.position, s.entry_id, s.hash, c.origin_salt, c.origin_digest, c.detail_salt, c.detail_digest,
      e.id, e.at, e.actor_kind, e.actor_account_id, e.action, e.account_id, e.organization_id, e.network, e.device, e.detail
    from audit_seal s
      left join audit_commitment c on c.entry_id = s.entry_id
      left join audit_entry e on e.id = s.entry_id
    where s.chain = ${chain} and s.position > ${position} order by s.position limit ${most}`)
  return rows.map((row) => ({ ...row, entry: row.id === null ? undefined : { ...row, id: row.id } }))
}

/** The first entry that belongs to a chain and neither is in it nor waits for it. */
export async function entryOutsideChain(on: Statements, chain: string): Promise<number | undefined> {
  const belongs = chain === platformChain ? sql`true` : sql`e.organization_id = ${chain}`
  const row = await on.first<{ id: number }>(sql`
    select e.id from audit_entry e
    where ${belongs} and not exists (select from audit_seal s where s.entry_id = e.id and s.chain = ${chain})
      and not exists (select from audit_unsealed u where u.entry_id = e.id)
    order by e.id limit 1`)
  return row?.id
}

/** The first entry that was noted as recorded and is gone before it could be sealed. */
export async function entryNeverSealed(on: Statements): Promise<number | undefined> {
  const row = await on.first<{ entry_id: number }>(sql`
    select u.entry_id from audit_unsealed u
    where not exists (select from audit_entry e where e.id = u.entry_id) order by u.entry_id limit 1`)
  return row?.entry_id
}
