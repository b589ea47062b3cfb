import { record } from '#audit'
import { type Actor, Refusal } from '#kernel'
import type { Tx } from '#platform'
import { openCaseFor } from './case-for.ts'
import { caseName, mustHaveText, parseText } from './dispute.ts'
import { settle } from './settle.ts'
import { updateMediator } from './store.ts'

type Operator = Actor & { readonly kind: 'operator' }

/**
 * Makes an operator the one who mediates (DOM-9); another one may take the case over.
 * @throws Refusal those of `openCaseFor`
 */
export async function takeDispute(tx: Tx, actor: Operator & { accountId: string }, disputeId: string): Promise<void> {
  const { dispute } = await openCaseFor(tx, actor, disputeId)
  if (!(await updateMediator(tx, disputeId, actor.accountId))) return
  const { accountId, organizationId, number } = dispute
  await record(tx, actor, 'domain-claim.dispute-taken', { accountId, organizationId, number: caseName(number) })
}

/**
 * Settles a case as an operator: the account is released, or the organization keeps it, with a reason that both sides read
 * (DOM-9).
 * @throws Refusal 'domain-claim.outcome-missing' 422, 'domain-claim.text-missing' 422 when it is kept without a reason, those
 *   of `parseText`, and those of `openCaseFor`
 */
export async function settleDispute(
  tx: Tx,
  actor: Operator,
  disputeId: string,
  typed: { readonly outcome: string | undefined; readonly reason: string | undefined },
): Promise<void> {
  const { dispute } = await openCaseFor(tx, actor, disputeId)
  const { outcome } = typed
  if (outcome !== 'released' && outcome !== 'kept') throw new Refusal('domain-claim.outcome-missing', 422)
  const reason = outcome === 'kept' ? mustHaveText(typed.reason) : parseText(typed.reason)
  await settle(tx, actor, dispute, outcome, reason)
}
