import { type Database, type Statements, sql, type Tx } from '#platform'
import { platformChain } from './chain.ts'
import { allowing, holdChains } from './chain-store.ts'

const atOnce = 1_000

/** Drops entries whose time is over, from the front of the chains, and notes from which hash the rest goes on (OPS-1). */
export async function purgeEntries(database: Database, kept: Temporal.Duration): Promise<void> {
  for (;;) {
    const count = await database.transaction((tx) => purgeSome(tx, keptSince(tx.now, kept)))
    if (count < atOnce) return
  }
}

/** Since when entries are kept; a length may be in years. */
export const keptSince = (now: Temporal.Instant, kept: Temporal.Duration): Temporal.Instant =>
  now.toZonedDateTimeISO('UTC').subtract(kept).toInstant()

async function purgeSome(tx: Tx, since: Temporal.Instant): Promise<number> {
  await holdChains(tx)
  const oldest = await oldestEntries(tx)
  // What somebody took out by other ways is past its time with its neighbors.
  const young = oldest.findIndex(({ at }) => at !== null && Temporal.Instant.compare(at, since) >= 0)
  const ids = (young < 0 ? oldest : oldest.slice(0, young)).map(({ entry_id: id }) => id)
  if (ids.length > 0) await deleteEntries(tx, ids)
  return ids.length
}

function oldestEntries(on: Statements): Promise<{ entry_id: number; at: Temporal.Instant | null }[]> {
  return on.all(sql`
    select s.entry_id, e.at from audit_seal s left join audit_entry e on e.id = s.entry_id
    where s.chain = ${platformChain} and s.position > (
      select gone_position from audit_chain where chain = ${platformChain})
    order by s.position limit ${atOnce}`)
}

// In every chain they are the first ones: all chains are sealed in the same order.
async function deleteEntries(tx: Tx, ids: readonly number[]): Promise<void> {
  await tx.run(sql`
    update audit_chain c set gone_position = last.position, gone_hash = last.hash
    from (
      select distinct on (chain) chain, position, hash from audit_seal where entry_id = any(${ids}::bigint[])
      order by chain, position desc) as last
    where c.chain = last.chain`)
  await allowing(tx, 'purge', async () => {
    await tx.run(sql`delete from audit_seal where entry_id = any(${ids}::bigint[])`)
    await tx.run(sql`delete from audit_commitment where entry_id = any(${ids}::bigint[])`)
    await tx.run(sql`delete from audit_entry where id = any(${ids}::bigint[])`)
  })
}
