import { type Sql, type Statements, sql, type Tx } from '#platform'

/** Gives accounts that nobody manages to an organization. Says which of them it got; another claim may have been faster. */
export async function setManager(
  on: Statements,
  accountIds: readonly string[],
  by: { readonly organizationId: string; readonly domainId: string },
): Promise<string[]> {
  const rows = await on.all<{ id: string }>(sql`
    update account set managed_by = ${by.organizationId}, managed_through = ${by.domainId}, managed_since = ${on.now},
      updated_at = ${on.now}
    where id = any(${accountIds}::uuid[]) and managed_by is null and email_verified_at is not null returning id`)
  return rows.map(({ id }) => id)
}

/** Makes accounts of one organization personal, and active where they were not. Says which, and which of them were not active. */
export async function clearManager(
  on: Statements,
  accountIds: readonly string[],
  organizationId: string,
): Promise<{ id: string; wasDeactivated: boolean }[]> {
  return on.all(sql`
    with theirs as (
      select id, deactivated_at from account where id = any(${accountIds}::uuid[]) and managed_by = ${organizationId}
      order by id for update)
    update account a set managed_by = null, managed_through = null, managed_since = null, deactivated_at = null,
      updated_at = ${on.now}
    from theirs where theirs.id = a.id returning a.id, theirs.deactivated_at is not null as "wasDeactivated"`)
}

/**
 * Whether the account is turned on; while the answer is held, nobody turns it off. Whoever changes something else about it,
 * such as a claim of a whole domain, neither waits for this nor makes it wait (DOM-11).
 */
export async function holdActive(tx: Tx, id: string): Promise<boolean> {
  const row = await tx.first<{ active: boolean }>(sql`
    select deactivated_at is null and suspended_at is null as active from account where id = ${id} for key share`)
  return row?.active ?? false
}

/** Waits for log-ins that are just being finished, and makes those that come later wait: see `holdActive`. */
export async function holdOff(tx: Tx, id: string): Promise<void> {
  await tx.run(sql`select from account where id = ${id} for update`)
}

/** True for the one who turns it off or on. */
export async function setDeactivated(on: Statements, id: string, at: Temporal.Instant | undefined): Promise<boolean> {
  return (
    (await on.run(sql`
      update account set deactivated_at = ${at ?? null}, updated_at = ${on.now}
      where id = ${id} and (deactivated_at is null) = ${at !== undefined}`)) === 1
  )
}

/** True for the one who turns it off or on. */
export async function setSuspended(on: Statements, id: string, at: Temporal.Instant | undefined): Promise<boolean> {
  return (
    (await on.run(sql`
      update account set suspended_at = ${at ?? null}, updated_at = ${on.now}
      where id = ${id} and (suspended_at is null) = ${at !== undefined}`)) === 1
  )
}

/** Notes the day; a second time on the same day touches nothing. It waits for nobody: the next use notes the day as well. */
export async function noteActive(on: Statements, id: string): Promise<void> {
  await on.run(activeToday(on, id))
}

/** The same, for a statement that writes something anyway. */
export function activeToday(on: Statements, id: string): Sql {
  const today = on.now.toZonedDateTimeISO('UTC').toPlainDate()
  return sql`
    update account set last_active_on = ${today}
    where id in (select id from account where id = ${id} and (last_active_on is null or last_active_on < ${today})
      for no key update skip locked)`
}
