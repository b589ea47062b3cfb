import type { Actor } from '#kernel'
import type { Tx } from '#platform'
import { openCaseFor } from './case-for.ts'
import { settle } from './settle.ts'

/**
 * Takes a case back: the holder’s alone (DOM-9). A claim that it held up goes on.
 * @throws Refusal those of `openCaseFor`
 */
export async function withdrawDispute(
  tx: Tx,
  actor: Actor & { readonly kind: 'holder' },
  disputeId: string,
): Promise<void> {
  const { dispute } = await openCaseFor(tx, actor, disputeId)
  await settle(tx, actor, dispute, 'withdrawn')
}
