import type { AdminActor } from '#organization'
import type { Tx } from '#platform'
import { openCaseFor } from './case-for.ts'
import { settle } from './settle.ts'

/**
 * The organization agrees: the account is personal, and it is not claimed again (DOM-9).
 * @throws Refusal those of `openCaseFor`
 */
export async function releaseAccount(tx: Tx, actor: AdminActor, disputeId: string): Promise<void> {
  const { dispute } = await openCaseFor(tx, actor, disputeId)
  await settle(tx, actor, dispute, 'released')
}
