import { empty, type Statements, sql } from '#platform'
import type { Dispute, DisputeMessage, Matter, Outcome, SeenBy, Side } from './dispute.ts'

type DisputeRow = {
  id: string
  number: number
  account_id: string
  name: string
  email: string
  organization_id: string
  organization: string
  domain_id: string | null
  domain: string | null
  claim_id: string | null
  reason: Matter
  reach: string | null
  opened_at: Temporal.Instant
  explain_by: Temporal.Instant
  settle_by: Temporal.Instant
  answered_at: Temporal.Instant | null
  handed_over_at: Temporal.Instant | null
  mediator_id: string | null
  mediator: string | null
  settled_at: Temporal.Instant | null
  outcome: Outcome | null
  outcome_reason: string | null
}

const cases = sql`
  select p.id, p.number, p.account_id, a.name, a.email, p.organization_id, o.name as organization, d.id as domain_id,
    d.name as domain, p.claim_id, p.reason, p.reach, p.opened_at, p.explain_by, p.settle_by,
    (select min(m.at) from dispute_message m where m.dispute_id = p.id and m.author = 'organization') as answered_at,
    p.handed_over_at, p.mediator_id, y.name as mediator, p.settled_at, p.outcome, p.outcome_reason
  from dispute p
    join account a on a.id = p.account_id
    join organization o on o.id = p.organization_id
    left join claim c on c.id = p.claim_id
    left join organization_domain d on d.organization_id = p.organization_id
      and d.id = case when a.managed_by = p.organization_id then a.managed_through else c.domain_id end
    left join account y on y.id = p.mediator_id`

const disputeFrom = (row: DisputeRow): Dispute => ({
  id: row.id,
  number: row.number,
  accountId: row.account_id,
  name: row.name,
  email: row.email,
  organizationId: row.organization_id,
  organization: row.organization,
  domainId: row.domain_id ?? undefined,
  domain: row.domain ?? undefined,
  claimId: row.claim_id ?? undefined,
  matter: row.reason,
  reach: row.reach ?? undefined,
  openedAt: row.opened_at,
  explainBy: row.explain_by,
  settleBy: row.settle_by,
  answeredAt: row.answered_at ?? undefined,
  handedOverAt: row.handed_over_at ?? undefined,
  mediatorId: row.mediator_id ?? undefined,
  mediator: row.mediator ?? undefined,
  settledAt: row.settled_at ?? undefined,
  outcome: row.outcome ?? undefined,
  outcomeReason: row.outcome_reason ?? undefined,
})

/** The names of the domains that an organization has proved. */
export async function verifiedNames(on: Statements, organizationId: string): Promise<string[]> {
  const rows = await on.all<{ name: string }>(sql`
    select name from organization_domain where organization_id = ${organizationId} and verified_at is not null`)
  return rows.map(({ name }) => name)
}

export async function insertDispute(
  on: Statements,
  dispute: Pick<
    Dispute,
    'id' | 'accountId' | 'organizationId' | 'claimId' | 'matter' | 'reach' | 'explainBy' | 'settleBy'
  >,
): Promise<number> {
  const { id, accountId, organizationId, claimId, matter, reach, explainBy, settleBy } = dispute
  const row = await on.first<{ number: number }>(sql`
    insert into dispute (id, account_id, organization_id, claim_id, reason, reach, opened_at, explain_by, settle_by)
    values (${id}, ${accountId}, ${organizationId}, ${claimId ?? null}, ${matter}, ${reach ?? null}, ${on.now}, ${explainBy},
      ${settleBy})
    returning number`)
  if (!row) throw new Error('an insert returned no row')
  return row.number
}

export async function disputeById(on: Statements, id: string): Promise<Dispute | undefined> {
  const row = await on.first<DisputeRow>(sql`${cases} where p.id = ${id}`)
  return row && disputeFrom(row)
}

/** The last case of an account, open or settled. */
export async function lastDisputeOf(on: Statements, accountId: string): Promise<Dispute | undefined> {
  const row = await on.first<DisputeRow>(
    sql`${cases} where p.account_id = ${accountId} order by p.opened_at desc, p.id desc limit 1`,
  )
  return row && disputeFrom(row)
}

