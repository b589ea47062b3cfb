import type { Actor } from '#kernel'
import { type Statements, sql, type Tx } from '#platform'

export { auditHeld } from './held.ts'

/** Small facts about what was done. Ids and counts, never secrets. */
export type Detail = Readonly<Record<string, string | number | boolean | undefined>>

/** One line of the record, as its readers get it. */
export type Entry = {
  readonly id: number
  readonly at: Temporal.Instant
  readonly actorKind: Actor['kind']
  readonly byHolder: boolean
  readonly action: string
  readonly network?: string
  readonly device?: string
  readonly detail: Detail
  /** The organization it concerns, or on whose behalf it was done. */
  readonly organizationId?: string
}

/**
 * Writes who did what to whom, in the transaction of the change itself (ACC-11): neither exists without the other.
 * @param action `<room>.<past participle>`; `account-page` has a sentence for each
 * @param about.accountId the account whose holder may read the entry
 * @param about.organizationId the organization whose administrators may read it; that of the actor, when it acts for one
 */
export async function record(
  tx: Tx,
  actor: Actor,
  action: string,
  about: Detail & { accountId?: string; organizationId?: string } = {},
): Promise<void> {
  const { accountId, organizationId = actor.kind === 'admin' ? actor.organizationId : undefined, ...detail } = about
  const actorAccount = 'accountId' in actor ? (actor.accountId ?? null) : null
  await tx.run(sql`
    insert into audit_entry (at, actor_kind, actor_account_id, action, account_id, organization_id, network, device,
      detail)
    values (${tx.now}, ${actor.kind}, ${actorAccount}, ${action}, ${accountId ?? null}, ${organizationId ?? null},
      ${actor.network ?? null}, ${actor.device ?? null}, ${JSON.stringify(detail)}::jsonb)`)
}

/**
 * What happened to an account, newest first (ACC-11), a page at a time by key.
 * @param page.before the id of the last entry of the page before
 */
export async function entriesAbout(
  on: Statements,
  accountId: string,
  page: { most: number; before?: number },
): Promise<Entry[]> {
  const rows = await on.all<{
    id: number
    at: Temporal.Instant
    actor_kind: Actor['kind']
    by_holder: boolean
    action: string
    network: string | null
    device: string | null
    detail: Detail
    organization_id: string | null
  }>(sql`
    select id, at, actor_kind, actor_kind = 'holder' and actor_account_id = account_id as by_holder, action, network, device,
      detail, organization_id
    from audit_entry where account_id = ${accountId} and id < ${page.before ?? Number.MAX_SAFE_INTEGER}
    order by id desc limit ${page.most}`)
  return rows.map((row) => ({
    id: row.id,
    at: row.at,
    actorKind: row.actor_kind,
    byHolder: row.by_holder ?? false,
    action: row.action,
    network: row.network ?? undefined,
    device: row.device ?? undefined,
    detail: row.detail,
    organizationId: row.organization_id ?? undefined,
  }))
}

/**
 * Leaves of an account's entries what was done and when, and nothing that tells of a person: no network, no device, no detail
 * (ACC-9). In the records of others it leaves what it did there.
 */
export async function blankEntries(tx: Tx, accountId: string): Promise<void> {
  await tx.run(sql`update audit_entry set network = null, device = null, detail = '{}' where account_id = ${accountId}`)
  await tx.run(sql`
    update audit_entry set network = null, device = null
    where actor_account_id = ${accountId} and actor_account_id is distinct from account_id`)
}
