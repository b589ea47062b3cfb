import { record } from '#audit'
import { type Actor, Refusal } from '#kernel'
import type { Tx } from '#platform'
import { passkeyById, setPasskeyName } from './passkey-store.ts'

/**
 * Gives a passkey another name, for its holder to know it by.
 * @param name as `parsePasskeyName` reads it
 * @throws Refusal 'credential.passkey-gone' 410
 */
export async function renamePasskey(tx: Tx, actor: Actor, accountId: string, id: string, name: string): Promise<void> {
  const before = await passkeyById(tx, accountId, id)
  if (!before || !(await setPasskeyName(tx, accountId, id, name))) throw new Refusal('credential.passkey-gone', 410)
  if (before.name !== name)
    await record(tx, actor, 'credential.passkey-renamed', { accountId, from: before.name, name })
}
