import { unmanage } from '#account'
import { record } from '#audit'
import { announce } from '#events'
import { type Actor, Refusal } from '#kernel'
import type { Tx } from '#platform'
import { caseName, type Dispute, type Outcome } from './dispute.ts'
import { giveBack } from './give-back.ts'
import { leaveOut, settleMoot, updateSettled } from './store.ts'
import { tellHolder, tellOrganization } from './tell.ts'

/**
 * Ends a case, and does what its outcome says (DOM-9). Released: the account is personal, and left out of the organization’s
 * claims from now on. Kept or withdrawn: a claim that was held up goes on.
 * @throws Refusal 'domain-claim.case-settled' 409 when somebody was faster
 */
export async function settle(
  tx: Tx,
  actor: Actor,
  dispute: Dispute,
  outcome: Outcome,
  reason?: string | undefined,
): Promise<void> {
  const { id, accountId, organizationId, claimId, number } = dispute
  if (!(await updateSettled(tx, id, outcome, reason))) throw new Refusal('domain-claim.case-settled', 409)
  const about = { accountId, organizationId, number: caseName(number), outcome }
  await record(tx, actor, 'domain-claim.dispute-settled', about)
  if (outcome === 'released') {
    await leaveOut(tx, accountId, organizationId)
    await unmanage(tx, actor, [accountId], { organizationId, why: 'dispute' })
  } else if (claimId) await giveBack(tx, accountId, claimId)
  await announce(tx, 'domain-claim.dispute-settled', { accountId, organizationId, outcome })
  await tellHolder(tx, dispute, outcome)
  await tellOrganization(tx, dispute, outcome, 'accountId' in actor ? actor.accountId : undefined)
}

/**
 * Ends the case about an account that the organization has given up or lost by other ways, or whose holder has moved away from
 * the domain: there is nothing left to say no to.
 */
export async function settleWithoutSubject(
  tx: Tx,
  actor: Actor,
  accountId: string,
  organizationId: string,
): Promise<void> {
  const settled = await settleMoot(tx, accountId, organizationId)
  if (!settled) return
  const about = { accountId, organizationId, outcome: 'released' } as const
  await record(tx, actor, 'domain-claim.dispute-settled', { ...about, number: caseName(settled.number) })
  await announce(tx, 'domain-claim.dispute-settled', about)
  await tellHolder(tx, settled, 'released')
}
