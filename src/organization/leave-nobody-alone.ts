import { Refusal } from '#kernel'
import type { Tx } from '#platform'
import { lockFellowAdmins, organizationsLeftAlone } from './leaving-store.ts'

/**
 * Somebody is about to go for good (ACC-9): not while an organization would be left with nobody who may run it (ORG-1). Called
 * from `reactions.ts`, in the transaction of the wish to go.
 * @throws Refusal 'organization.left-alone' 409
 */
export async function mustLeaveNobodyAlone(tx: Tx, accountId: string): Promise<void> {
  await lockFellowAdmins(tx, accountId)
  const [organization] = await organizationsLeftAlone(tx, accountId)
  if (organization !== undefined) throw new Refusal('organization.left-alone', 409, { organization })
}
