import { record } from '#audit'
import { announce } from '#events'
import type { Actor } from '#kernel'
import type { Tx } from '#platform'
import { parseName } from './account.ts'
import { accountUnder } from './must-control.ts'
import { updatePublicName } from './profile-store.ts'

/**
 * Gives an account another public name, or none (ACC-8).
 * @throws Refusal as `changeName`, but that an empty one is no fault
 */
export async function changePublicName(
  tx: Tx,
  actor: Actor,
  accountId: string,
  text: string | undefined,
): Promise<void> {
  const account = await accountUnder(tx, actor, 'change-name', accountId)
  const name = text?.trim() ? parseName(text) : undefined
  if (name === account.publicName) return
  await updatePublicName(tx, accountId, name)
  await record(tx, actor, name ? 'account.public-name-changed' : 'account.public-name-removed', { accountId })
  await announce(tx, 'account.profile-changed', { accountId, field: 'public-name' })
}
