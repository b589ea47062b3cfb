import type { SecondStepWay } from '#credential'
import { type Statements, sql } from '#platform'

/** Statements about the second step of a log-in, and about browsers in which it is not asked for (LOG-10). */

/**
 * Notes that the second step of a log-in under way was proved.
 * @param trust whether the person wishes not to be asked again in this browser
 */
export async function setSecondStepDone(
  on: Statements,
  attemptId: string,
  way: SecondStepWay,
  trust = false,
): Promise<void> {
  await on.run(sql`
    update attempt set second_step_at = ${on.now}, second_step_way = ${way}, trust_device = ${trust}
    where id = ${attemptId} and account_id is not null and finished_at is null`)
}

/**
 * Goes on with one step after all, for a product that wants two.
 * @param returnTo leads elsewhere than to that product
 */
export async function waiveSecondStep(on: Statements, attemptId: string, returnTo?: string): Promise<void> {
  await on.run(sql`
    update attempt set wants_second_step = false, return_to = coalesce(${returnTo ?? null}, return_to)
    where id = ${attemptId} and finished_at is null`)
}

/** Lets a browser in without the second step for a while. */
export async function trustDevice(
  on: Statements,
  accountId: string,
  browserId: string,
  until: Temporal.Instant,
): Promise<void> {
  await on.run(sql`
    update known_device set trusted_until = ${until} where account_id = ${accountId} and browser_id = ${browserId}`)
}

/** Asks for the second step again: in one browser, or in all of them. */
export async function endTrust(on: Statements, accountId: string, browserId?: string): Promise<boolean> {
  return (
    (await on.run(sql`
      update known_device set trusted_until = null
      where account_id = ${accountId} and trusted_until is not null
        and (${browserId ?? null}::uuid is null or browser_id = ${browserId ?? null})`)) > 0
  )
}

/** The browsers in which the second step of an account is not asked for. */
export async function trustedBrowsers(on: Statements, accountId: string): Promise<string[]> {
  const rows = await on.all<{ browser_id: string }>(sql`
    select browser_id from known_device where account_id = ${accountId} and trusted_until > ${on.now}`)
  return rows.map(({ browser_id }) => browser_id)
}

/** Whether the account has logged in from this browser before. */
export async function isKnownBrowser(on: Statements, accountId: string, browserId: string): Promise<boolean> {
  const row = await on.first(
    sql`select 1 from known_device where account_id = ${accountId} and browser_id = ${browserId}`,
  )
  return row !== undefined
}
