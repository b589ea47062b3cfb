import { type Statements, sql } from '#platform'
import { readable } from '../domain-name.ts'
import type { ClaimNotice } from './notice.ts'

type NoticeRow = {
  claim_id: string
  account_id: string
  organization_id: string
  organization: string
  domain: string
  email: string
  takes_effect_at: Temporal.Instant
  state: ClaimNotice['state']
}

const noticeFrom = (row: NoticeRow): ClaimNotice => ({
  claimId: row.claim_id,
  accountId: row.account_id,
  organizationId: row.organization_id,
  organization: row.organization,
  domain: readable(row.domain),
  email: row.email,
  takesEffectAt: row.takes_effect_at,
  state: row.state,
})

const whole = sql`
  select n.claim_id, n.account_id, n.organization_id, n.organization, n.domain, n.takes_effect_at, n.state, a.email
  from claim_notice n join account a on a.id = n.account_id`

/** What waits for a holder to be read and answered, if anything does (DOM-7). */
export async function claimNoticeOf(on: Statements, accountId: string): Promise<ClaimNotice | undefined> {
  const row = await on.first<NoticeRow>(sql`
    ${whole} where n.account_id = ${accountId} and (n.state = 'managed' or n.takes_effect_at > ${on.now})`)
  return row && noticeFrom(row)
}

/** Whom the link of a mail is for, as long as there is something behind it: an open question, or an account that is managed. */
export async function holderByNotice(
  on: Statements,
  hash: Buffer,
): Promise<{ accountId: string; email: string } | undefined> {
  return on.first(sql`
    select a.id as "accountId", a.email from claim_person p
      join claim c on c.id = p.claim_id join account a on a.id = p.account_id
    where p.notice_hash = ${hash} and (a.managed_by = c.organization_id
      or (p.state in ('told', 'moving', 'disputed') and c.state not in ('canceled', 'ended')))`)
}

/** A person whom a mail is for, as they are spoken to. */
export type Reader = { readonly name: string; readonly locale: string; readonly zone: string }

const reader = sql`a.name, a.locale, a.zoneinfo as zone`
type ReaderRow = NoticeRow & Reader & { mailed_at: Temporal.Instant | null; was_told: boolean }

/** What is to be mailed to a person of a claim about it; nothing when it does not ask them any more. */
export async function noticeToMail(
  on: Statements,
  claimId: string,
  accountId: string,
): Promise<{ notice: ClaimNotice; reader: Reader; isMailed: boolean } | undefined> {
  const row = await on.first<ReaderRow>(sql`
    select n.claim_id, n.account_id, n.organization_id, n.organization, n.domain, n.takes_effect_at, n.state, a.email,
      ${reader}, p.mailed_at
    from claim_notice n join account a on a.id = n.account_id
      join claim_person p on p.claim_id = n.claim_id and p.account_id = n.account_id
    where n.claim_id = ${claimId} and n.account_id = ${accountId} and a.email <> ''`)
  return row && { notice: noticeFrom(row), reader: row, isMailed: row.mailed_at !== null }
}

export async function setNoticeHash(on: Statements, claimId: string, accountId: string, hash: Buffer): Promise<void> {
  await on.run(sql`
    update claim_person set notice_hash = ${hash} where claim_id = ${claimId} and account_id = ${accountId}`)
}

export async function setMailed(on: Statements, claimId: string, accountId: string): Promise<void> {
  await on.run(sql`
    update claim_person set mailed_at = ${on.now} where claim_id = ${claimId} and account_id = ${accountId}`)
}

/** Notes that a holder has been told at log-in that the account is managed; once is enough. */
export async function setSeen(on: Statements, claimId: string, accountId: string): Promise<void> {
  await on.run(sql`
    update claim_person set seen_at = ${on.now}
    where claim_id = ${claimId} and account_id = ${accountId} and state = 'managed' and seen_at is null`)
}

/** Whether a person was told by mail of an organization’s claim before its date. */
export async function wasToldAhead(on: Statements, accountId: string, organizationId: string): Promise<boolean> {
  const row = await on.first(sql`
    select from claim_person p join claim c on c.id = p.claim_id
    where p.account_id = ${accountId} and c.organization_id = ${organizationId} and p.mailed_at < c.takes_effect_at
      and p.state in ('managed', 'accepted', 'disputed')`)
  return row !== undefined
}

/**
 * Takes a batch of persons whose date is near, of claims that came with longer notice than that: each is taken once.
 * @param of.before dates up to this moment
 * @param of.leastNoticeHours only claims that were started at least so long before their date
 */
export async function takeUnreminded(
  on: Statements,
  { before, leastNoticeHours, most }: { before: Temporal.Instant; leastNoticeHours: number; most: number },
): Promise<{ claimId: string; accountId: string }[]> {
  return on.all(sql`
    update claim_person p set reminded_at = ${on.now}
    from (
      select u.claim_id, u.account_id from claim c join claim_person u on u.claim_id = c.id
      where c.state = 'told' and c.takes_effect_at > ${on.now} and c.takes_effect_at <= ${before}
        and c.started_at <= c.takes_effect_at - make_interval(hours => ${leastNoticeHours})
        and u.state in ('told', 'moving') and u.reminded_at is null
      limit ${most} for update of u skip locked) as due
    where p.claim_id = due.claim_id and p.account_id = due.account_id
    returning p.claim_id as "claimId", p.account_id as "accountId"`)
}
