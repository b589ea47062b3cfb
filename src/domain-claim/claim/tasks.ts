import { type Database, queueJobs, type Tasks } from '#platform'
import { deleteOldLists } from './list-store.ts'
import { claimsWithWork } from './store.ts'
import { tallyClaim, tallyDomain } from './tally.ts'
import { workUnclaim } from './unclaim.ts'
import { unclaimsWithWork } from './unclaim-store.ts'
import { workClaim } from './work-claim.ts'

/** What the job runner does for claims. */
export function claimTasks(context: { database: Database }): Tasks {
  return {
    'domain-claim.find-work': () => findWork(context.database),
    'domain-claim.work-claim': (payload) => workClaim(context, payload),
    'domain-claim.work-unclaim': (payload) => workUnclaim(context, payload),
    'domain-claim.tally-domain': (payload) => tallyDomain(context, payload),
    'domain-claim.tally-claim': (payload) => tallyClaim(context, payload),
    'domain-claim.drop-lists': async () => {
      await deleteOldLists(context.database.durable)
    },
  }
}

/** Claims whose date has come, and whatever a process that ended had begun. */
export const claimCrontab = ['* * * * * domain-claim.find-work ?max=1', '17 * * * * domain-claim.drop-lists ?max=1']

async function findWork({ durable: on }: Database): Promise<void> {
  const keyed = (task: string, name: string, ids: readonly string[]) =>
    ids.map((id) => ({ payload: { [name]: id }, key: `${task} ${id}` }))
  for (const [task, name, ids] of [
    ['domain-claim.work-claim', 'claimId', await claimsWithWork(on)],
    ['domain-claim.work-unclaim', 'unclaimId', await unclaimsWithWork(on)],
  ] as const)
    await queueJobs(on, task, keyed(task, name, ids), { isPatient: true })
}
