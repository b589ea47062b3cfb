import { record } from '#audit'
import { announce } from '#events'
import { type Actor, Refusal } from '#kernel'
import type { Tx } from '#platform'
import { kindOf, parseName } from './account.ts'
import { verdictOn } from './control.ts'
import { accountById, updateName } from './store.ts'

/**
 * Gives an account another name (ACC-8).
 * @throws Refusal 'account.not-yours' 403 when the control table says no (CTL-1), and those of `parseName`
 */
export async function changeName(tx: Tx, actor: Actor, accountId: string, text: string | undefined): Promise<void> {
  const account = await accountById(tx, accountId)
  if (!account) throw new Refusal('account.gone', 410)
  const isHolder = actor.kind === 'holder' && actor.accountId === accountId
  if (!isHolder || verdictOn('change-name', kindOf(account), 'holder') !== 'yes')
    throw new Refusal('account.not-yours', 403)
  const name = parseName(text)
  if (name === account.name) return
  await updateName(tx, accountId, name)
  await record(tx, actor, 'account.name-changed', { accountId })
  await announce(tx, 'account.name-changed', { accountId })
}
