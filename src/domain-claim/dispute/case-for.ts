import { mustOperate } from '#account'
import { type Actor, isId, Refusal } from '#kernel'
import { type AdminActor, mustAdminister, type Role } from '#organization'
import type { Statements, Tx } from '#platform'
import type { Dispute, Side } from './dispute.ts'
import { disputeById, lockDispute } from './store.ts'

/** Somebody who has a part in a case. */
export type CaseActor = (Actor & { readonly kind: 'holder' }) | AdminActor | (Actor & { readonly kind: 'operator' })

/**
 * The case that an act is about, held still, and on which side the actor is.
 * @throws Refusal 'domain-claim.no-case' 404, also for somebody else’s; 'domain-claim.case-settled' 409; 'domain-claim.own-case' 409
 *   for the other side of one’s own case; those of
 *   `mustAdminister` for a user admin, and of `mustOperate`
 */
export async function openCaseFor(
  tx: Tx,
  actor: CaseActor,
  disputeId: string,
): Promise<{ dispute: Dispute; side: Side }> {
  if (isId(disputeId)) await lockDispute(tx, disputeId)
  const found = await caseFor(tx, actor, disputeId, 'user-admin')
  if (found.dispute.settledAt) throw new Refusal('domain-claim.case-settled', 409)
  if (found.side !== 'holder' && actor.accountId === found.dispute.accountId) {
    throw new Refusal('domain-claim.own-case', 409)
  }
  return found
}

/** The same for reading, for which an auditor’s role is enough; also when it is settled. */
export async function caseFor(
  on: Statements,
  actor: CaseActor,
  disputeId: string,
  needed: Role = 'auditor',
): Promise<{ dispute: Dispute; side: Side }> {
  if (actor.kind === 'operator') await mustOperate(on, actor)
  if (actor.kind === 'admin') await mustAdminister(on, actor, needed)
  const dispute = isId(disputeId) ? await disputeById(on, disputeId) : undefined
  const side = dispute && sideOf(dispute, actor)
  if (!dispute || !side) throw new Refusal('domain-claim.no-case', 404)
  return { dispute, side }
}

function sideOf(dispute: Dispute, actor: CaseActor): Side | undefined {
  if (actor.kind === 'operator') return 'operator'
  if (actor.kind === 'admin') return actor.organizationId === dispute.organizationId ? 'organization' : undefined
  return actor.accountId === dispute.accountId ? 'holder' : undefined
}
