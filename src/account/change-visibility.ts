import { record } from '#audit'
import { announce } from '#events'
import type { Actor } from '#kernel'
import type { Tx } from '#platform'
import { accountUnder } from './must-control.ts'
import { moveOwnPicture } from './picture/move-picture.ts'
import { type Field, isVisibleTo, parseAudience } from './profile.ts'
import { updateVisibility } from './profile-store.ts'

/**
 * Shows a field of the profile to more or to fewer (ACC-8). A picture that fewer may see from now on moves to another
 * address, so that whoever was given the old one finds nothing there.
 * @throws Refusal those of `accountUnder` and `parseAudience`
 */
export async function changeVisibility(
  tx: Tx,
  actor: Actor,
  accountId: string,
  field: Field,
  text: string | undefined,
): Promise<void> {
  const action = field === 'picture' ? 'change-picture' : 'change-name'
  const account = await accountUnder(tx, actor, action, accountId)
  const audience = parseAudience(text)
  if (!(await updateVisibility(tx, accountId, field, audience))) return
  if (field === 'picture' && !isVisibleTo(account.visibility.picture, audience)) await moveOwnPicture(tx, accountId)
  await record(tx, actor, 'account.visibility-changed', { accountId, field, audience })
  await announce(tx, 'account.profile-changed', { accountId, field })
}
