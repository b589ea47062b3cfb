import { record } from '#audit'
import { type Actor, Refusal } from '#kernel'
import type { Tx } from '#platform'
import { movePerson, takeOpenClaim } from './person-store.ts'

/**
 * Notes that somebody wants to stay personal by moving to an address of their own (DOM-7). It counts only once they have: who
 * still has the address on the day becomes managed. Choosing it again changes nothing.
 * @throws Refusal 'domain-claim.claim-gone' 410 when there is nothing to choose (any more)
 */
export async function chooseToMove(tx: Tx, actor: Actor, accountId: string): Promise<void> {
  const open = await takeOpenClaim(tx, accountId)
  if (!open || open.state === 'disputed') throw new Refusal('domain-claim.claim-gone', 410)
  const { claimId, organizationId, domain } = open
  if (!(await movePerson(tx, { claimId, accountId }, ['told'], 'moving'))) return
  await record(tx, actor, 'domain-claim.moving', { accountId, organizationId, domain })
}
