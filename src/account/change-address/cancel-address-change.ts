import { record } from '#audit'
import type { Actor } from '#kernel'
import type { Tx } from '#platform'
import { accountOfHolder } from '../must-control.ts'
import { deleteChange } from './store.ts'

/** Takes back a change that waits for its proof (ACC-7): its link stops working. */
export async function cancelAddressChange(tx: Tx, actor: Actor, accountId: string): Promise<void> {
  await accountOfHolder(tx, actor, 'change-email', accountId)
  if (await deleteChange(tx, accountId)) await record(tx, actor, 'account.address-change-canceled', { accountId })
}
