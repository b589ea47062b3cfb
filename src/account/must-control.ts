import { type Actor, Refusal } from '#kernel'
import type { Tx } from '#platform'
import { type Account, kindOf } from './account.ts'
import { type Action, type Part, verdictOn } from './control.ts'
import { accountById } from './store.ts'

/**
 * The account, if the control table lets whoever asks do this (CTL). What role an administrator needs for it is asked
 * elsewhere: this says what an organization may do at all.
 * @throws Refusal 'account.gone' 410, and those of `mustControl`
 */
export async function accountUnder(tx: Tx, actor: Actor, action: Action, accountId: string): Promise<Account> {
  const account = await accountById(tx, accountId)
  if (!account) throw new Refusal('account.gone', 410)
  mustControl(account, actor, action)
  return account
}

/**
 * @throws Refusal 'account.not-yours' 403 for somebody who has no part in the account, and where the table says no
 * @throws Refusal 'account.unknown' 404 for the administrator of an organization that does not manage it, who learns nothing
 * @throws Refusal 'account.managed' 403 where the organization decides: it names whom to ask (CTL-1)
 */
export function mustControl(account: Pick<Account, 'id' | 'managedBy'>, actor: Actor, action: Action): void {
  const part = partOf(account, actor)
  if (!part) throw new Refusal('account.not-yours', 403)
  if (part === 'holder') mustDecide(account, action)
  else {
    const verdict = verdictOn(action, kindOf(account), part)
    if (verdict !== 'yes' && verdict !== 'abuse') throw new Refusal('account.not-yours', 403)
  }
}

/**
 * For what a holder may do without being logged in, by a link from a mail.
 * @throws Refusal 'account.managed' 403 where the organization decides
 */
export function mustDecide(account: Pick<Account, 'managedBy'>, action: Action): void {
  if (verdictOn(action, kindOf(account), 'holder') === 'yes') return
  if (!account.managedBy) throw new Refusal('account.not-yours', 403)
  throw new Refusal('account.managed', 403, { organization: account.managedBy.organization })
}

function partOf(account: Pick<Account, 'id' | 'managedBy'>, actor: Actor): Part | undefined {
  if (actor.kind === 'holder') return actor.accountId === account.id ? 'holder' : undefined
  if (actor.kind === 'operator') return 'operator'
  if (actor.kind !== 'admin') return undefined
  if (account.managedBy?.organizationId !== actor.organizationId) throw new Refusal('account.unknown', 404)
  return 'org-admin'
}
