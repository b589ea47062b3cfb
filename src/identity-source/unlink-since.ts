import { record } from '#audit'
import { announce } from '#events'
import type { Actor } from '#kernel'
import type { Tx } from '#platform'
import { deleteIdentitiesSince } from './store.ts'

/** Lets identities open an account no more that were linked to it since a moment: somebody else may have done it (ACC-7). */
export async function unlinkSince(tx: Tx, actor: Actor, accountId: string, since: Temporal.Instant): Promise<void> {
  for (const { issuer } of await deleteIdentitiesSince(tx, accountId, since)) {
    await record(tx, actor, 'identity-source.unlinked', { accountId, issuer })
    await announce(tx, 'identity-source.unlinked', { accountId, issuer })
  }
}
