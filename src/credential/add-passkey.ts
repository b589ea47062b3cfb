import { record } from '#audit'
import { announce } from '#events'
import { type Actor, newId, Refusal } from '#kernel'
import { queueJob, type Tx } from '#platform'
import type { NewPasskey } from './check-new-passkey.ts'
import { mostPasskeys } from './passkey.ts'
import { insertPasskey, lockWaysIn, passkeysOf } from './passkey-store.ts'

/**
 * Gives an account one more passkey or security key, and tells the holder by mail (LOG-10).
 * @returns how many it has now
 * @throws Refusal 'credential.passkeys-many' 409, 'credential.passkey-taken' 409 when it is some account's already
 */
export async function addPasskey(
  tx: Tx,
  actor: Actor,
  accountId: string,
  wanted: NewPasskey & { name: string },
): Promise<number> {
  await lockWaysIn(tx, accountId)
  const { length } = await passkeysOf(tx, accountId)
  if (length >= mostPasskeys) throw new Refusal('credential.passkeys-many', 409, { most: mostPasskeys })
  const id = newId(tx.now)
  if (!(await insertPasskey(tx, { ...wanted, id, accountId }))) throw new Refusal('credential.passkey-taken', 409)
  const { kind, name } = wanted
  await record(tx, actor, 'credential.passkey-added', { accountId, kind, name })
  await announce(tx, 'credential.passkey-added', { accountId, kind })
  const { device } = actor
  await queueJob(tx, 'credential.mail-passkey', { accountId, what: 'added', kind, name, device, at: tx.now.toString() })
  return length + 1
}
