import type { Database, Mailer, Tasks } from '#platform'
import { purgeRuns, queueRuns, workRun } from './bulk/index.ts'
import { mailStanding } from './standing/index.ts'

/** What the job runner does about accounts that are turned off and on, and about changes of many at once. */
export function managingTasks(context: { database: Database; mailer: Mailer; url: URL }): Tasks {
  const { database } = context
  return {
    'managed-account.mail-standing': (payload) => mailStanding(context, payload),
    'managed-account.work-run': (payload) => workRun(database, payload),
    'managed-account.resume-runs': async () => {
      await queueRuns(database)
      await purgeRuns(database)
    },
  }
}

export const managingCrontab = ['*/10 * * * * managed-account.resume-runs ?max=1']
