import { unmanage } from '#account'
import { system } from '#kernel'
import type { Tx } from '#platform'
import { settleWithoutSubject } from '../dispute/index.ts'
import { hasPersons, markLeftOut, takePersons, toldOf } from './batch-store.ts'
import type { Claim } from './claim.ts'
import { tellHolders } from './tell-holders.ts'

const most = 500

/**
 * Lets some persons of a claim go that is over before it took effect: who was told is told that it is off, and who agreed already
 * is personal again, because nothing of it stays.
 * @returns whether there may be more
 */
export async function clearBatch(tx: Tx, claim: Claim): Promise<boolean> {
  const states = ['found', 'told', 'moving', 'disputed', ...(claim.state === 'canceled' ? ['accepted'] : [])]
  const taken = await takePersons(tx, claim.id, states, most)
  if (taken.length === 0) return false
  const ids = taken.map(({ id }) => id)
  const told = await toldOf(tx, claim.id, ids)
  const managed = taken.filter(({ isManaged }) => isManaged).map(({ id }) => id)
  if (managed.length > 0 && claim.state === 'canceled') {
    await unmanage(tx, system, managed, { organizationId: claim.organizationId, why: 'unclaimed' })
  }
  await markLeftOut(tx, claim.id, ids, 'canceled')
  for (const { id, state } of taken)
    if (state === 'disputed') await settleWithoutSubject(tx, system, id, claim.organizationId)
  const asked = told.filter((id) => !managed.includes(id))
  await tellHolders(tx, claim, asked, 'off')
  await tellHolders(tx, claim, managed, 'unclaimed')
  return taken.length === most || hasPersons(tx, claim.id, states)
}
