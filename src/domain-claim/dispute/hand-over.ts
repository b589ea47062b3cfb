import { record } from '#audit'
import type { AdminActor } from '#organization'
import type { Tx } from '#platform'
import { openCaseFor } from './case-for.ts'
import { caseName } from './dispute.ts'
import { updateHandedOver } from './store.ts'
import { tellHolder, tellOperators } from './tell.ts'

/**
 * Asks operator staff to decide (DOM-9): an organization cannot keep an account against its holder by itself. Asking twice
 * changes nothing.
 * @throws Refusal those of `openCaseFor`
 */
export async function handOver(tx: Tx, actor: AdminActor, disputeId: string): Promise<void> {
  const { dispute } = await openCaseFor(tx, actor, disputeId)
  if (!(await updateHandedOver(tx, disputeId))) return
  await tellOperators(tx, dispute, 'handed_over')
  await tellHolder(tx, dispute, 'message')
  const { accountId, number } = dispute
  await record(tx, actor, 'domain-claim.dispute-handed-over', { accountId, number: caseName(number) })
}
