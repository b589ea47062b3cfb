import { record } from '#audit'
import type { Actor } from '#kernel'
import { queueJob, type Tx } from '#platform'
import type { CheckedPasskey } from './check-passkey.ts'
import { passkeyById, setPasskeyUsed } from './passkey-store.ts'

/**
 * Takes a passkey that has been checked, and counts (LOG-10). One that counts backwards is refused, and the holder told by
 * mail: somebody may have a copy of it (WebAuthn §6.1.1).
 * @returns `gone` when it was removed since it was checked
 */
export async function usePasskey(
  tx: Tx,
  actor: Actor,
  { passkey, signCount, isSynced }: CheckedPasskey,
): Promise<'used' | 'copied' | 'gone'> {
  const { id, accountId, kind, name } = passkey
  if (await setPasskeyUsed(tx, id, { signCount, isSynced })) return 'used'
  if (!(await passkeyById(tx, accountId, id))) return 'gone'
  await record(tx, actor, 'credential.passkey-copied', { accountId, kind, name })
  const { device } = actor
  await queueJob(tx, 'credential.mail-passkey', {
    accountId,
    what: 'copied',
    kind,
    name,
    device,
    at: tx.now.toString(),
  })
  return 'copied'
}
