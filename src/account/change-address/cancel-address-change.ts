import type { Actor } from '#kernel'
import type { Tx } from '#platform'
import { accountUnder } from '../must-control.ts'
import { dropAddressChange } from './drop-address-change.ts'

/** The holder takes back a change that waits for its proof (ACC-7). */
export async function cancelAddressChange(tx: Tx, actor: Actor, accountId: string): Promise<void> {
  await accountUnder(tx, actor, 'change-email', accountId)
  await dropAddressChange(tx, actor, accountId)
}
