import { type Statements, sql } from '#platform'
import type { ClaimState, LeftOutWhy, Mode, PersonState } from './claim.ts'

/** What an organization asks of somebody at present: a claim that they were told of and that is not settled for them. */
export type OpenClaim = {
  readonly claimId: string
  readonly organizationId: string
  readonly organization: string
  readonly domainId: string
  readonly domain: string
  readonly withSubdomains: boolean
  readonly takesEffectAt: Temporal.Instant
  readonly state: 'told' | 'moving' | 'disputed'
  readonly mode: Mode
  readonly claimState: ClaimState
}

const open = sql`
  select p.claim_id as "claimId", c.organization_id as "organizationId", o.name as organization, c.domain_id as "domainId",
    d.name as domain, d.with_subdomains as "withSubdomains", c.takes_effect_at as "takesEffectAt", p.state, c.mode,
    c.state as "claimState"
  from claim_person p join claim c on c.id = p.claim_id join organization_domain d on d.id = c.domain_id
    join organization o on o.id = c.organization_id
  where p.state in ('told', 'moving', 'disputed') and c.state not in ('canceled', 'ended')`

/** The claim that waits for an account’s holder, if there is one (DOM-7). */
export function openClaimOf(on: Statements, accountId: string): Promise<OpenClaim | undefined> {
  return on.first<OpenClaim>(sql`${open} and p.account_id = ${accountId}`)
}

/**
 * The same, held still with its account, the account first: as batches do, so that nobody waits for each other.
 */
export async function takeOpenClaim(on: Statements, accountId: string): Promise<OpenClaim | undefined> {
  await on.run(sql`select from account where id = ${accountId} for no key update`)
  return on.first<OpenClaim>(sql`${open} and p.account_id = ${accountId} for no key update of p`)
}

/** Writes down where a person stands; false when they were in none of these states any more. */
export async function movePerson(
  on: Statements,
  { claimId, accountId }: { readonly claimId: string; readonly accountId: string },
  from: readonly PersonState[],
  to: PersonState,
  why?: LeftOutWhy,
): Promise<boolean> {
  return (
    (await on.run(sql`
      update claim_person set state = ${to}, left_out_why = ${why ?? null}, decided_at = ${on.now}
      where claim_id = ${claimId} and account_id = ${accountId} and state = any(${[...from]}::text[])`)) === 1
  )
}

/** Lets somebody into a claim who came to its domain after it began, or comes back to it. */
export async function joinClaim(
  on: Statements,
  { claimId, accountId }: { readonly claimId: string; readonly accountId: string },
  state: 'told' | 'managed',
): Promise<void> {
  const toldAt = state === 'told' ? on.now : null
  const decidedAt = state === 'managed' ? on.now : null
  await on.run(sql`
    insert into claim_person (claim_id, account_id, state, told_at, decided_at)
    values (${claimId}, ${accountId}, ${state}, ${toldAt}, ${decidedAt})
    on conflict (claim_id, account_id) do update set state = excluded.state, left_out_why = null,
      told_at = coalesce(excluded.told_at, claim_person.told_at), decided_at = excluded.decided_at`)
}

/** Whether anybody asks something of an account at present, or is about to. */
export async function isAsked(on: Statements, accountId: string): Promise<boolean> {
  const row = await on.first(sql`
    select from claim_person where account_id = ${accountId} and state in ('found', 'told', 'moving', 'disputed')`)
  return row !== undefined
}

/** Whether a dispute has shown that an account does not belong to an organization (DOM-9). */
export async function wasReleased(on: Statements, accountId: string, organizationId: string): Promise<boolean> {
  const row = await on.first(sql`
    select from dispute where account_id = ${accountId} and organization_id = ${organizationId} and outcome = 'released'`)
  return row !== undefined
}
