import { type Statements, sql } from '#platform'
import type { Account, Manager } from './account.ts'
import type { Audience } from './profile.ts'

type AccountRow = {
  id: string
  name: string
  username: string | null
  email: string
  email_key: string
  email_verified_at: Temporal.Instant | null
  locale: string
  zoneinfo: string
  created_at: Temporal.Instant
  public_name: string | null
  picture_id: string | null
  name_seen_by: Audience
  public_name_seen_by: Audience
  picture_seen_by: Audience
  language_seen_by: Audience
  zone_seen_by: Audience
  deactivated_at: Temporal.Instant | null
  suspended_at: Temporal.Instant | null
  last_active_on: Temporal.PlainDate | null
  organization_id: string | null
  organization: string | null
  domain: string | null
  since: Temporal.Instant | null
}

const whole = sql`
  select a.id, a.name, a.username, a.email, a.email_key, a.email_verified_at, a.locale, a.zoneinfo, a.created_at,
    a.public_name, a.picture_id, a.name_seen_by, a.public_name_seen_by, a.picture_seen_by, a.language_seen_by, a.zone_seen_by,
    a.deactivated_at, a.suspended_at, a.last_active_on, m.organization_id, m.organization, m.domain, m.since
  from account a left join account_manager m on m.account_id = a.id`

function accountFrom(row: AccountRow): Account {
  return {
    id: row.id,
    name: row.name,
    username: row.username ?? undefined,
    email: row.email,
    emailKey: row.email_key,
    emailVerifiedAt: row.email_verified_at ?? undefined,
    locale: row.locale,
    zone: row.zoneinfo,
    createdAt: row.created_at,
    publicName: row.public_name ?? undefined,
    pictureId: row.picture_id ?? undefined,
    visibility: {
      name: row.name_seen_by,
      'public-name': row.public_name_seen_by,
      picture: row.picture_seen_by,
      language: row.language_seen_by,
      'time-zone': row.zone_seen_by,
    },
    managedBy: managerFrom(row),
    deactivatedAt: row.deactivated_at ?? undefined,
    suspendedAt: row.suspended_at ?? undefined,
    lastActiveOn: row.last_active_on ?? undefined,
  }
}

function managerFrom({
  organization_id: organizationId,
  organization,
  domain,
  since,
}: AccountRow): Manager | undefined {
  if (!organizationId || !organization || !domain || !since) return undefined
  return { organizationId, organization, domain, since }
}

export async function insertAccount(
  on: Statements,
  account: {
    id: string
    name: string
    email: string
    emailKey: string
    locale: string
    zone: string
    signedUpIn?: string
  },
): Promise<void> {
  await on.run(sql`
    insert into account (id, name, email, email_key, locale, zoneinfo, signed_up_in, created_at, updated_at)
    values (${account.id}, ${account.name}, ${account.email}, ${account.emailKey}, ${account.locale}, ${account.zone},
      ${account.signedUpIn ?? null}, ${on.now}, ${on.now})`)
}

/** Looks an account up by its id. */
export async function accountById(on: Statements, id: string): Promise<Account | undefined> {
  const row = await on.first<AccountRow>(sql`${whole} where a.id = ${id}`)
  return row && accountFrom(row)
}

/** The account that has proved this address, if there is one (ACC-1). */
export async function holderOf(on: Statements, emailKey: string): Promise<Account | undefined> {
  const row = await on.first<AccountRow>(sql`
    ${whole} where a.email_key = ${emailKey} and a.email_verified_at is not null`)
  return row && accountFrom(row)
}

/**
 * Whom a typed address may mean: the account that has proved it; else, of the unverified ones, the one made in this
 * browser, else the newest (ACC-6).
 */
export async function candidateFor(on: Statements, emailKey: string, browserId?: string): Promise<Account | undefined> {
  const row = await on.first<AccountRow>(sql`
    ${whole} where a.email_key = ${emailKey}
    order by a.email_verified_at is null, a.signed_up_in is distinct from ${browserId ?? null}::uuid, a.created_at desc limit 1`)
  return row && accountFrom(row)
}

/** True when the name was free, and now belongs to this account for good. One of an account that was erased is not (DEV-2). */
export async function takeUsername(on: Statements, username: string, accountId: string): Promise<boolean> {
  const taken = await on.run(sql`
    insert into username (username, account_id, taken_at) values (${username}, ${accountId}, ${on.now})
    on conflict do nothing`)
  if (taken === 0) return false
  // Afterwards: a name that was just being spent has made the statement before wait, and is seen by this one.
  const spent = await on.run(sql`
    delete from username where username = ${username}
      and exists (select from spent_username where hash = sha256(convert_to(${username}, 'UTF8')))`)
  return spent === 0
}

/** How many usernames begin like this, to find a free one without trying each. */
export async function usernamesLike(on: Statements, seed: string): Promise<number> {
  const row = await on.first<{ count: number }>(sql`
    select count(*) as count from (select 1 from username
      where username >= ${seed} and username < ${`${seed}\u{10ffff}`} limit 10000) as few`)
  return row?.count ?? 0
}

