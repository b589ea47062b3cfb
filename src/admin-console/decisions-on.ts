import { accountById, deletionOf } from '#account'
import { lossOf, secondStepOf } from '#credential'
import { releaseOf } from '#managed-account'
import type { Statements } from '#platform'
import type { Decisions } from './pages/index.ts'

/** What has been decided about an account, for its page. */
export async function decisionsOn(on: Statements, accountId: string): Promise<Decisions> {
  const account = await accountById(on, accountId)
  const deletion = await deletionOf(on, accountId)
  return {
    hasPicture: account?.pictureId !== undefined,
    hasSecondStep: (await secondStepOf(on, accountId)).turnedOnAt !== undefined,
    resetDueAt: (await lossOf(on, accountId))?.dueAt,
    release: await releaseOf(on, accountId),
    deletion: deletion && { dueAt: deletion.dueAt, isDecided: deletion.decidedBy !== undefined },
  }
}
