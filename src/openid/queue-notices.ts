import { queueJobs, type Statements } from '#platform'
import type { Line } from './notice-store.ts'

/**
 * Has lines of notices delivered by jobs, at most one waiting for each: a new notice, or an operator, pulls it to the front.
 *
 * Lines are kept in order by their claims rather than by the runner's named queues: to find a job among those, the runner
 * locks every idle queue, so workers would find nothing while another one looks, and a hundred products would wait seconds.
 */
export async function queueNotices(
  on: Statements,
  lines: readonly Line[],
  when: { at?: Temporal.Instant; isPatient?: boolean } = {},
): Promise<void> {
  const byKey = new Map(lines.map((line) => [`log-out ${line.productId} ${line.accountId}`, line]))
  const jobs = [...byKey].map(([key, { productId, accountId }]) => ({
    payload: { productId, accountId },
    key,
    at: when.at,
  }))
  await queueJobs(on, 'openid.deliver-log-outs', jobs, { isPatient: when.isPatient })
}
