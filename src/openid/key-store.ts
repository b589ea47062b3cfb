import { type Row, type Statements, sql, type Tx } from '#platform'
import type { SigningKey } from './signing-key.ts'

// Any constant will do, as long as every version of Umbel uses the same one.
const keysLock = 7_305_010

/** Makes key management one at a time, across processes, until the transaction ends. */
export async function lockKeys(tx: Tx): Promise<void> {
  await tx.run(sql`select pg_advisory_xact_lock(${keysLock})`)
}

export async function publishedKeys(on: Statements): Promise<SigningKey[]> {
  const rows = await on.all<Row>(sql`
    select kid, algorithm, sealed_private_jwk, created_at, signs_from, published_until
    from signing_key where published_until is null or published_until > ${on.now} order by created_at, kid`)
  return rows.map((row) => ({
    kid: row.kid as string,
    algorithm: row.algorithm as SigningKey['algorithm'],
    sealed: row.sealed_private_jwk as Buffer,
    createdAt: row.created_at as Temporal.Instant,
    signsFrom: row.signs_from as Temporal.Instant,
    publishedUntil: (row.published_until as Temporal.Instant | null) ?? undefined,
  }))
}

export async function insertKey(on: Statements, key: SigningKey): Promise<void> {
  await on.run(sql`
    insert into signing_key (kid, algorithm, sealed_private_jwk, created_at, signs_from)
    values (${key.kid}, ${key.algorithm}, ${key.sealed}, ${key.createdAt}, ${key.signsFrom})`)
}

export async function setSignsFrom(on: Statements, kid: string, signsFrom: Temporal.Instant): Promise<void> {
  await on.run(sql`update signing_key set signs_from = ${signsFrom} where kid = ${kid}`)
}

export async function setPublishedUntil(on: Statements, kid: string, until: Temporal.Instant): Promise<void> {
  await on.run(sql`update signing_key set published_until = ${until} where kid = ${kid}`)
}

export async function deleteRetiredKeys(on: Statements): Promise<void> {
  await on.run(sql`delete from signing_key where published_until < ${on.now}`)
}
