import { record } from '#audit'
import { announce } from '#events'
import { type Actor, type Address, parseAddress, Refusal } from '#kernel'
import { queueJob, type Tx } from '#platform'
import { putInForce } from '../change-address/put-in-force.ts'
import { accountById } from '../store.ts'
import { freedAddress } from './ask-to-delete.ts'
import { newHomeByToken, takeDeletion } from './store.ts'

/**
 * Keeps an account that was to be deleted (ACC-9): at log-in, or by the mailed link. An address that was freed becomes its own
 * again, if nobody else has it by now. Keeping what is kept changes nothing.
 * @throws Refusal 'account.gone' 410 when it has been erased, 'account.address-taken' 409 when somebody has its address
 */
export async function keepAccount(tx: Tx, actor: Actor, secretKey: Buffer, accountId: string): Promise<void> {
  const deletion = await takeDeletion(tx, accountId)
  if (!deletion) {
    if (await accountById(tx, accountId)) return
    throw new Refusal('account.gone', 410)
  }
  const freed = freedAddress(secretKey, deletion)
  if (freed !== undefined) await settle(tx, accountId, parseAddress(freed), 'account.address-taken')
  await noteKept(tx, actor, accountId)
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
  await queueJob(tx, 'account.mail-kept', { accountId }, { key: `account.mail-kept ${accountId}` })
}
