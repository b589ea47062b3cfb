import { type Database, queueJobs, type Tasks } from '#platform'
import { type MailContext, mailClaim, mailClaimReminder, mailHolder, mailManaged } from './mail-claim.ts'
import { takeUnreminded } from './store.ts'

/** What the job runner does for those whose accounts are claimed. */
export function noticeTasks(context: MailContext): Tasks {
  return {
    'domain-claim.mail-claim': (payload) => mailClaim(context, payload),
    'domain-claim.remind': () => remindDue(context.database),
    'domain-claim.mail-reminder': (payload) => mailClaimReminder(context, payload),
    'domain-claim.mail-managed': (payload) => mailManaged(context, payload),
    'domain-claim.mail-holder': (payload) => mailHolder(context, payload),
  }
}

export const noticeCrontab = ['*/5 * * * * domain-claim.remind ?max=1']

const reminderHours = 48
// Whoever was told four days ago or less has it before their eyes.
const leastNoticeHours = 96
const atOnce = 1_000

/** Has whoever has not chosen reminded two days before the date, in batches: a claim may be of a million accounts (DOM-11). */
export async function remindDue(database: Database): Promise<void> {
  let taken = atOnce
  while (taken === atOnce) {
    taken = await database.transaction(async (tx) => {
      const before = tx.now.add({ hours: reminderHours })
      const due = await takeUnreminded(tx, { before, leastNoticeHours, most: atOnce })
      const jobs = due.map(({ claimId, accountId }) => ({
        payload: { claimId, accountId },
        key: `domain-claim.mail-reminder ${claimId} ${accountId}`,
      }))
      await queueJobs(tx, 'domain-claim.mail-reminder', jobs, { mayWait: true })
      return due.length
    })
  }
}
