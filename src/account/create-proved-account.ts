import { record } from '#audit'
import { announce } from '#events'
import { type Actor, type Address, newId } from '#kernel'
import type { Tx } from '#platform'
import { proveAddress } from './prove-address.ts'
import { insertAccount } from './store.ts'

/**
 * Makes an account whose address somebody trusted vouches for: an operator, at the command line or for the demo.
 * @returns the new account's id
 * @throws Refusal 'account.address-proved-elsewhere' 409 when the address has an account
 */
export async function createProvedAccount(
  tx: Tx,
  actor: Actor & { kind: 'operator' | 'system' },
  wanted: { name: string; address: Address; locale?: string; zone?: string },
): Promise<string> {
  const id = newId(tx.now)
  const { name, address, locale = 'en-US', zone = 'Etc/UTC' } = wanted
  await insertAccount(tx, { id, name, email: address.typed, emailKey: address.key, locale, zone })
  await record(tx, actor, 'account.created', { accountId: id })
  await announce(tx, 'account.created', { accountId: id })
  await proveAddress(tx, actor, id)
  return id
}
