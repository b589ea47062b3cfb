import { record } from '#audit'
import { announce } from '#events'
import { type Actor, equalBytes, Refusal } from '#kernel'
import { isTaken, type Tx } from '#platform'
import { isVerified, usernameSeed } from './account.ts'
import { keptForAnother } from './change-address/store.ts'
import { codeMac } from './mail-proof.ts'
import {
  accountById,
  deleteProof,
  deleteUnverified,
  markVerified,
  spendCodeTry,
  takeUsername,
  usernamesLike,
} from './store.ts'

/**
 * Proves the address with the code from the mail (ACC-4). A wrong code costs a try, and that must be committed: so it is
 * told by the answer, not by a throw.
 * @returns whether the code was right
 * @throws Refusal as `proveAddress`
 */
export async function proveByCode(
  tx: Tx,
  actor: Actor,
  secretKey: Buffer,
  accountId: string,
  code: string,
): Promise<boolean> {
  const expected = await spendCodeTry(tx, accountId)
  if (!expected || !equalBytes(expected, codeMac(secretKey, accountId, code))) return false
  await proveAddress(tx, actor, accountId)
  return true
}

/**
 * Makes an address its account's own (ACC-6): whoever first proves it has it, and other unproved claims to it go.
 * Proving again what is proved changes nothing.
 * @throws Refusal 'account.address-proved-elsewhere' 409 when another account proved it first, or may go back to
 *   it (ACC-7); a unique index and the look after the write hold the race shut
 */
export async function proveAddress(tx: Tx, actor: Actor, accountId: string): Promise<void> {
  const account = await accountById(tx, accountId)
  if (!account) throw new Refusal('account.gone', 410)
  if (isVerified(account)) return
  const username = await freeUsername(tx, usernameSeed(account.email), accountId)
  try {
    const isOurs = await tx.savepoint(() => markVerified(tx, accountId, username))
    // Asked after the write: until then, the change that keeps it may not have been committed.
    const isKept = isOurs && (await keptForAnother(tx, account.emailKey, accountId))
    if (!isOurs || isKept) throw new Refusal('account.address-proved-elsewhere', 409)
  } catch (error) {
    if (isTaken(error, 'account_by_verified_address')) throw new Refusal('account.address-proved-elsewhere', 409)
    throw error
  }
  await deleteProof(tx, accountId)
  await deleteUnverified(tx, account.emailKey)
  await record(tx, actor, 'account.address-proved', { accountId })
  await announce(tx, 'account.address-proved', { accountId })
}

async function freeUsername(tx: Tx, seed: string, accountId: string): Promise<string> {
  if (await takeUsername(tx, seed, accountId)) return seed
  let number = (await usernamesLike(tx, seed)) + 1
  while (!(await takeUsername(tx, `${seed}${number}`, accountId))) number += 1
  return `${seed}${number}`
}
