import { record } from '#audit'
import { announce } from '#events'
import { type Actor, newSecret, Refusal } from '#kernel'
import type { Tx } from '#platform'
import { accountUnder } from '../must-control.ts'
import type { Cut } from './make-picture.ts'
import { deleteUpload, upsertPicture } from './store.ts'

/**
 * Makes what was cut out the account's picture, at an address of its own.
 * @param cut made from the upload, before the transaction began
 * @throws Refusal 'account.upload-gone' 410 when another window was faster, and those of `accountUnder`
 */
export async function changePicture(tx: Tx, actor: Actor, accountId: string, cut: Cut): Promise<void> {
  await accountUnder(tx, actor, 'change-picture', accountId)
  if (!(await deleteUpload(tx, accountId))) throw new Refusal('account.upload-gone', 410)
  await upsertPicture(tx, accountId, newSecret(), cut)
  await record(tx, actor, 'account.picture-changed', { accountId })
  await announce(tx, 'account.profile-changed', { accountId, field: 'picture' })
}
