import { empty, type Statements, sql } from '#platform'
import type { Attempt, Facts, Upstream } from './attempt.ts'
import { type AttemptRow, attemptFrom } from './attempt-row.ts'

// ---------- browsers ----------

export async function insertBrowser(on: Statements, id: string, tokenHash: Buffer): Promise<void> {
  await on.run(sql`
    insert into browser (id, token_hash, created_at, seen_at) values (${id}, ${tokenHash}, ${on.now}, ${on.now})`)
}

export async function browserByToken(on: Statements, tokenHash: Buffer): Promise<string | undefined> {
  const row = await on.first<{ id: string }>(sql`select id from browser where token_hash = ${tokenHash}`)
  return row?.id
}

/** Gives a browser another secret and another session to present, at log-in. */
export async function renewBrowser(on: Statements, id: string, tokenHash: Buffer, sessionId: string): Promise<void> {
  await on.run(sql`
    update browser set token_hash = ${tokenHash}, presented_session_id = ${sessionId}, seen_at = ${on.now} where id = ${id}`)
}

/** Whether the account has logged in from this browser before, and since when others know it. */
export async function noteDevice(
  on: Statements,
  accountId: string,
  browserId: string,
): Promise<'first' | 'new' | 'known'> {
  const row = await on.first<{ isnew: boolean; others: boolean }>(sql`
    insert into known_device as k (account_id, browser_id, first_at, last_at)
    values (${accountId}, ${browserId}, ${on.now}, ${on.now})
    on conflict (account_id, browser_id) do update set last_at = excluded.last_at
    returning k.first_at = k.last_at as isnew,
      exists (select 1 from known_device o where o.account_id = k.account_id and o.browser_id <> k.browser_id) as others`)
  if (!row?.isnew) return 'known'
  return row.others ? 'new' : 'first'
}

/** The name of the person who has logged in here before with this address (the page may then greet by name). */
export async function knownName(on: Statements, emailKey: string, browserId: string): Promise<string | undefined> {
  const row = await on.first<{ name: string }>(sql`
    select a.name from account a join known_device k on k.account_id = a.id
    where a.email_key = ${emailKey} and a.email_verified_at is not null and k.browser_id = ${browserId}`)
  return row?.name
}

/**
 * Whether the account of an address has logged in from this browser; without an address, whether any has. One look-up,
 * whether or not there is such an account.
 */
export async function isKnownDevice(on: Statements, browserId: string, emailKey: string | undefined): Promise<boolean> {
  const whose = emailKey === undefined ? empty : sql`and a.email_key = ${emailKey} and a.email_verified_at is not null`
  const row = await on.first<{ known: boolean }>(sql`
    select exists (select from known_device k join account a on a.id = k.account_id
      where k.browser_id = ${browserId} ${whose}) as known`)
  return row?.known ?? false
}

/** Makes every browser a stranger to the account again. */
export async function forgetDevices(on: Statements, accountId: string): Promise<void> {
  await on.run(sql`delete from known_device where account_id = ${accountId}`)
}

/** Drops browsers unseen since long ago, and those that came by once: no account has ever logged in there. */
export async function purgeBrowsers(
  on: Statements,
  unseenSince: Temporal.Instant,
  strangerSince: Temporal.Instant,
  most: number,
): Promise<number> {
  return on.run(sql`
    delete from browser where id in (
      select b.id from browser b where b.seen_at < ${strangerSince}
        and (b.seen_at < ${unseenSince} or not exists (select from known_device k where k.browser_id = b.id))
        and not exists (select from session s where s.browser_id = b.id)
      limit ${most} for update skip locked)`)
}

// ---------- attempts ----------

export async function insertAttempt(
  on: Statements,
  attempt: {
    id: string
    browserId: string
    productId?: string
    returnTo: string
    email?: string
    accountId?: string
    passwordProvedAt?: Temporal.Instant
    freshSince?: Temporal.Instant
    choose?: boolean
    siteId?: string
    confirms?: string
    keep?: boolean
    secondStep?: boolean
    expiresAt: Temporal.Instant
  },
): Promise<void> {
  await on.run(sql`
    insert into attempt (id, browser_id, product_id, site_id, return_to, email, account_id, password_proved_at, fresh_since, choose,
      confirms, keep, wants_second_step, created_at, expires_at)
    values (${attempt.id}, ${attempt.browserId}, ${attempt.productId ?? null}, ${attempt.siteId ?? null}, ${attempt.returnTo}, ${attempt.email ?? null},
      ${attempt.accountId ?? null}, ${attempt.passwordProvedAt ?? null}, ${attempt.freshSince ?? null}, ${attempt.choose ?? false}, ${attempt.confirms ?? null},
      ${attempt.keep ?? false}, ${attempt.secondStep ?? false}, ${on.now}, ${attempt.expiresAt})`)
}

