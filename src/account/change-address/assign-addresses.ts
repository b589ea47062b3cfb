import { recordEach } from '#audit'
import { announce } from '#events'
import { type Actor, Refusal } from '#kernel'
import { isTaken, type Tx } from '#platform'
import { deleteUnverified } from '../store.ts'
import { type Assigned, type Assignment, anyKeptForOthers, endChangesOf, updateAddresses } from './assign-store.ts'

/**
 * Gives accounts that an organization manages other addresses, without a link to each: whoever calls has seen to it that the
 * organization has proved the domain (MAN-3), or the holder the address (MAN-5). What the holder asked for or could still undo
 * is over. An account that is not the organization’s any more, has another address by now, or wants one that is somebody’s, is
 * left as it is; a unique index holds races shut (ACC-1).
 * @param to.domainId the domain through which the accounts are managed from now on; as before where there is none
 * @returns those that have their new address
 */
export async function assignAddresses(
  tx: Tx,
  actor: Actor,
  assignments: readonly Assignment[],
  to: { readonly organizationId: string; readonly domainId?: string },
): Promise<readonly Assigned[]> {
  const assigned = await allAtOnce(tx, assignments, to)
  if (!assigned) {
    if (assignments.length === 1) return []
    // One of them is taken at this very moment: each for itself, so that it holds up no other.
    const singly: Assigned[] = []
    for (const each of assignments) singly.push(...(await assignAddresses(tx, actor, [each], to)))
    return singly
  }
  const ids = assigned.map(({ accountId }) => accountId)
  await endChangesOf(tx, ids)
  for (const { toEmailKey } of assigned) await deleteUnverified(tx, toEmailKey)
  await recordEach(tx, actor, 'account.address-changed', ids, { organizationId: to.organizationId })
  for (const accountId of ids) await announce(tx, 'account.address-changed', { accountId })
  return assigned
}

async function allAtOnce(
  tx: Tx,
  assignments: readonly Assignment[],
  to: { readonly organizationId: string; readonly domainId?: string },
): Promise<readonly Assigned[] | undefined> {
  try {
    return await tx.savepoint(async () => {
      const assigned = await updateAddresses(tx, assignments, to)
      // Only after the write: until then the change that keeps an address may not have been committed.
      if (await anyKeptForOthers(tx, assigned)) throw new Refusal('account.new-address-taken', 409)
      return assigned
    })
  } catch (error) {
    if (isTaken(error, 'account_by_verified_address')) return undefined
    if (error instanceof Refusal && error.code === 'account.new-address-taken') return undefined
    throw error
  }
}
