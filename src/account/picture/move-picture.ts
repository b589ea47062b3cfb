import { newSecret } from '#kernel'
import type { Tx } from '#platform'
import { renamePicture } from './store.ts'

/** Moves an account's picture to another address; at the one it had, nothing is found any more. */
export async function moveOwnPicture(tx: Tx, accountId: string): Promise<void> {
  await renamePicture(tx, accountId, newSecret())
}