/**
 * An attempt, with what is known of its account, for the browser it began in and nobody else.
 * @param locked held until the transaction ends, so that nothing it rests on changes in between
 */
export async function attemptOf(
  on: Statements,
  id: string,
  tokenHash: Buffer,
  locked = false,
): Promise<(Attempt & Facts) | undefined> {
  const row = await on.first<AttemptRow>(sql`
    select t.id, t.browser_id, t.return_to, t.email, t.account_id, t.password_proved_at, t.passkey_proved_at, t.second_step_at,
      t.second_step_way, t.trust_device, t.confirms, t.keep, t.fresh_since, t.choose, t.finished_at,
      t.session_id, a.email_verified_at is not null as address_verified,
      a.deactivated_at is not null as deactivated, a.suspended_at is not null as suspended,
      exists (select from second_step x where x.account_id = t.account_id) and (t.confirms is not null or t.wants_second_step or not exists (
        select from known_device k where k.account_id = t.account_id and k.browser_id = t.browser_id
          and k.trusted_until > ${on.now})) as needs_second_step,
      t.wants_second_step and not exists (select from second_step x where x.account_id = t.account_id) as lacks_second_step, d.due_at as deletion_due_at, p.id as product_id, p.name as product_name, p.home_url,
      t.upstream_issuer, t.upstream_subject, t.upstream_email, t.upstream_name, s.id as site_id, s.name as site_name,
      s.host as site_host, g.hosted_domain as google_domain, g.issuer as google_issuer, g.skip_page,
      t.claim_put_off_at, (
        select n.state from claim_notice n where n.account_id = t.account_id and (
          (n.state = 'open' and n.takes_effect_at > ${on.now})
          -- Who has just come through Google saw no page that could have said so.
          or (n.state = 'managed' and (n.was_told or t.upstream_issuer is not null))) limit 1) as claim_notice,
      p.form, (select array_agg(u.uri) from product_uri u where u.product_id = p.id and u.kind = 'redirect') as redirects
    from attempt t join browser b on b.id = t.browser_id
      left join account a on a.id = t.account_id left join account_deletion d on d.account_id = t.account_id left join product p on p.id = t.product_id
      left join site s on s.id = t.site_id left join google_connection g on g.site_id = t.site_id
    where t.id = ${id} and b.token_hash = ${tokenHash} and t.expires_at > ${on.now}
    ${locked ? sql`for update of t` : empty}`)
  return row && attemptFrom(row)
}

/** Puts an address on an attempt. Another address than before means that nothing has been proved yet. */
export async function setAttemptEmail(on: Statements, id: string, email: string): Promise<void> {
  await on.run(sql`
    update attempt set email = ${email}, account_id = null, password_proved_at = null,
      passkey_proved_at = null, second_step_at = null, second_step_way = null, claim_put_off_at = null, upstream_issuer = null, upstream_subject = null, upstream_email = null, upstream_name = null
    where id = ${id} and finished_at is null`)
}

/** Takes the address off an attempt, and with it what has been proved. */
export async function forgetAttemptEmail(on: Statements, id: string): Promise<void> {
  await on.run(sql`
    update attempt set email = null, account_id = null, password_proved_at = null,
      passkey_proved_at = null, second_step_at = null, second_step_way = null, claim_put_off_at = null, upstream_issuer = null, upstream_subject = null, upstream_email = null, upstream_name = null
    where id = ${id} and finished_at is null`)
}

/**
 * Notes who the person is at Google.
 * @param proved.email the address that the log-in goes on with
 * @param proved.accountId the account it opens; without it, that one has to be proved first
 */
export async function setAttemptUpstream(
  on: Statements,
  id: string,
  proved: { upstream: Upstream; email: string; accountId?: string },
): Promise<void> {
  const { upstream, email, accountId } = proved
  await on.run(sql`
    update attempt set email = ${email}, account_id = ${accountId ?? null}, password_proved_at = null,
      passkey_proved_at = null, second_step_at = null, second_step_way = null, claim_put_off_at = null,
      upstream_issuer = ${upstream.issuer}, upstream_subject = ${upstream.subject}, upstream_email = ${upstream.email},
      upstream_name = ${upstream.name ?? null}
    where id = ${id} and finished_at is null`)
}

/** Whether the session is to be kept (LOG-8); asked for before the person leaves for Google. */
export async function setAttemptKeep(on: Statements, id: string, keep: boolean): Promise<void> {
  await on.run(sql`update attempt set keep = ${keep} where id = ${id} and finished_at is null`)
}

