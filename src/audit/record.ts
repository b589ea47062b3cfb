import type { Actor } from '#kernel'
import { sql, type Tx } from '#platform'
import type { Detail } from './entry.ts'

/**
 * Writes who did what to whom, in the transaction of the change itself (ACC-11): neither exists without the other.
 * @param action `<room>.<past participle>`; `account-page` and `admin-console` have a sentence for each that their readers meet
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

/** The same for many accounts at once, in one statement: what was done to each is its own entry. */
export async function recordEach(
  tx: Tx,
  actor: Actor,
  action: string,
  accountIds: readonly string[],
  about: Detail & { organizationId?: string } = {},
): Promise<void> {
  if (accountIds.length === 0) return
  const { organizationId = actor.kind === 'admin' ? actor.organizationId : undefined, ...detail } = about
  const actorAccount = 'accountId' in actor ? (actor.accountId ?? null) : null
  await tx.run(sql`
    insert into audit_entry (at, actor_kind, actor_account_id, action, account_id, organization_id, network, device,
      detail)
    select ${tx.now}, ${actor.kind}, ${actorAccount}::uuid, ${action}, id, ${organizationId ?? null}::uuid,
      ${actor.network ?? null}, ${actor.device ?? null}, ${JSON.stringify(detail)}::jsonb
    from unnest(${accountIds}::uuid[]) as id`)
}
