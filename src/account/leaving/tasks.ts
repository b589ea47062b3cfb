import type { Tasks } from '#platform'
import { eraseAccount, queueErasures } from './erase.ts'
import { type Context, mailDeletion, mailKept, mailNewHome, remindOfDeletion } from './mail-deletion.ts'

/** What the job runner does for accounts that leave. */
export function leavingTasks(context: Context): Tasks {
  const { database } = context
  return {
    'account.mail-deletion': (payload) => mailDeletion(context, payload),
    'account.remind-deletion': (payload) => remindOfDeletion(context, payload),
    'account.mail-kept': (payload) => mailKept(context, payload),
    'account.mail-new-home': (payload) => mailNewHome(context, payload),
    'account.erase': async ({ accountId }: { accountId: string }) => {
      await database.transaction((tx) => eraseAccount(tx, accountId))
    },
    'account.queue-erasures': () => queueErasures(database),
  } as Tasks
}

/** Each account has a job of its own at its time; this finds those whose job was lost. */
export const leavingCrontab = ['37 * * * * account.queue-erasures ?max=1']
