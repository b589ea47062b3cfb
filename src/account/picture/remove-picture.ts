import { record } from '#audit'
import { announce } from '#events'
import type { Actor } from '#kernel'
import type { Tx } from '#platform'
import { accountUnder } from '../must-control.ts'
import { deletePicture } from './store.ts'

/** Takes the picture away. There is no way back but to upload it again. */
export async function removePicture(tx: Tx, actor: Actor, accountId: string): Promise<void> {
  await accountUnder(tx, actor, 'change-picture', accountId)
  if (!(await deletePicture(tx, accountId))) return
  await record(tx, actor, 'account.picture-removed', { accountId })
  await announce(tx, 'account.profile-changed', { accountId, field: 'picture' })
}
