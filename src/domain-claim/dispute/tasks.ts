import type { Tasks } from '#platform'
import { type DisputeMailContext, mailDispute } from './mail-dispute.ts'
import { remindOfDisputes } from './remind.ts'

/** What the job runner does for disputes. */
export function disputeTasks(context: DisputeMailContext): Tasks {
  return {
    'domain-claim.mail-dispute': (payload) => mailDispute(context, payload),
    'domain-claim.remind-of-disputes': () => remindOfDisputes(context.database),
  }
}

export const disputeCrontab = ['23 * * * * domain-claim.remind-of-disputes ?max=1']
