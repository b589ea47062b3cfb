import { record } from '#audit'
import { announce } from '#events'
import type { Actor } from '#kernel'
import type { Tx } from '#platform'
import { parseName } from './account.ts'
import { accountUnder } from './must-control.ts'
import { updateName } from './profile-store.ts'

/**
 * Gives an account another name (ACC-8).
 * @throws Refusal those of `accountUnder` when the control table says no (CTL-1), and those of `parseName`
 */
export async function changeName(tx: Tx, actor: Actor, accountId: string, text: string | undefined): Promise<void> {
  const account = await accountUnder(tx, actor, 'change-name', accountId)
  const name = parseName(text)
  if (name === account.name) return
  await updateName(tx, accountId, name)
  await record(tx, actor, 'account.name-changed', { accountId })
  await announce(tx, 'account.name-changed', { accountId })
}
