import type { Database } from '#platform'
import { remindHours } from './dispute.ts'
import { disputeById, takeOverdue, takeToRemind } from './store.ts'
import { tellOperators, tellOrganization } from './tell.ts'

const mostAtOnce = 200

/**
 * Reminds organizations of cases that they have to explain within two days, and tells operators of those whose time has passed
 * (DOM-9). Each once; what is left over comes with the next time.
 */
export async function remindOfDisputes(database: Database): Promise<void> {
  await database.transaction(async (tx) => {
    for (const id of await takeToRemind(tx, tx.now.add({ hours: remindHours }), mostAtOnce)) {
      const dispute = await disputeById(tx, id)
      if (dispute) await tellOrganization(tx, dispute, 'reminder')
    }
  })
  await database.transaction(async (tx) => {
    for (const id of await takeOverdue(tx, mostAtOnce)) await tellOperators(tx, { id }, 'overdue')
  })
}
