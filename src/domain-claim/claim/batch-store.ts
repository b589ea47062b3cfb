import { type Statements, sql } from '#platform'
import type { LeftOutWhy, PersonState } from './claim.ts'

/**
 * Takes persons into a claim. Who is in another one by now is left out; who has gone meanwhile is not there.
 */
export async function insertPersons(
  on: Statements,
  claimId: string,
  persons: readonly { readonly id: string; readonly leftOutWhy: LeftOutWhy | null }[],
): Promise<void> {
  if (persons.length === 0) return
  const ids = persons.map(({ id }) => id)
  const whys = persons.map(({ leftOutWhy }) => leftOutWhy)
  await on.run(sql`
    insert into claim_person (claim_id, account_id, state, left_out_why)
    select ${claimId}, a.id, case when u.why is null then 'found' else 'left-out' end, u.why
    from unnest(${ids}::uuid[], ${whys}::text[]) as u (id, why) join account a on a.id = u.id
    order by a.id for key share of a
    on conflict do nothing`)
  await on.run(sql`
    insert into claim_person (claim_id, account_id, state, left_out_why)
    select ${claimId}, a.id, 'left-out', 'claimed-elsewhere'
    from unnest(${ids}::uuid[]) as u (id) join account a on a.id = u.id order by a.id for key share of a
    on conflict do nothing`)
}

type Taken = { readonly id: string; readonly domain: string; readonly isManaged: boolean; readonly state: PersonState }

/** The next persons of a claim in any of these states, their accounts held still. Those that somebody else holds are passed over. */
export async function takePersons(
  on: Statements,
  claimId: string,
  states: readonly string[],
  most: number,
): Promise<Taken[]> {
  return on.all<Taken>(sql`
    select a.id, address_domain(a.email_key) as domain, a.managed_by is not null as "isManaged", p.state
    from claim_person p join account a on a.id = p.account_id
    where p.claim_id = ${claimId} and p.state = any(${[...states]}::text[])
    order by p.account_id limit ${most} for no key update of a skip locked`)
}

export async function hasPersons(on: Statements, claimId: string, states: readonly string[]): Promise<boolean> {
  const row = await on.first(sql`
    select from claim_person where claim_id = ${claimId} and state = any(${[...states]}::text[]) limit 1`)
  return row !== undefined
}

/** Marks persons as told, once each. Says whom. */
export async function markTold(on: Statements, claimId: string, accountIds: readonly string[]): Promise<string[]> {
  const rows = await on.all<{ account_id: string }>(sql`
    update claim_person set state = 'told', told_at = ${on.now}
    where claim_id = ${claimId} and account_id = any(${[...accountIds]}::uuid[]) and state = 'found' returning account_id`)
  return rows.map(({ account_id }) => account_id)
}

export async function markManaged(on: Statements, claimId: string, accountIds: readonly string[]): Promise<void> {
  await on.run(sql`
    update claim_person set state = 'managed', decided_at = ${on.now}
    where claim_id = ${claimId} and account_id = any(${[...accountIds]}::uuid[]) and state in ('told', 'moving', 'disputed')`)
}

export async function markLeftOut(
  on: Statements,
  claimId: string,
  accountIds: readonly string[],
  why: LeftOutWhy,
): Promise<void> {
  if (accountIds.length === 0) return
  await on.run(sql`
    update claim_person set state = 'left-out', left_out_why = ${why}, decided_at = ${on.now}
    where claim_id = ${claimId} and account_id = any(${[...accountIds]}::uuid[])`)
}

/** Claims of a domain that are over, and of which persons still have to be let go. */
export async function claimsToClear(on: Statements, domainId: string): Promise<string[]> {
  const rows = await on.all<{ id: string }>(sql`
    select c.id from claim c where c.domain_id = ${domainId} and c.state in ('canceled', 'ended') and exists (
      select from claim_person p where p.claim_id = c.id and p.state in ('found', 'told', 'moving', 'disputed'))`)
  return rows.map(({ id }) => id)
}

/** Which of these persons had been told of a claim. */
export async function toldOf(on: Statements, claimId: string, accountIds: readonly string[]): Promise<string[]> {
  const rows = await on.all<{ account_id: string }>(sql`
    select account_id from claim_person
    where claim_id = ${claimId} and account_id = any(${[...accountIds]}::uuid[]) and told_at is not null`)
  return rows.map(({ account_id }) => account_id)
}
