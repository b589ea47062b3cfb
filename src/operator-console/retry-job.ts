import { record } from '#audit'
import { Refusal } from '#kernel'
import type { OperatorActor } from '#organization'
import { dropFailedJob, retryFailedJob, type Tx } from '#platform'

/**
 * Has a job that failed for good tried again, as often as a new one.
 * @throws Refusal 'operator-console.job-gone' 410
 */
export async function retryJob(tx: Tx, actor: OperatorActor, id: number): Promise<void> {
  const task = await retryFailedJob(tx, id)
  if (task === undefined) throw new Refusal('operator-console.job-gone', 410)
  await record(tx, actor, 'operator-console.job-retried', { job: id, task })
}

/**
 * Gives a job that failed for good up: it is not done.
 * @throws Refusal 'operator-console.job-gone' 410
 */
export async function giveUpJob(tx: Tx, actor: OperatorActor, id: number): Promise<void> {
  const task = await dropFailedJob(tx, id)
  if (task === undefined) throw new Refusal('operator-console.job-gone', 410)
  await record(tx, actor, 'operator-console.job-given-up', { job: id, task })
}
