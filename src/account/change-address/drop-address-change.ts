import { record } from '#audit'
import type { Actor } from '#kernel'
import type { Tx } from '#platform'
import { deleteChange } from './store.ts'

/** Takes back a change that waits for its proof, whoever asked for it (ACC-7): its link stops working. */
export async function dropAddressChange(tx: Tx, actor: Actor, accountId: string): Promise<void> {
  if (await deleteChange(tx, accountId)) await record(tx, actor, 'account.address-change-canceled', { accountId })
}
