import { type Statements, sql } from '#platform'
import type { ChallengePurpose, Passkey, PasskeyKind } from './passkey.ts'

type PasskeyRow = {
  id: string
  account_id: string
  kind: PasskeyKind
  credential_id: Buffer
  name: string
  transports: string[]
  is_synced: boolean
  created_at: Temporal.Instant
  last_used_at: Temporal.Instant | null
}

const columns = sql`id, account_id, kind, credential_id, name, transports, is_synced, created_at, last_used_at`

const passkeyFrom = (row: PasskeyRow): Passkey => ({
  id: row.id,
  accountId: row.account_id,
  kind: row.kind,
  credentialId: row.credential_id.toString('base64url'),
  name: row.name,
  transports: row.transports,
  isSynced: row.is_synced,
  createdAt: row.created_at,
  lastUsedAt: row.last_used_at ?? undefined,
})

// ---------- passkeys ----------

/** The account's passkeys and security keys, oldest first. There are never more than `mostPasskeys`. */
export async function passkeysOf(on: Statements, accountId: string): Promise<Passkey[]> {
  const rows = await on.all<PasskeyRow>(sql`
    select ${columns} from passkey where account_id = ${accountId} order by created_at, id`)
  return rows.map(passkeyFrom)
}

export async function passkeyById(on: Statements, accountId: string, id: string): Promise<Passkey | undefined> {
  const row = await on.first<PasskeyRow>(sql`
    select ${columns} from passkey where id = ${id} and account_id = ${accountId}`)
  return row && passkeyFrom(row)
}

/** A passkey with its public half, by what the authenticator calls it. */
export async function passkeyByCredential(
  on: Statements,
  credentialId: Buffer,
): Promise<{ passkey: Passkey; publicKey: Buffer } | undefined> {
  const row = await on.first<PasskeyRow & { public_key: Buffer }>(sql`
    select ${columns}, public_key from passkey where credential_id = ${credentialId}`)
  return row && { passkey: passkeyFrom(row), publicKey: row.public_key }
}

/** Makes changes to the ways into an account one at a time, so that what is counted stays true until the transaction ends. */
export async function lockWaysIn(on: Statements, accountId: string): Promise<void> {
  await on.run(sql`select from account where id = ${accountId} for no key update`)
}

/** False when some account, this or another, has it already. */
export async function insertPasskey(
  on: Statements,
  passkey: {
    id: string
    accountId: string
    kind: PasskeyKind
    credentialId: Buffer
    publicKey: Buffer
    signCount: number
    transports: readonly string[]
    name: string
    isSynced: boolean
    aaguid: string | undefined
  },
): Promise<boolean> {
  return (
    (await on.run(sql`
      insert into passkey (id, account_id, kind, credential_id, public_key, sign_count, transports, name, is_synced, aaguid, created_at)
      values (${passkey.id}, ${passkey.accountId}, ${passkey.kind}, ${passkey.credentialId}, ${passkey.publicKey},
        ${passkey.signCount}, ${passkey.transports}, ${passkey.name}, ${passkey.isSynced}, ${passkey.aaguid ?? null}, ${on.now})
      on conflict (credential_id) do nothing`)) === 1
  )
}

/**
 * Notes that a passkey was used, unless it counts backwards (WebAuthn §7.2, step 22): of two with the same count only one gets
 * in. One that has said 0 from the first does not count, and goes on saying 0.
 */
export async function setPasskeyUsed(
  on: Statements,
  id: string,
  used: { signCount: number; isSynced: boolean },
): Promise<boolean> {
  return (
    (await on.run(sql`
      update passkey set last_used_at = ${on.now}, is_synced = ${used.isSynced},
        sign_count = ${used.signCount}
      where id = ${id} and (sign_count < ${used.signCount}::bigint or (sign_count = 0 and ${used.signCount}::bigint = 0))`)) ===
    1
  )
}

export async function setPasskeyName(on: Statements, accountId: string, id: string, name: string): Promise<boolean> {
  return (await on.run(sql`update passkey set name = ${name} where id = ${id} and account_id = ${accountId}`)) === 1
}

export async function deletePasskey(on: Statements, accountId: string, id: string): Promise<boolean> {
  return (await on.run(sql`delete from passkey where id = ${id} and account_id = ${accountId}`)) === 1
}

/** Whether the account can be logged in to without any passkey: with a password, or where a company keeps its people. */
export async function hasOtherWayIn(on: Statements, accountId: string): Promise<boolean> {
  const row = await on.first<{ has: boolean }>(sql`
    select exists (select from password where account_id = ${accountId})
      or exists (select from upstream_identity where account_id = ${accountId}) as has`)
  return row?.has ?? false
}

// ---------- challenges ----------

export async function insertChallenge(
  on: Statements,
  challenge: { value: Buffer; purpose: ChallengePurpose; boundTo: Buffer; expiresAt: Temporal.Instant },
): Promise<void> {
  await on.run(sql`
    insert into passkey_challenge (challenge, purpose, bound_to, expires_at)
    values (${challenge.value}, ${challenge.purpose}, ${challenge.boundTo}, ${challenge.expiresAt})`)
}

/** Uses up a challenge, where it belongs: of several answers at once only one is looked at. */
export async function takeChallenge(
  on: Statements,
  value: Buffer,
  asked: { purpose: ChallengePurpose; boundTo: Buffer },
): Promise<boolean> {
  return (
    (await on.run(sql`
      delete from passkey_challenge where challenge = ${value} and purpose = ${asked.purpose}
        and bound_to = ${asked.boundTo} and expires_at > ${on.now}`)) === 1
  )
}

export async function purgeChallenges(on: Statements): Promise<number> {
  return on.run(sql`delete from passkey_challenge where expires_at < ${on.now}`)
}
