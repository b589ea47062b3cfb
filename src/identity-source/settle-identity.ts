import { createProvedAccount, holderOf, parseName } from '#account'
import { type Actor, parseAddress, Refusal, system } from '#kernel'
import type { Tx } from '#platform'
import type { Identity } from './judge-claims.ts'
import { linkIdentity } from './link-identity.ts'
import { accountOfIdentity } from './store.ts'

/**
 * Whose account an identity opens. A known one opens its account. An unknown one gets an account just in time, its address
 * proved, as Google is the authority on addresses of its hosted domain; unless somebody holds the address already, who
 * must prove that account first.
 * @returns nothing when the account that holds the address has to be proved first
 * @throws Refusal 'identity-source.subject-swapped' 403 when the identity opens one account and its address another,
 *   'identity-source.address-kept' 403 when the address was taken off an account that may go back to it
 */
export async function settleIdentity(
  tx: Tx,
  actor: Actor,
  identity: Identity,
  newcomer: { locale: string; zone: string },
): Promise<string | undefined> {
  // In this order: another tab commits the account and its link together, so whoever sees the one sees the other after it.
  const holder = await holderOf(tx, identity.emailKey)
  const accountId = await accountOfIdentity(tx, identity.issuer, identity.subject)
  if (accountId !== undefined) {
    if (holder && holder.id !== accountId) throw new Refusal('identity-source.subject-swapped', 403)
    return accountId
  }
  if (holder) return undefined
  try {
    return await tx.savepoint(() => makeAccount(tx, actor, identity, newcomer))
  } catch (error) {
    // Another tab, or another person, was first: now there is somebody to ask about.
    const wasFirst = ['account.address-proved-elsewhere', 'identity-source.identity-elsewhere']
    if (!(error instanceof Refusal) || !wasFirst.includes(error.code)) throw error
    const opened = await accountOfIdentity(tx, identity.issuer, identity.subject)
    // Nobody was: the address is kept for an account that may go back to it (ACC-7), and there is nothing to prove.
    if (opened === undefined && !(await holderOf(tx, identity.emailKey)))
      throw new Refusal('identity-source.address-kept', 403)
    return opened
  }
}

async function makeAccount(
  tx: Tx,
  actor: Actor,
  identity: Identity,
  newcomer: { locale: string; zone: string },
): Promise<string> {
  const address = parseAddress(identity.email)
  const accountId = await createProvedAccount(tx, system, { name: nameOf(identity), address, ...newcomer })
  await linkIdentity(tx, actor, accountId, identity)
  return accountId
}

function nameOf({ name, email }: Identity): string {
  try {
    return parseName(name)
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    return email.slice(0, email.lastIndexOf('@'))
  }
}
