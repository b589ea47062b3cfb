import { manage } from '#account'
import { system } from '#kernel'
import type { Tx } from '#platform'
import { isBeforeDate, type LeftOutWhy, type PersonState } from '../claim/claim.ts'
import { movePerson } from '../claim/person-store.ts'
import { claimById, mayManageThrough } from '../claim/store.ts'

/**
 * Lets a claim go on that a case has held up (DOM-9): the account is asked again, as before; where the date has passed, it is
 * managed at once, unless the domain is contested or frozen. A claim that was canceled, or has lost its domain, leaves it alone.
 * Who has moved away meanwhile is no longer disputed, so nothing happens.
 */
export async function giveBack(tx: Tx, accountId: string, claimId: string): Promise<void> {
  const claim = await claimById(tx, claimId)
  if (!claim) return
  const { state, organizationId, domainId, domain } = claim
  const move = (to: PersonState, why?: LeftOutWhy) => movePerson(tx, { claimId, accountId }, ['disputed'], to, why)
  if (state === 'canceled' || state === 'ended') await move('left-out', 'canceled')
  else if (isBeforeDate(state) || !(await mayManageThrough(tx, domainId))) await move('told')
  else if (await move('managed')) await manage(tx, system, [accountId], { organizationId, domainId, domain })
}
