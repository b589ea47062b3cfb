import { type Actor, Refusal } from '#kernel'
import type { Statements } from '#platform'
import { isOperator } from './store.ts'

/**
 * Holds an act to those who run the installation. Whoever is at the command line has no account, and the whole database.
 * @throws Refusal 'account.not-operator' 403
 */
export async function mustOperate(on: Statements, actor: Actor): Promise<void> {
  const isOne = actor.kind === 'operator' && (!actor.accountId || (await isOperator(on, actor.accountId)))
  if (!isOne) throw new Refusal('account.not-operator', 403)
}
