import type { Actor } from '#kernel'
import type { Tx } from '#platform'
import { accountUnder } from '../must-control.ts'
import type { Whole } from './make-picture.ts'
import { upsertUpload } from './store.ts'

const uploadMinutes = 60

/**
 * Keeps an uploaded picture for an hour, for its holder to say which part of it to show (ACC-8).
 * @param whole as `readPicture` made it anew, before the transaction began
 * @throws Refusal those of `accountUnder`
 */
export async function keepUpload(tx: Tx, actor: Actor, accountId: string, whole: Whole): Promise<void> {
  await accountUnder(tx, actor, 'change-picture', accountId)
  await upsertUpload(tx, accountId, whole, tx.now.add({ minutes: uploadMinutes }))
}
