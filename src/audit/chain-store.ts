import { type Statements, sql, type Tx } from '#platform'
import { platformChain } from './chain.ts'

// Any constant will do, as long as every version of Umbel uses the same one.
const CHAINS_LOCK = 7_305_010

/** Holds all chains still until the transaction ends: sealing, purging and erasing take turns. Recording waits for none of them. */
export async function holdChains(tx: Tx): Promise<void> {
  await tx.run(sql`select pg_advisory_xact_lock(${CHAINS_LOCK})`)
}

/**
 * Lets the transaction do what the log refuses otherwise, for the length of some work.
 * @param purpose `purge` deletes what is past its time, `erase` takes away what is personal
 */
export async function allowing<T>(tx: Tx, purpose: 'purge' | 'erase', work: () => Promise<T>): Promise<T> {
  await tx.run(sql`select set_config('umbel.audit_purpose', ${purpose}, true)`)
  const done = await work()
  await tx.run(sql`select set_config('umbel.audit_purpose', '', true)`)
  return done
}

/** A chain, with what is known of it whatever else was done to its rows. */
export type Chain = {
  readonly chain: string
  /** The last one whose time was over: the chain goes on from its hash. */
  readonly gonePosition: number
  readonly goneHash: Buffer
  readonly headPosition: number
  readonly headHash: Buffer
}

/** Every chain that there is, the platform's first; or just one. */
export async function chainsIn(on: Statements, chain?: string): Promise<Chain[]> {
  const rows = await on.all<{
    chain: string
    gone_position: number
    gone_hash: Buffer
    head_position: number
    head_hash: Buffer
  }>(sql`
    select chain, gone_position, gone_hash, head_position, head_hash from audit_chain
    where chain = coalesce(${chain ?? null}::uuid, chain) order by chain <> ${platformChain}, chain`)
  return rows.map((row) => ({
    chain: row.chain,
    gonePosition: row.gone_position,
    goneHash: row.gone_hash,
    headPosition: row.head_position,
    headHash: row.head_hash,
  }))
}

/** The numbers and hashes that entries have in a chain; what is not sealed yet has none. */
export async function sealsOf(
  on: Statements,
  chain: string,
  entryIds: readonly number[],
): Promise<Map<number, { position: number; hash: string }>> {
  const rows = await on.all<{ entry_id: number; position: number; hash: Buffer }>(sql`
    select entry_id, position, hash from audit_seal where chain = ${chain} and entry_id = any(${[...entryIds]}::bigint[])`)
  return new Map(rows.map(({ entry_id: id, position, hash }) => [id, { position, hash: hash.toString('hex') }]))
}
