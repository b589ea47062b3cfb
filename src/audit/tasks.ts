import type { Database, Logger, Tasks } from '#platform'
import { purgeEntries } from './purge-entries.ts'
import { sealEntries } from './seal-entries.ts'
import { sendStreams } from './send-streams.ts'

/** What the job runner does for the audit log. */
export function auditTasks(context: {
  readonly database: Database
  readonly kept: Temporal.Duration
  readonly secretKey: Buffer
  readonly log: Logger
}): Tasks {
  const { database, kept } = context
  return {
    'audit.seal': async () => {
      await sealEntries(database)
      await sendStreams(context)
    },
    'audit.purge': () => purgeEntries(database, kept),
  }
}

export const auditCrontab = ['* * * * * audit.seal ?max=1', '27 * * * * audit.purge ?max=1']