/** Notes that what a claim asks is to wait for the next log-in (LOG-6). */
export async function putOffClaim(on: Statements, id: string): Promise<void> {
  await on.run(sql`update attempt set claim_put_off_at = ${on.now} where id = ${id} and finished_at is null`)
}

/** Lets an attempt live longer, never shorter. */
export async function extendAttempt(on: Statements, id: string, until: Temporal.Instant): Promise<void> {
  await on.run(
    sql`update attempt set expires_at = greatest(expires_at, ${until}) where id = ${id} and finished_at is null`,
  )
}

// A second step belongs to the account that it was proved for, and so does “Decide later”.
const secondStepAnew = sql`passkey_proved_at = null, second_step_at = null, second_step_way = null, claim_put_off_at = null`

export async function setAttemptProved(
  on: Statements,
  id: string,
  accountId: string,
  email: string,
  keep: boolean,
): Promise<boolean> {
  return (
    (await on.run(sql`
      update attempt set account_id = ${accountId}, email = ${email}, password_proved_at = ${on.now}, keep = ${keep},
        ${secondStepAnew}
      where id = ${id} and finished_at is null`)) === 1
  )
}

/**
 * Notes that an account's password was typed, if it still is its password: somebody may have changed it since it was
 * checked. The lock makes a change that is under way come first, or wait.
 */
export async function setAttemptProvedBy(
  on: Statements,
  id: string,
  proved: { accountId: string; hash: string; email: string; keep: boolean },
): Promise<void> {
  const { accountId, hash, email, keep } = proved
  await on.run(sql`
    update attempt set account_id = ${accountId}, email = ${email}, password_proved_at = ${on.now}, keep = ${keep},
      ${secondStepAnew}
    where id = ${id} and finished_at is null
      and exists (select from password where account_id = ${accountId} and hash = ${hash} and retired_at is null for share)`)
}

/** Every log-in of an account that is under way needs its password again: it is another one now. */
export async function unproveAttempts(on: Statements, accountId: string): Promise<void> {
  await on.run(sql`
    update attempt set account_id = null, password_proved_at = null, passkey_proved_at = null, second_step_at = null,
      second_step_way = null
    where account_id = ${accountId} and finished_at is null`)
}

/** True for the one request that finishes the attempt. */
export async function finishAttempt(on: Statements, id: string, sessionId: string): Promise<boolean> {
  return (
    (await on.run(sql`
      update attempt set finished_at = ${on.now}, session_id = ${sessionId} where id = ${id} and finished_at is null`)) ===
    1
  )
}

/** The newest log-in of this browser that waits for this account, as after following a mailed link. */
export async function openAttemptId(on: Statements, browserId: string, accountId: string): Promise<string | undefined> {
  const row = await on.first<{ id: string }>(sql`
    select id from attempt where browser_id = ${browserId} and account_id = ${accountId} and finished_at is null
      and password_proved_at is not null and expires_at > ${on.now}
    order by created_at desc limit 1`)
  return row?.id
}

export async function purgeAttempts(on: Statements): Promise<number> {
  return on.run(sql`delete from attempt where expires_at < ${on.now}`)
}

// ---------- whom an address means ----------

export type Candidate = {
  readonly accountId: string
  readonly hash?: string
  /** The password is right and still not to be used: somebody else knows it. */
  readonly retired: boolean
  /** Whether the account knows this browser. */
  readonly known: boolean
}

/**
 * Whom a typed address may mean, in one look-up (LOG-5): the account that has proved it, and of those that have not the one
 * made in this browser, else the newest (ACC-6).
 */
export async function candidatesFor(
  on: Statements,
  emailKey: string,
  browserId: string,
): Promise<{ holder?: Candidate; unproved?: Candidate }> {
  const rows = await on.all<{
    id: string
    hash: string | null
    retired: boolean
    known: boolean
    verified: boolean
  }>(sql`
    select distinct on (a.email_verified_at is null) a.id, p.hash, p.retired_at is not null as retired,
      a.email_verified_at is not null as verified,
      exists (select 1 from known_device k where k.account_id = a.id and k.browser_id = ${browserId}) as known
    from account a left join password p on p.account_id = a.id
    where a.email_key = ${emailKey}
    order by a.email_verified_at is null, a.signed_up_in is distinct from ${browserId}::uuid, a.created_at desc`)
  const of = (isVerified: boolean) => {
    const row = rows.find(({ verified }) => verified === isVerified)
    return row && { accountId: row.id, hash: row.hash ?? undefined, retired: row.retired, known: row.known }
  }
  return { holder: of(true), unproved: of(false) }
}
