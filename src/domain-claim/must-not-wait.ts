import { Refusal } from '#kernel'
import { type Statements, sql, type Tx } from '#platform'
import { isFrozen } from './domain.ts'

/**
 * Holds up what destroys or takes away: deactivating, deleting, and changing the address of a managed account. It waits while the
 * domain's proof has been missing for 14 days (DOM-4), while another organization has proved the domain, too (DOM-3), and while the
 * holder disputes that the organization manages the account (DOM-9).
 * @throws Refusal 'domain-claim.frozen' 409, 'domain-claim.disputed' 409
 */
export async function mustNotWait(tx: Tx, accountId: string): Promise<void> {
  const stand = await standOf(tx, accountId)
  if (!stand) return
  const { disputed, contested, failing_since: failingSince, domain } = stand
  if (disputed) throw new Refusal('domain-claim.disputed', 409)
  if (isFrozen({ failingSince: failingSince ?? undefined }, contested, tx.now)) {
    throw new Refusal('domain-claim.frozen', 409, { domain })
  }
}

type Stand = { domain: string; failing_since: Temporal.Instant | null; contested: boolean; disputed: boolean }

function standOf(on: Statements, accountId: string): Promise<Stand | undefined> {
  return on.first<Stand>(sql`
    select d.name as domain, d.failing_since,
      exists (select from domain_contest c where c.holder_id = d.id and c.settled_at is null) as contested,
      exists (select from dispute p where p.account_id = a.id and p.settled_at is null) as disputed
    from account a join organization_domain d on d.id = a.managed_through where a.id = ${accountId}`)
}
