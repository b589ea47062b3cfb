import { record } from '#audit'
import { announce } from '#events'
import type { Actor } from '#kernel'
import { queueJob, type Tx } from '#platform'
import { mustDecide } from '../must-control.ts'
import { accountById } from '../store.ts'
import { type ChangeByLink, changeTimes } from './address-change.ts'
import { putInForce } from './put-in-force.ts'
import { changeByLink, deleteUndosFrom, insertUndo, lockAccount, takeChange, undoFor } from './store.ts'

/**
 * Puts the address in force to which this link went (ACC-7), once. The former one is told, and can undo it for seven days.
 * Going back to an address within these days undoes what came after it, so nothing in between gets a link to undo that.
 * @returns nothing when the link no longer works
 * @throws Refusal 'account.managed' 403, and those of `putInForce`
 */
export async function confirmAddressChange(tx: Tx, actor: Actor, linkHash: Buffer): Promise<ChangeByLink | undefined> {
  const known = await changeByLink(tx, linkHash)
  // Changing and undoing at once: whoever comes second sees what the first has done.
  if (!known || !(await lockAccount(tx, known.accountId))) return undefined
  const { accountId } = known
  const account = await accountById(tx, accountId)
  const taken = await takeChange(tx, linkHash)
  // An account that is being deleted may have given up its address already.
  if (!account?.email || !taken) return undefined
  mustDecide(account, 'change-email')
  const former = await putInForce(tx, accountId, taken)
  const back = await undoFor(tx, accountId, taken.emailKey)
  if (back !== undefined) await deleteUndosFrom(tx, accountId, back)
  const { device, network } = actor
  const expiresAt = tx.now.add({ hours: changeTimes.undoHours })
  const undoId =
    back === undefined
      ? await insertUndo(tx, { accountId, ...former, changedTo: taken.email, device, network, expiresAt })
      : undefined
  await record(tx, actor, 'account.address-changed', { accountId })
  await announce(tx, 'account.address-changed', { accountId })
  const about = { accountId, undoId, email: former.email, at: tx.now.toString(), device }
  await queueJob(tx, 'account.mail-address-changed', about)
  return { accountId, email: taken.email, from: former.email }
}
