import { type Statements, sql } from '#platform'
import type { SecondStep, SecondStepWay } from './second-step.ts'

// ---------- two-step verification ----------

/** How an account stands with its second step, in one look-up. */
export async function secondStepOf(on: Statements, accountId: string): Promise<SecondStep> {
  const row = await on.first<{
    turned_on_at: Temporal.Instant | null
    last_way: SecondStepWay | null
    added_at: Temporal.Instant | null
    last_used_at: Temporal.Instant | null
    passkeys: number
    set_id: string | null
    codes: number
  }>(sql`
    select s.turned_on_at, s.last_way, u.added_at, u.last_used_at, r.id as set_id,
      (select count(*) from passkey p where p.account_id = a.id) as passkeys,
      (select count(*) from recovery_code c where c.set_id = r.id) as codes
    from (select ${accountId}::uuid as id) a left join second_step s on s.account_id = a.id
      left join authenticator u on u.account_id = a.id left join recovery_code_set r on r.account_id = a.id`)
  return {
    turnedOnAt: row?.turned_on_at ?? undefined,
    app: row?.added_at ? { addedAt: row.added_at, lastUsedAt: row.last_used_at ?? undefined } : undefined,
    passkeys: row?.passkeys ?? 0,
    recoveryCodesLeft: row?.codes ?? 0,
    recoveryCodeSet: row?.set_id ?? undefined,
    lastWay: row?.last_way ?? undefined,
  }
}

/** True for the one that turns it on. */
export async function insertSecondStep(on: Statements, accountId: string): Promise<boolean> {
  return (
    (await on.run(sql`
      insert into second_step (account_id, turned_on_at) values (${accountId}, ${on.now}) on conflict do nothing`)) ===
    1
  )
}

/** True for the one that turns it off. */
export async function deleteSecondStep(on: Statements, accountId: string): Promise<boolean> {
  return (await on.run(sql`delete from second_step where account_id = ${accountId}`)) === 1
}

/** Holds an account's second step as it is until the transaction ends, so that its last way cannot go twice. */
export async function lockSecondStep(on: Statements, accountId: string): Promise<void> {
  await on.run(sql`select from second_step where account_id = ${accountId} for update`)
}

export async function setLastWay(on: Statements, accountId: string, way: 'app' | 'passkey'): Promise<void> {
  await on.run(sql`update second_step set last_way = ${way} where account_id = ${accountId}`)
}

// ---------- the authenticator app ----------

/** The key that is being shown to an account: the same one until it runs out, however often the page is loaded. */
export async function keepOffer(
  on: Statements,
  offer: { accountId: string; sealed: Buffer; expiresAt: Temporal.Instant },
): Promise<Buffer> {
  const row = await on.first<{ sealed_secret: Buffer }>(sql`
    insert into authenticator_offer as o (account_id, sealed_secret, expires_at)
    values (${offer.accountId}, ${offer.sealed}, ${offer.expiresAt})
    on conflict (account_id) do update set
      sealed_secret = case when o.expires_at > ${on.now} then o.sealed_secret else excluded.sealed_secret end,
      expires_at = case when o.expires_at > ${on.now} then o.expires_at else excluded.expires_at end
    returning sealed_secret`)
  if (!row) throw new Error('an upsert returned no row')
  return row.sealed_secret
}

/** The key that was shown, while it may still be proved; held until the transaction ends. */
export async function lockOffer(on: Statements, accountId: string): Promise<Buffer | undefined> {
  const row = await on.first<{ sealed_secret: Buffer }>(sql`
    select sealed_secret from authenticator_offer where account_id = ${accountId} and expires_at > ${on.now} for update`)
  return row?.sealed_secret
}

export async function deleteOffer(on: Statements, accountId: string): Promise<void> {
  await on.run(sql`delete from authenticator_offer where account_id = ${accountId}`)
}

export async function purgeOffers(on: Statements): Promise<number> {
  return on.run(sql`delete from authenticator_offer where expires_at < ${on.now}`)
}

/** Puts an app in the place of whichever was there. */
export async function upsertApp(
  on: Statements,
  app: { accountId: string; sealed: Buffer; lastStep: number },
): Promise<void> {
  await on.run(sql`
    insert into authenticator (account_id, sealed_secret, added_at, last_step)
    values (${app.accountId}, ${app.sealed}, ${on.now}, ${app.lastStep})
    on conflict (account_id) do update set sealed_secret = excluded.sealed_secret, added_at = excluded.added_at,
      last_step = excluded.last_step, last_used_at = null`)
}

export async function sealedAppOf(on: Statements, accountId: string): Promise<Buffer | undefined> {
  const row = await on.first<{ sealed_secret: Buffer }>(
    sql`select sealed_secret from authenticator where account_id = ${accountId}`,
  )
  return row?.sealed_secret
}

/** Accepts the code of a step of time, once: of two at the same moment one gets it. */
export async function takeStep(on: Statements, accountId: string, sealed: Buffer, step: number): Promise<boolean> {
  return (
    (await on.run(sql`
      update authenticator set last_step = ${step}, last_used_at = ${on.now}
      where account_id = ${accountId} and sealed_secret = ${sealed} and last_step < ${step}`)) === 1
  )
}

export async function deleteApp(on: Statements, accountId: string): Promise<boolean> {
  return (await on.run(sql`delete from authenticator where account_id = ${accountId}`)) === 1
}

// ---------- recovery codes ----------

/** True when the account had none and has these now. */
export async function insertCodeSet(on: Statements, accountId: string, setId: string): Promise<boolean> {
  return (
    (await on.run(sql`
      insert into recovery_code_set (account_id, id, issued_at) values (${accountId}, ${setId}, ${on.now})
      on conflict do nothing`)) === 1
  )
}

/** Puts a new set in the place of just this one; what was left of it is gone. False when it has been replaced before. */
export async function replaceCodeSet(
  on: Statements,
  accountId: string,
  oldId: string,
  setId: string,
): Promise<boolean> {
  await on.run(sql`
    delete from recovery_code c using recovery_code_set s
    where s.id = c.set_id and s.account_id = ${accountId} and s.id = ${oldId}`)
  return (
    (await on.run(sql`
      update recovery_code_set set id = ${setId}, issued_at = ${on.now}
      where account_id = ${accountId} and id = ${oldId}`)) === 1
  )
}

export async function insertCodes(on: Statements, setId: string, hashes: readonly Buffer[]): Promise<void> {
  await on.run(sql`insert into recovery_code (set_id, code_hash) select ${setId}, unnest(${[...hashes]}::bytea[])`)
}

/** Spends a code: of two at the same moment one gets it. */
export async function takeCode(on: Statements, accountId: string, hash: Buffer): Promise<boolean> {
  return (
    (await on.run(sql`
      delete from recovery_code c using recovery_code_set s
      where s.id = c.set_id and s.account_id = ${accountId} and c.code_hash = ${hash}`)) === 1
  )
}

/** False when the account's codes are from before, or it has none. */
export async function deleteCodeSetSince(on: Statements, accountId: string, since: Temporal.Instant): Promise<boolean> {
  return (
    (await on.run(sql`delete from recovery_code_set where account_id = ${accountId} and issued_at >= ${since}`)) === 1
  )
}

export async function deleteCodeSet(on: Statements, accountId: string): Promise<void> {
  await on.run(sql`delete from recovery_code_set where account_id = ${accountId}`)
}