/** How many cases an account has opened since a moment. */
export async function countDisputesSince(on: Statements, accountId: string, since: Temporal.Instant): Promise<number> {
  const row = await on.first<{ count: number }>(sql`
    select count(*) as count from dispute where account_id = ${accountId} and opened_at > ${since}`)
  return row?.count ?? 0
}

/** Holds a case and its account still until the transaction ends: the account first, as erasing it does. */
export async function lockDispute(on: Statements, id: string): Promise<void> {
  await on.run(sql`
    select from account where id = (select account_id from dispute where id = ${id}) for no key update`)
  await on.run(sql`select from dispute where id = ${id} for update`)
}

/** Settles a case that is open. False when somebody was faster. */
export async function updateSettled(
  on: Statements,
  id: string,
  outcome: Outcome,
  reason: string | undefined,
): Promise<boolean> {
  return (
    (await on.run(sql`
      update dispute set settled_at = ${on.now}, outcome = ${outcome}, outcome_reason = ${reason ?? null}
      where id = ${id} and settled_at is null`)) === 1
  )
}

/** Settles an open case that is no longer about anything: the organization has neither the account nor a claim to it. */
export async function settleMoot(
  on: Statements,
  accountId: string,
  organizationId: string,
): Promise<{ id: string; number: number } | undefined> {
  return on.first(sql`
    update dispute set settled_at = ${on.now}, outcome = 'released'
    where account_id = ${accountId} and organization_id = ${organizationId} and settled_at is null
    returning id, number`)
}

/** Notes that an organization wants operators to decide. False when it had said so, or the case is settled. */
export async function updateHandedOver(on: Statements, id: string): Promise<boolean> {
  return (
    (await on.run(sql`
      update dispute set handed_over_at = ${on.now}
      where id = ${id} and handed_over_at is null and settled_at is null`)) === 1
  )
}

/** Gives an open case to an operator, who may take it over from another. False when it is theirs already, or settled. */
export async function updateMediator(on: Statements, id: string, accountId: string): Promise<boolean> {
  return (
    (await on.run(sql`
      update dispute set mediator_id = ${accountId}
      where id = ${id} and mediator_id is distinct from ${accountId} and settled_at is null`)) === 1
  )
}

// ---------- messages ----------

export async function insertMessage(
  on: Statements,
  disputeId: string,
  message: {
    readonly author: Side
    readonly authorId: string | undefined
    readonly seenBy: SeenBy
    readonly text: string
  },
): Promise<void> {
  const { author, authorId, seenBy, text } = message
  await on.run(sql`
    insert into dispute_message (dispute_id, at, author, author_id, seen_by, text)
    values (${disputeId}, ${on.now}, ${author}, ${authorId ?? null}, ${seenBy}, ${text})`)
}

/** How much one side has written in a case since a moment. */
export async function countMessagesSince(
  on: Statements,
  disputeId: string,
  author: Side,
  since: Temporal.Instant,
): Promise<number> {
  const row = await on.first<{ count: number }>(sql`
    select count(*) as count from dispute_message
    where dispute_id = ${disputeId} and author = ${author} and at > ${since}`)
  return row?.count ?? 0
}

/** What one side may read of a case, in order; an operator reads all of it. */
export async function messagesOf(
  on: Statements,
  disputeId: string,
  reader: Side,
  most = 500,
): Promise<DisputeMessage[]> {
  const own = reader === 'operator' ? empty : sql`and m.seen_by in ('both', ${reader})`
  const rows = await on.all<Omit<DisputeMessage, 'name' | 'seenBy'> & { name: string | null; seen_by: SeenBy }>(sql`
    select m.id, m.at, m.author, a.name, m.seen_by, m.text
    from dispute_message m left join account a on a.id = m.author_id
    where m.dispute_id = ${disputeId} ${own} order by m.id limit ${most}`)
  return rows.map(({ seen_by: seenBy, name, ...row }) => ({ ...row, seenBy, name: name ?? undefined }))
}

