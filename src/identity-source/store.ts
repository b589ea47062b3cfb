import { type Statements, sql } from '#platform'
import type { GoogleConnection } from './google-connection.ts'

export async function upsertConnection(on: Statements, connection: GoogleConnection): Promise<void> {
  const { siteId, hostedDomain, issuer, clientId, sealedClientSecret, skipPage } = connection
  await on.run(sql`
    insert into google_connection (site_id, hosted_domain, issuer, client_id, sealed_client_secret, skip_page, created_at)
    values (${siteId}, ${hostedDomain}, ${issuer}, ${clientId}, ${sealedClientSecret}, ${skipPage}, ${on.now})
    on conflict (site_id) do update set hosted_domain = excluded.hosted_domain, issuer = excluded.issuer,
      client_id = excluded.client_id, sealed_client_secret = excluded.sealed_client_secret, skip_page = excluded.skip_page`)
}

export async function deleteConnection(on: Statements, siteId: string): Promise<boolean> {
  return (await on.run(sql`delete from google_connection where site_id = ${siteId}`)) === 1
}

export async function connectionOf(on: Statements, siteId: string): Promise<GoogleConnection | undefined> {
  return on.first<GoogleConnection>(sql`
    select site_id as "siteId", hosted_domain as "hostedDomain", issuer, client_id as "clientId",
      sealed_client_secret as "sealedClientSecret", skip_page as "skipPage"
    from google_connection where site_id = ${siteId}`)
}

// ---------- on the way ----------

/** A browser that has been sent to the provider and not come back. */
export type Underway = {
  readonly attemptId: string
  readonly siteId: string
  readonly nonce: string
  readonly sealedVerifier: Buffer
}

export async function insertUnderway(
  on: Statements,
  stateHash: Buffer,
  underway: Underway & { expiresAt: Temporal.Instant },
): Promise<void> {
  const { attemptId, siteId, nonce, sealedVerifier, expiresAt } = underway
  await on.run(sql`
    insert into upstream_attempt (state_hash, attempt_id, site_id, nonce, sealed_verifier, expires_at)
    values (${stateHash}, ${attemptId}, ${siteId}, ${nonce}, ${sealedVerifier}, ${expiresAt})`)
}

/** Taking it out is using it up: of two that come back with one state, one gets it. */
export async function takeUnderway(on: Statements, stateHash: Buffer): Promise<Underway | undefined> {
  const row = await on.first<Underway & { isover: boolean }>(sql`
    delete from upstream_attempt where state_hash = ${stateHash}
    returning attempt_id as "attemptId", site_id as "siteId", nonce, sealed_verifier as "sealedVerifier",
      expires_at <= ${on.now} as isover`)
  return row?.isover ? undefined : row
}

// ---------- whose account an identity opens ----------

export async function accountOfIdentity(on: Statements, issuer: string, subject: string): Promise<string | undefined> {
  const row = await on.first<{ account_id: string }>(sql`
    select account_id from upstream_identity where issuer = ${issuer} and subject = ${subject}`)
  return row?.account_id
}

/** True when the identity was nobody's, and now opens this account. */
export async function insertIdentity(
  on: Statements,
  issuer: string,
  subject: string,
  accountId: string,
): Promise<boolean> {
  return (
    (await on.run(sql`
      insert into upstream_identity (issuer, subject, account_id, linked_at)
      values (${issuer}, ${subject}, ${accountId}, ${on.now}) on conflict do nothing`)) === 1
  )
}

export async function deleteIdentitiesSince(
  on: Statements,
  accountId: string,
  since: Temporal.Instant,
): Promise<{ issuer: string }[]> {
  return on.all(sql`
    delete from upstream_identity where account_id = ${accountId} and linked_at >= ${since} returning issuer`)
}

/** How many identities elsewhere open an account. */
export async function countIdentities(on: Statements, accountId: string): Promise<number> {
  const row = await on.first<{ count: number }>(
    sql`select count(*) as count from upstream_identity where account_id = ${accountId}`,
  )
  return row?.count ?? 0
}
