import { changeName, removePicture } from '#account'
import type { AdminActor } from '#organization'
import type { Tx } from '#platform'
import { accountToDecide } from './must-decide.ts'

/** Gives a managed account another name (CTL). @throws Refusal those of `accountToDecide` and `changeName` */
export async function changeManagedName(tx: Tx, actor: AdminActor, accountId: string, name: string | undefined) {
  await accountToDecide(tx, actor, accountId)
  await changeName(tx, actor, accountId, name)
}

/** Takes a managed account’s picture away (CTL); only its holder chooses another. @throws Refusal those of `accountToDecide` */
export async function removeManagedPicture(tx: Tx, actor: AdminActor, accountId: string) {
  await accountToDecide(tx, actor, accountId)
  await removePicture(tx, actor, accountId)
}
