import { type Actor, Refusal } from '#kernel'
import type { Tx } from '#platform'
import { type Account, kindOf } from './account.ts'
import { type Action, verdictOn } from './control.ts'
import { accountById } from './store.ts'

/**
 * The account, if its holder asks and the control table lets the holder do this (CTL).
 * @throws Refusal 'account.gone' 410, and those of `mustControl`
 */
export async function accountOfHolder(tx: Tx, actor: Actor, action: Action, accountId: string): Promise<Account> {
  const account = await accountById(tx, accountId)
  if (!account) throw new Refusal('account.gone', 410)
  mustControl(account, actor, action)
  return account
}

/**
 * @throws Refusal 'account.not-yours' 403 for anybody but the holder
 * @throws Refusal 'account.managed' 403 where the organization decides: it names whom to ask (CTL-1)
 */
export function mustControl(account: Pick<Account, 'id' | 'managedBy'>, actor: Actor, action: Action): void {
  if (actor.kind !== 'holder' || actor.accountId !== account.id) throw new Refusal('account.not-yours', 403)
  mustDecide(account, action)
}

/**
 * For what a holder may do without being logged in, by a link from a mail.
 * @throws Refusal 'account.managed' 403 where the organization decides
 */
export function mustDecide(account: Pick<Account, 'managedBy'>, action: Action): void {
  if (verdictOn(action, kindOf(account), 'holder') === 'yes') return
  throw new Refusal('account.managed', 403, { organization: account.managedBy?.organization ?? '' })
}
