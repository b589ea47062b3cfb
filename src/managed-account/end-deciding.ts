import type { Tx } from '#platform'
import { takeRelease } from './release/store.ts'
import { endRequestsOf } from './requests/store.ts'

/** The organization no longer manages an account: what was asked of it, or agreed with it, is over. */
export async function endDeciding(tx: Tx, accountId: string): Promise<void> {
  await takeRelease(tx, accountId)
  await endRequestsOf(tx, accountId)
}
