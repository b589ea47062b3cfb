import { accountById } from '#account'
import { accountOfIdentity, type Identity, settleIdentity } from '#identity-source'
import { type Actor, parseAddress } from '#kernel'
import type { Tx } from '#platform'
import type { Attempt } from './attempt.ts'
import { setAttemptUpstream } from './store.ts'

/**
 * Notes at a log-in who its person is at Google (LOG-3). Where Google has another address than the one typed, that is all:
 * the person is told first. Otherwise the identity opens its account, or a new one, or has an account to be proved first.
 * @throws Refusal as of `settleIdentity`
 */
export async function proveByGoogle(
  tx: Tx,
  actor: Actor,
  attempt: Pick<Attempt, 'id' | 'email'>,
  identity: Identity,
  newcomer: { locale: string; zone: string },
): Promise<void> {
  const typed = attempt.email
  if (typed !== undefined && !(await isMeant(tx, typed, identity))) {
    await setAttemptUpstream(tx, attempt.id, { upstream: identity, email: typed })
    return
  }
  await useGoogleAddress(tx, actor, attempt, identity, newcomer)
}

/**
 * Goes on with the address that Google has, whatever was typed.
 * @throws Refusal as of `settleIdentity`
 */
export async function useGoogleAddress(
  tx: Tx,
  actor: Actor,
  attempt: Pick<Attempt, 'id'>,
  identity: Identity,
  newcomer: { locale: string; zone: string },
): Promise<void> {
  const accountId = await settleIdentity(tx, actor, identity, newcomer)
  await setAttemptUpstream(tx, attempt.id, { upstream: identity, email: identity.email, accountId })
}

/** Whether the address is the identity's at Google, or that of the account it opens. */
async function isMeant(tx: Tx, typed: string, { issuer, subject, emailKey }: Identity): Promise<boolean> {
  const { key } = parseAddress(typed)
  if (key === emailKey) return true
  const accountId = await accountOfIdentity(tx, issuer, subject)
  return accountId !== undefined && (await accountById(tx, accountId))?.emailKey === key
}
