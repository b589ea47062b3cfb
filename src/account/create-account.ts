import { record } from '#audit'
import { announce } from '#events'
import { type Actor, type Address, newId } from '#kernel'
import type { Tx } from '#platform'
import { startProof } from './start-proof.ts'
import { insertAccount } from './store.ts'

/**
 * Makes an account whose address nobody has proved yet, and sends its proof on the way (ACC-4). Any number of them may
 * share an address (ACC-6), so there is nothing to look up and nothing that tells whether the address is taken (ACC-5).
 * @param wanted.browserId the browser it is made in: there the mailed link counts without a password
 * @returns the new account's id
 */
export async function createAccount(
  tx: Tx,
  actor: Actor,
  wanted: { name: string; address: Address; locale: string; zone: string; browserId?: string },
): Promise<string> {
  const id = newId(tx.now)
  await insertAccount(tx, {
    id,
    name: wanted.name,
    email: wanted.address.typed,
    emailKey: wanted.address.key,
    locale: wanted.locale,
    zone: wanted.zone,
    signedUpIn: wanted.browserId,
  })
  await startProof(tx, id)
  await record(tx, actor, 'account.created', { accountId: id })
  await announce(tx, 'account.created', { accountId: id })
  return id
}