/** False when the account went while we waited for its row: somebody else has just proved the address. */
export async function markVerified(on: Statements, id: string, username: string): Promise<boolean> {
  return (
    (await on.run(sql`
      update account set email_verified_at = ${on.now}, username = ${username}, updated_at = ${on.now}
      where id = ${id} and email_verified_at is null`)) === 1
  )
}

/** Drops other people's unproved claims to an address that has just been proved (ACC-6). */
export async function deleteUnverified(on: Statements, emailKey: string): Promise<number> {
  return on.run(sql`delete from account where email_key = ${emailKey} and email_verified_at is null`)
}

export async function deleteUnverifiedAccount(on: Statements, id: string): Promise<number> {
  return on.run(sql`delete from account where id = ${id} and email_verified_at is null`)
}

/** Drops accounts that nobody verified, a batch at a time (ACC-6). */
export async function deleteUnverifiedBefore(on: Statements, before: Temporal.Instant, most: number): Promise<number> {
  return on.run(sql`
    delete from account where id in (
      select id from account where email_verified_at is null and created_at < ${before} limit ${most} for update skip locked)`)
}

// ---------- proofs of address ----------

/** What the "check your email" page needs to know of a proof under way. */
export type Proof = {
  readonly sentAt: Temporal.Instant
  readonly codeExpiresAt: Temporal.Instant
  readonly triesLeft: number
}

/** Starts a proof anew: the earlier code and link stop working. The job that sends the mail fills in the secrets. */
export async function restartProof(
  on: Statements,
  accountId: string,
  proof: { codeTries: number; codeExpiresAt: Temporal.Instant; linkExpiresAt: Temporal.Instant },
): Promise<void> {
  await on.run(sql`
    insert into address_proof (account_id, code_tries_left, sent_at, code_expires_at, link_expires_at)
    values (${accountId}, ${proof.codeTries}, ${on.now}, ${proof.codeExpiresAt}, ${proof.linkExpiresAt})
    on conflict (account_id) do update set link_hash = null, code_mac = null, code_tries_left = excluded.code_tries_left,
      sent_at = excluded.sent_at, code_expires_at = excluded.code_expires_at, link_expires_at = excluded.link_expires_at`)
}

export async function fillProof(
  on: Statements,
  accountId: string,
  linkHash: Buffer,
  codeMac: Buffer,
): Promise<boolean> {
  return (
    (await on.run(sql`
      update address_proof set link_hash = ${linkHash}, code_mac = ${codeMac} where account_id = ${accountId}`)) === 1
  )
}

export async function proofOf(on: Statements, accountId: string): Promise<Proof | undefined> {
  const row = await on.first<{
    sent_at: Temporal.Instant
    code_expires_at: Temporal.Instant
    code_tries_left: number
  }>(sql`
    select sent_at, code_expires_at, code_tries_left from address_proof where account_id = ${accountId}`)
  return row && { sentAt: row.sent_at, codeExpiresAt: row.code_expires_at, triesLeft: row.code_tries_left }
}

/** Spends one try and gives the code's keyed hash to compare with; nothing when no try or no time is left. */
export async function spendCodeTry(on: Statements, accountId: string): Promise<Buffer | undefined> {
  const row = await on.first<{ code_mac: Buffer | null }>(sql`
    update address_proof set code_tries_left = code_tries_left - 1
    where account_id = ${accountId} and code_tries_left > 0 and code_expires_at > ${on.now} returning code_mac`)
  return row?.code_mac ?? undefined
}

/** Whose link this is, expired or not. */
export async function proofByLink(
  on: Statements,
  linkHash: Buffer,
): Promise<{ accountId: string; expired: boolean; signedUpIn?: string; email: string; name: string } | undefined> {
  const row = await on.first<{
    account_id: string
    expired: boolean
    signed_up_in: string | null
    email: string
    name: string
  }>(sql`
    select p.account_id, p.link_expires_at <= ${on.now} as expired, a.signed_up_in, a.email, a.name
    from address_proof p join account a on a.id = p.account_id where p.link_hash = ${linkHash}`)
  return (
    row && {
      accountId: row.account_id,
      expired: row.expired,
      signedUpIn: row.signed_up_in ?? undefined,
      email: row.email,
      name: row.name,
    }
  )
}

/** True for the one caller that gets to use the proof. */
export async function deleteProof(on: Statements, accountId: string): Promise<boolean> {
  return (await on.run(sql`delete from address_proof where account_id = ${accountId}`)) === 1
}

export async function insertOperator(on: Statements, accountId: string): Promise<void> {
  await on.run(sql`insert into operator (account_id, since) values (${accountId}, ${on.now}) on conflict do nothing`)
}

/** Whether this account's holder helps to run the installation. */
export async function isOperator(on: Statements, accountId: string): Promise<boolean> {
  return (await on.first(sql`select 1 from operator where account_id = ${accountId}`)) !== undefined
}
