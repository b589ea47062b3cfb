import type { Address } from '#kernel'
import { type Statements, sql } from '#platform'
import type { Release } from './release.ts'

type ReleaseRow = {
  account_id: string
  organization_id: string
  offered_at: Temporal.Instant
  email: string | null
  email_key: string | null
  sent_at: Temporal.Instant | null
  link_expires_at: Temporal.Instant | null
}
const columns = sql`account_id, organization_id, offered_at, email, email_key, sent_at, link_expires_at`

function releaseFrom(row: ReleaseRow): Release {
  const { email, email_key: emailKey, sent_at: sentAt, link_expires_at: linkExpiresAt } = row
  const home = email && emailKey && sentAt && linkExpiresAt ? { email, emailKey, sentAt, linkExpiresAt } : undefined
  return { accountId: row.account_id, organizationId: row.organization_id, offeredAt: row.offered_at, home }
}

/** False when there is one already. */
export async function insertRelease(on: Statements, accountId: string, organizationId: string): Promise<boolean> {
  return (
    (await on.run(sql`
      insert into account_release (account_id, organization_id, offered_at)
      values (${accountId}, ${organizationId}, ${on.now}) on conflict do nothing`)) === 1
  )
}

/** Where the account is to live. An earlier link stops working; the job that mails the next one fills it in. */
export async function setHome(on: Statements, accountId: string, home: Address, linkExpiresAt: Temporal.Instant) {
  await on.run(sql`
    update account_release set email = ${home.typed}, email_key = ${home.key}, link_hash = null, sent_at = ${on.now},
      link_expires_at = ${linkExpiresAt}
    where account_id = ${accountId}`)
}

/** False when the release is over, or leads elsewhere by now. */
export async function setLink(on: Statements, accountId: string, emailKey: string, linkHash: Buffer): Promise<boolean> {
  return (
    (await on.run(sql`
      update account_release set link_hash = ${linkHash}
      where account_id = ${accountId} and email_key = ${emailKey}`)) === 1
  )
}

export async function releaseOf(on: Statements, accountId: string): Promise<Release | undefined> {
  const row = await on.first<ReleaseRow>(sql`select ${columns} from account_release where account_id = ${accountId}`)
  return row && releaseFrom(row)
}

/** What a mailed link is about, while it works. */
export async function releaseByLink(on: Statements, linkHash: Buffer): Promise<Release | undefined> {
  const row = await on.first<ReleaseRow>(sql`
    select ${columns} from account_release where link_hash = ${linkHash} and link_expires_at > ${on.now}`)
  return row && releaseFrom(row)
}

/** Uses up a link: of several at once only one gets it. */
export async function takeReleaseByLink(on: Statements, linkHash: Buffer): Promise<Release | undefined> {
  const row = await on.first<ReleaseRow>(sql`
    delete from account_release where link_hash = ${linkHash} and link_expires_at > ${on.now} returning ${columns}`)
  return row && releaseFrom(row)
}

/** Ends a release before it is done. It and its link want the same row: one of them gets it. */
export async function takeRelease(on: Statements, accountId: string): Promise<Release | undefined> {
  const row = await on.first<ReleaseRow>(sql`
    delete from account_release where account_id = ${accountId} returning ${columns}`)
  return row && releaseFrom(row)
}
