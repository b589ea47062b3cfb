import { record } from '#audit'
import { announce } from '#events'
import { type Actor, type Address, parseAddress, Refusal, system } from '#kernel'
import { queueJob, type Tx } from '#platform'
import { putInForce } from '../change-address/put-in-force.ts'
import { mustControl } from '../must-control.ts'
import { accountById } from '../store.ts'
import { freedAddress } from './ask-to-delete.ts'
import { handDeletionOver, newHomeByToken, takeDecidedDeletion, takeDeletion } from './store.ts'

/**
 * Keeps an account that was to be deleted (ACC-9): at log-in, or by the mailed link; where the organization decided it, by its
 * administrators only (MAN-4). An address that was freed becomes its own again, if nobody else has it by now. Keeping what is
 * kept changes nothing.
 * @param instead the address to have, where somebody else has the one it had
 * @returns whether it was to be deleted
 * @throws Refusal 'account.gone' 410 when it has been erased, 'account.address-taken' 409 when somebody has its address,
 *   'account.managed' 403 for the holder when the organization decided it
 */
export async function keepAccount(
  tx: Tx,
  actor: Actor,
  secretKey: Buffer,
  accountId: string,
  instead?: Address,
): Promise<boolean> {
  const deletion = await takeDeletion(tx, accountId)
  const account = await accountById(tx, accountId)
  if (!account) throw new Refusal('account.gone', 410)
  if (!deletion) return false
  if (deletion.decidedBy) mustControl(account, actor, 'delete')
  const freed = freedAddress(secretKey, deletion)
  if (freed !== undefined) await settle(tx, accountId, instead ?? parseAddress(freed), 'account.address-taken')
  await noteKept(tx, actor, accountId)
  return true
}

/**
 * The organization that decided to delete an account has nothing more to say about it: it stays (MAN-4). Whether its freed
 * address is still to be had, only the holder’s own link finds out: such a deletion is the holder’s from now on.
 */
export async function endDecidedDeletion(tx: Tx, accountId: string): Promise<void> {
  if (await takeDecidedDeletion(tx, accountId)) await noteKept(tx, system, accountId)
  else if (await handDeletionOver(tx, accountId)) {
    const key = `account.mail-deletion ${accountId}`
    await queueJob(tx, 'account.mail-deletion', { accountId, isHandedOver: true }, { key })
  }
}

/**
 * Keeps an account under another address, which the link of a mail to it proves (ACC-9). Works once.
 * @returns the account, or nothing when the link no longer works
 * @throws Refusal 'account.address-proved-elsewhere' 409 when somebody has proved that address, too
 */
export async function keepUnderAddress(tx: Tx, actor: Actor, tokenHash: Buffer): Promise<string | undefined> {
  const home = await newHomeByToken(tx, tokenHash)
  if (!home || !(await takeDeletion(tx, home.accountId))) return undefined
  await settle(tx, home.accountId, parseAddress(home.email), 'account.address-proved-elsewhere')
  await noteKept(tx, actor, home.accountId)
  return home.accountId
}

/** An account that has got an address meanwhile, by undoing a change of it (ACC-7), keeps that one. */
async function settle(
  tx: Tx,
  accountId: string,
  { typed: email, key: emailKey }: Address,
  taken: string,
): Promise<void> {
  const account = await accountById(tx, accountId)
  if (account?.email) return
  try {
    await putInForce(tx, accountId, { email, emailKey })
  } catch (error) {
    if (error instanceof Refusal && error.code === 'account.new-address-taken') throw new Refusal(taken, 409)
    throw error
  }
}

async function noteKept(tx: Tx, actor: Actor, accountId: string): Promise<void> {
  await record(tx, actor, 'account.kept', { accountId })
  await announce(tx, 'account.kept', { accountId })
  const isDecided = actor.kind === 'admin' || actor.kind === 'system'
  await queueJob(tx, 'account.mail-kept', { accountId, isDecided }, { key: `account.mail-kept ${accountId}` })
}
