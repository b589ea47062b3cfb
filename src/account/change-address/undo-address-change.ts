import { record } from '#audit'
import { announce } from '#events'
import type { Actor } from '#kernel'
import type { Tx } from '#platform'
import { type AddressUndo, changeTimes } from './address-change.ts'
import { putInForce } from './put-in-force.ts'
import { deleteChange, deleteUndosFrom, lockAccount, takeUndo, undoByToken } from './store.ts'

/**
 * Puts the address back in force from which this link was sent (ACC-7), once. It undoes the change that took it away and
 * every later one: their links are dead, and the addresses in between are free. So of several changes within the seven
 * days, the oldest address wins. Who hears of it ends every session, ends ways in that were added for that change or since,
 * and sends a link to choose another password.
 * @returns nothing when the link no longer works
 * @throws Refusal those of `putInForce`
 */
export async function undoAddressChange(tx: Tx, actor: Actor, tokenHash: Buffer): Promise<AddressUndo | undefined> {
  const known = await undoByToken(tx, tokenHash)
  if (!known || !(await lockAccount(tx, known.accountId))) return undefined
  const undo = await takeUndo(tx, tokenHash)
  if (!undo) return undefined
  const { accountId } = undo
  await putInForce(tx, accountId, undo)
  await deleteUndosFrom(tx, accountId, undo.id)
  await deleteChange(tx, accountId)
  await record(tx, actor, 'account.address-restored', { accountId })
  const since = undo.at.subtract({ hours: changeTimes.reachHours }).toString()
  await announce(tx, 'account.address-restored', { accountId, since })
  return undo
}
