import { type Actor, system } from '#kernel'
import { type Database, queueJob, type Tx } from '#platform'
import { lossOf, takeDueLoss } from './loss-store.ts'
import { endSecondStep } from './turn-off-second-step.ts'

/**
 * Lets whoever has lost the second step in with the password alone, when the wait is over and nobody has stopped it
 * (LOG-10). Sessions stay: the holder may be in one of them, and has to see what happened.
 * @returns whether two-step was turned off now
 */
export async function regainAccess(tx: Tx, accountId: string, actor: Actor = system): Promise<boolean> {
  if (!(await takeDueLoss(tx, accountId))) return false
  return endSecondStep(tx, actor, accountId, 'credential.access-regained', 'access-regained')
}

/** Regains access at the time it was promised for, log-in or not. */
export async function regainInTime(
  database: Database,
  { accountId, lossId }: { accountId: string; lossId: string },
): Promise<void> {
  await database.transaction(async (tx) => {
    if (await regainAccess(tx, accountId)) return
    const loss = await lossOf(tx, accountId)
    // PostgreSQL's clock, which says when jobs are due, may be ahead of ours.
    if (loss?.id === lossId) {
      await queueJob(tx, 'credential.regain-access', { accountId, lossId }, { at: tx.now.add({ minutes: 1 }) })
    }
  })
}
