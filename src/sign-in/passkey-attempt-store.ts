import { type Statements, sql } from '#platform'

/**
 * Notes that a passkey has proved whose account it is. Whatever was proved before counts no more: it may have been another
 * account's, and an identity at Google that waits for its account must not be given this one (LOG-3).
 * @returns false when the log-in is over, or only confirms another account
 */
export async function setAttemptPasskeyProved(
  on: Statements,
  id: string,
  proved: { accountId: string; keep: boolean },
): Promise<boolean> {
  const { accountId, keep } = proved
  return (
    (await on.run(sql`
      update attempt t set account_id = a.id, email = a.email, passkey_proved_at = ${on.now}, keep = ${keep},
        password_proved_at = null, second_step_at = null, second_step_way = null,
        upstream_issuer = null, upstream_subject = null, upstream_email = null, upstream_name = null
      from account a
      where t.id = ${id} and a.id = ${accountId} and t.finished_at is null and (t.confirms is null or t.confirms = a.id)`)) ===
    1
  )
}

export type FirstWay = 'password' | 'passkey' | 'google'

/** Remembers how an account logged in from this browser. */
export async function setLastWayHere(
  on: Statements,
  accountId: string,
  browserId: string,
  way: FirstWay,
): Promise<void> {
  await on.run(sql`
    update known_device set last_way = ${way} where account_id = ${accountId} and browser_id = ${browserId}`)
}

/**
 * Whether the holder of an address last came in through this browser with a passkey, and has one still. Anywhere else the
 * answer is no, whatever there is, so it tells nothing of the account (LOG-5).
 */
export async function usesPasskeyHere(on: Statements, emailKey: string, browserId: string): Promise<boolean> {
  const row = await on.first<{ uses: boolean }>(sql`
    select exists (select from account a join known_device k on k.account_id = a.id
      where a.email_key = ${emailKey} and a.email_verified_at is not null and k.browser_id = ${browserId}
        and k.last_way = 'passkey'
        and exists (select from passkey p where p.account_id = a.id and p.kind = 'passkey')) as uses`)
  return row?.uses ?? false
}
