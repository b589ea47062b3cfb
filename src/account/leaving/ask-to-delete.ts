import { record } from '#audit'
import { announce } from '#events'
import { type Actor, Refusal } from '#kernel'
import { keyFor, queueJob, sealText, type Tx, unsealText } from '#platform'
import { deleteChange } from '../change-address/store.ts'
import { accountUnder } from '../must-control.ts'
import { clearAddress, type Deletion, deletionOf, insertDeletion, lockOperators } from './store.ts'

/** ACC-9: so long a holder can think better of it. */
const graceHours = 14 * 24
/** The mail that says so once more comes this long before. */
const reminderHours = 2 * 24

/**
 * Asks for an account to be deleted (ACC-9): in 14 days, until when logging in, or the mailed link, keeps it. Who hears of it
 * logs the account out everywhere. Asking again changes nothing. What an administrator decides about a managed account, only
 * an administrator takes back (MAN-4): the mail to the holder says who decided and whom to ask.
 * @param wish.freeAddress lets anybody have the address at once, the holder too; it opens this account no more
 * @throws Refusal 'account.last-operator' 409, and those of `accountUnder` (CTL-1)
 */
export async function askToDelete(
  tx: Tx,
  actor: Actor,
  secretKey: Buffer,
  accountId: string,
  wish: { freeAddress: boolean },
): Promise<Deletion> {
  const account = await accountUnder(tx, actor, 'delete', accountId)
  const operators = await lockOperators(tx)
  const isOperator = operators.some((each) => each.accountId === accountId)
  const staying = operators.filter((each) => !each.leaving && each.accountId !== accountId)
  if (isOperator && staying.length === 0) throw new Refusal('account.last-operator', 409)

  const dueAt = tx.now.add({ hours: graceHours })
  const sealedAddress = wish.freeAddress ? sealAddress(secretKey, accountId, account.email) : undefined
  const decidedBy = actor.kind === 'admin' ? actor.organizationId : undefined
  if (!(await insertDeletion(tx, { accountId, dueAt, sealedAddress, decidedBy })))
    return (await deletionOf(tx, accountId))!
  if (wish.freeAddress) {
    await deleteChange(tx, accountId)
    await clearAddress(tx, accountId)
  }
  await record(tx, actor, 'account.deletion-asked', { accountId, freed: wish.freeAddress })
  await announce(tx, 'account.deletion-asked', { accountId, freed: wish.freeAddress })
  await queueJob(tx, 'account.mail-deletion', { accountId }, { key: `account.mail-deletion ${accountId}` })
  const remindAt = dueAt.subtract({ hours: reminderHours })
  await queueJob(
    tx,
    'account.remind-deletion',
    { accountId },
    { key: `account.remind-deletion ${accountId}`, at: remindAt },
  )
  await queueJob(tx, 'account.erase', { accountId }, { key: `account.erase ${accountId}`, at: dueAt })
  return { accountId, askedAt: tx.now, dueAt, sealedAddress, decidedBy }
}

const addressKey = (secretKey: Buffer) => keyFor(secretKey, 'freed addresses v1')
const sealAddress = (secretKey: Buffer, accountId: string, email: string) =>
  sealText(addressKey(secretKey), accountId, email)

/** The address that an account in grace had, when it was freed. */
export function freedAddress(secretKey: Buffer, { accountId, sealedAddress }: Deletion): string | undefined {
  return sealedAddress && unsealText(addressKey(secretKey), accountId, sealedAddress)
}
