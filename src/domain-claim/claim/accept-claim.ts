import { manage } from '#account'
import { record } from '#audit'
import { announce } from '#events'
import { type Actor, Refusal } from '#kernel'
import type { Tx } from '#platform'
import { movePerson, takeOpenClaim } from './person-store.ts'
import { mayManageThrough } from './store.ts'

/**
 * Takes a claim at its word, before its date: the account is managed from now on (DOM-7).
 * @throws Refusal 'domain-claim.claim-gone' 410 when there is nothing to accept (any more)
 * @throws Refusal 'domain-claim.claim-waits' 409 while the domain is contested, or its proof has been missing for long
 */
export async function acceptClaim(tx: Tx, actor: Actor, accountId: string): Promise<void> {
  const open = await takeOpenClaim(tx, accountId)
  if (!open || open.state === 'disputed') throw new Refusal('domain-claim.claim-gone', 410)
  const { claimId, organizationId, domainId, domain } = open
  if (!(await mayManageThrough(tx, domainId))) throw new Refusal('domain-claim.claim-waits', 409)
  const managed = await manage(tx, actor, [accountId], { organizationId, domainId, domain })
  if (managed.length === 0) throw new Refusal('domain-claim.claim-gone', 410)
  await movePerson(tx, { claimId, accountId }, [open.state], 'accepted')
  await record(tx, actor, 'domain-claim.accepted', { accountId, organizationId, domain })
  await announce(tx, 'domain-claim.accepted', { accountId, organizationId, claimId, domain })
}
