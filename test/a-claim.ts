import { manage } from '#account'
import { newId, system } from '#kernel'
import { type Database, sql } from '#platform'

export type Claimed = { readonly id: string; readonly organizationId: string; readonly domainId: string }

/** A claim whose persons are told one by one, as its batches would do it. */
export async function aClaim(
  { durable: on }: Database,
  { id: organizationId, domainId }: { readonly id: string; readonly domainId: string },
  of: { mode?: string; state?: string; takesEffectAt?: Temporal.Instant; startedAt?: Temporal.Instant } = {},
): Promise<Claimed> {
  const { mode = 'single', state = 'told', startedAt = on.now } = of
  const id = newId(on.now)
  await on.run(sql`
    insert into claim (id, organization_id, domain_id, mode, state, started_at, takes_effect_at)
    values (${id}, ${organizationId}, ${domainId}, ${mode}, ${state}, ${startedAt},
      ${of.takesEffectAt ?? startedAt.add({ hours: 14 * 24 + 1 })})`)
  return { id, organizationId, domainId }
}

/** Tells somebody of a claim, without a mail. */
export async function tellOf({ durable: on }: Database, { id }: Claimed, accountId: string): Promise<void> {
  await on.run(sql`
    insert into claim_person (claim_id, account_id, state, told_at) values (${id}, ${accountId}, 'told', ${on.now})`)
}

/** The date of a claim has come for somebody. */
export async function takeEffect(
  database: Database,
  { id, organizationId, domainId }: Claimed,
  accountId: string,
): Promise<void> {
  await database.transaction(async (tx) => {
    const by = { organizationId, domainId, domain: 'acme.example' }
    await tx.run(sql`update claim set takes_effect_at = ${tx.now} where id = ${id}`)
    await manage(tx, system, [accountId], by)
    await tx.run(sql`
      update claim_person set state = 'managed', decided_at = ${tx.now} where claim_id = ${id} and account_id = ${accountId}`)
  })
}

/** The organization has changed its mind. */
export async function callOff({ durable: on }: Database, { id }: Claimed): Promise<void> {
  await on.run(sql`update claim set state = 'canceled', ended_at = ${on.now} where id = ${id}`)
  await on.run(sql`
    update claim_person set state = 'left-out', left_out_why = 'canceled' where claim_id = ${id} and state <> 'accepted'`)
}

export async function standOf({ durable: on }: Database, { id }: Claimed, accountId: string): Promise<string> {
  const row = await on.first<{ state: string }>(sql`
    select state from claim_person where claim_id = ${id} and account_id = ${accountId}`)
  return row?.state ?? 'none'
}
