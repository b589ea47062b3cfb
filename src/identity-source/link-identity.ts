import { record } from '#audit'
import { announce } from '#events'
import { type Actor, Refusal } from '#kernel'
import type { Tx } from '#platform'
import type { Identity } from './judge-claims.ts'
import { accountOfIdentity, insertIdentity } from './store.ts'

/**
 * Lets an identity open an account from now on. The caller has proved both: the identity by the provider's answer, the
 * account by its password or by being just made. Linking again changes nothing.
 * @throws Refusal 'identity-source.identity-elsewhere' 409 when it opens another account; it is never moved silently
 */
export async function linkIdentity(
  tx: Tx,
  actor: Actor,
  accountId: string,
  { issuer, subject }: Pick<Identity, 'issuer' | 'subject'>,
): Promise<void> {
  if (await insertIdentity(tx, issuer, subject, accountId)) {
    await record(tx, actor, 'identity-source.linked', { accountId, issuer })
    await announce(tx, 'identity-source.linked', { accountId, issuer })
  } else if ((await accountOfIdentity(tx, issuer, subject)) !== accountId) {
    throw new Refusal('identity-source.identity-elsewhere', 409)
  }
}
