import { randomBytes } from 'node:crypto'
import { type Database, type Statements, sql, type Tx } from '#platform'
import { detailOf, digestOf, hashAfter, hashBeforeFirst, originOf, platformChain, type Sealable } from './chain.ts'
import { holdChains } from './chain-store.ts'

const atOnce = 1_000
const saltBytes = 32

/**
 * Seals what has been recorded (OPS-1), each entry into the platform's chain and that of its organization. Acts only note what
 * there is to seal, so that log-ins never wait for one another; this makes the chains behind them, every minute and before
 * anybody checks or takes along.
 *
 * An entry has its turn once no transaction is under way that is as old as its own: whatever commits later cannot have been
 * passed over, and comes behind.
 * @returns how many were sealed
 */
export async function sealEntries(database: Database): Promise<number> {
  for (let sealed = 0; ; ) {
    const count = await database.transaction(sealSome)
    sealed += count
    if (count < atOnce) return sealed
  }
}

/** How many wait for transactions that are under way, or for the next minute. */
export async function countUnsealed(on: Statements): Promise<number> {
  const row = await on.first<{ count: number }>(sql`select count(*) as count from audit_unsealed`)
  return row?.count ?? 0
}

async function sealSome(tx: Tx): Promise<number> {
  await holdChains(tx)
  const entries = await sealableEntries(tx)
  if (entries.length === 0) return 0
  const heads = await headsOf(tx, [platformChain, ...entries.flatMap(({ organization_id: id }) => id ?? [])])
  const commitments: Commitment[] = []
  const seals: Seal[] = []
  for (const entry of entries) {
    const [originSalt, detailSalt] = [randomBytes(saltBytes), randomBytes(saltBytes)]
    const digests = { origin: digestOf(originSalt, originOf(entry)), detail: digestOf(detailSalt, detailOf(entry)) }
    commitments.push({ entryId: entry.id, originSalt, detailSalt, ...digests })
    for (const chain of entry.organization_id ? [platformChain, entry.organization_id] : [platformChain]) {
      const head = heads.get(chain) ?? { position: 0, hash: hashBeforeFirst(chain) }
      const next = { position: head.position + 1, hash: hashAfter(head.hash, entry, digests) }
      heads.set(chain, next)
      seals.push({ chain, entryId: entry.id, ...next })
    }
  }
  await insertCommitments(tx, commitments)
  await insertSeals(tx, seals)
  await setHeads(tx, heads)
  const ids = entries.map(({ id }) => id)
  await tx.run(sql`delete from audit_unsealed where entry_id = any(${ids}::bigint[])`)
  return entries.length
}

type Head = { readonly position: number; readonly hash: Buffer }
type Seal = Head & { readonly chain: string; readonly entryId: number }
type Commitment = {
  readonly entryId: number
  readonly originSalt: Buffer
  readonly origin: Buffer
  readonly detailSalt: Buffer
  readonly detail: Buffer
}

/** @see sealEntries What is visible although its number is yet to come was written elsewhere: it came out of a backup. */
function sealableEntries(on: Statements): Promise<Sealable[]> {
  return on.all<Sealable>(sql`
    select e.id, e.at, e.actor_kind, e.actor_account_id, e.action, e.account_id, e.organization_id, e.network, e.device,
      e.detail
    from audit_unsealed u join audit_entry e on e.id = u.entry_id
    where u.written_by < pg_snapshot_xmin(pg_current_snapshot()) or u.written_by >= pg_snapshot_xmax(pg_current_snapshot())
    order by u.entry_id limit ${atOnce}`)
}

async function headsOf(on: Statements, chains: readonly string[]): Promise<Map<string, Head>> {
  const rows = await on.all<{ chain: string; head_position: number; head_hash: Buffer }>(sql`
    select chain, head_position, head_hash from audit_chain where chain = any(${[...new Set(chains)]}::uuid[])`)
  return new Map(rows.map((row) => [row.chain, { position: row.head_position, hash: row.head_hash }]))
}

async function setHeads(on: Statements, heads: ReadonlyMap<string, Head>): Promise<void> {
  const chains = [...heads.keys()]
  const before = chains.map(hashBeforeFirst)
  const [positions, hashes] = [
    [...heads.values()].map((head) => head.position),
    [...heads.values()].map(({ hash }) => hash),
  ]
  await on.run(sql`
    insert into audit_chain as c (chain, gone_hash, head_position, head_hash)
    select * from unnest(${chains}::uuid[], ${before}::bytea[], ${positions}::bigint[], ${hashes}::bytea[])
    on conflict (chain) do update set head_position = excluded.head_position, head_hash = excluded.head_hash`)
}

async function insertCommitments(on: Statements, all: readonly Commitment[]): Promise<void> {
  await on.run(sql`
    insert into audit_commitment (entry_id, origin_salt, origin_digest, detail_salt, detail_digest)
    select * from unnest(${all.map(({ entryId }) => entryId)}::bigint[],
      ${all.map(({ originSalt }) => originSalt)}::bytea[], ${all.map(({ origin }) => origin)}::bytea[],
      ${all.map(({ detailSalt }) => detailSalt)}::bytea[], ${all.map(({ detail }) => detail)}::bytea[])`)
}

async function insertSeals(on: Statements, seals: readonly Seal[]): Promise<void> {
  await on.run(sql`
    insert into audit_seal (chain, position, entry_id, hash)
    select * from unnest(${seals.map(({ chain }) => chain)}::uuid[], ${seals.map(({ position }) => position)}::bigint[],
      ${seals.map(({ entryId }) => entryId)}::bigint[], ${seals.map(({ hash }) => hash)}::bytea[])`)
}