// ---------- lists ----------

/** Which cases somebody wants to see. `overdue` are open, too. */
export const disputeStates = ['open', 'overdue', 'settled'] as const
export type DisputeState = (typeof disputeStates)[number]

/** Where a page of a list begins: after this case. */
export type DisputePlace = { readonly at: Temporal.Instant; readonly id: string }

/** Cases of an organization, or of all: those that are open the oldest first, those that are settled the newest first. */
export async function disputesIn(
  on: Statements,
  which: { readonly state: DisputeState; readonly organizationId?: string | undefined },
  page: { readonly most: number; readonly after?: DisputePlace | undefined },
): Promise<Dispute[]> {
  const { state, organizationId } = which
  const { most, after } = page
  const isSettled = state === 'settled'
  const place = after && sql`(${after.at}::timestamptz, ${after.id}::uuid)`
  const rows = await on.all<DisputeRow>(sql`${cases}
    where p.settled_at is ${isSettled ? sql`not null` : sql`null`}
      ${organizationId ? sql`and p.organization_id = ${organizationId}` : empty}
      ${state === 'overdue' ? sql`and ${overdue(on)}` : empty}
      ${place ? (isSettled ? sql`and (p.opened_at, p.id) < ${place}` : sql`and (p.opened_at, p.id) > ${place}`) : empty}
    order by ${isSettled ? sql`p.opened_at desc, p.id desc` : sql`p.opened_at, p.id`} limit ${most}`)
  return rows.map(disputeFrom)
}

/** How many cases are open, and how many of them are late. */
export async function countDisputes(
  on: Statements,
  organizationId?: string,
): Promise<{ open: number; overdue: number }> {
  const row = await on.first<{ open: number; overdue: number }>(sql`
    select count(*) as open, count(*) filter (where ${overdue(on)}) as overdue from dispute p
    where p.settled_at is null ${organizationId ? sql`and p.organization_id = ${organizationId}` : empty}`)
  return row ?? { open: 0, overdue: 0 }
}

const unanswered = sql`not exists (
  select from dispute_message m where m.dispute_id = p.id and m.author = 'organization')`
const overdue = (on: Statements) => sql`(p.settle_by <= ${on.now} or (p.explain_by <= ${on.now} and ${unanswered}))`

// ---------- reminders ----------

/** Takes the cases whose organization has not written and has to before a moment: each is given once. */
export async function takeToRemind(on: Statements, before: Temporal.Instant, most: number): Promise<string[]> {
  const rows = await on.all<{ id: string }>(sql`
    update dispute set reminded_at = ${on.now} where id in (
      select p.id from dispute p
      where p.settled_at is null and p.overdue_told_at is null and p.reminded_at is null
        and p.explain_by <= ${before} and p.explain_by > ${on.now} and ${unanswered}
      order by p.explain_by limit ${most} for update skip locked)
    returning id`)
  return rows.map(({ id }) => id)
}

/** Takes the cases whose organization has let its time pass: each is given once. */
export async function takeOverdue(on: Statements, most: number): Promise<string[]> {
  const rows = await on.all<{ id: string }>(sql`
    update dispute set overdue_told_at = ${on.now} where id in (
      select p.id from dispute p
      where p.settled_at is null and p.overdue_told_at is null and p.explain_by <= ${on.now} and ${unanswered}
      order by p.explain_by limit ${most} for update skip locked)
    returning id`)
  return rows.map(({ id }) => id)
}

// ---------- claims ----------

/** Leaves an account out of whatever claims its organization has or had to it: it is not theirs. */
export async function leaveOut(on: Statements, accountId: string, organizationId: string): Promise<void> {
  await on.run(sql`
    update claim_person p set state = 'left-out', left_out_why = 'released-before', decided_at = ${on.now}
    from claim c where c.id = p.claim_id and c.organization_id = ${organizationId} and p.account_id = ${accountId}
      and p.state in ('found', 'told', 'moving', 'accepted', 'disputed', 'managed')`)
}
