import { type Statements, sql } from '#platform'

/** Statements about accounts that leave (ACC-9). */

/**
 * Forgets wherever an account has logged in. Its address opens it no more, so no browser is to offer it; links of mails about
 * log-ins long ended do nothing.
 */
export async function forgetEverywhere(on: Statements, accountId: string): Promise<void> {
  await on.run(sql`
    with choices as (delete from product_choice where account_id = ${accountId}),
      alerts as (delete from device_alert where account_id = ${accountId})
    delete from known_device where account_id = ${accountId}`)
}

/** Drops log-ins under way, of an account and of whoever typed its address, before the account goes. */
export async function forgetAttemptsOf(on: Statements, accountId: string): Promise<void> {
  await on.run(sql`
    delete from attempt where account_id = ${accountId} or confirms = ${accountId} or exists (
      select from account a where a.id = ${accountId} and a.email <> ''
        and (lower(attempt.email) in (lower(a.email), a.email_key)
          or lower(attempt.upstream_email) in (lower(a.email), a.email_key)))`)
}
