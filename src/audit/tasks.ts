import type { Database, Tasks } from '#platform'
import { purgeEntries } from './purge-entries.ts'
import { sealEntries } from './seal-entries.ts'

/** What the job runner does for the audit log. */
export function auditTasks({ database, kept }: { database: Database; kept: Temporal.Duration }): Tasks {
  return {
    'audit.seal': async () => void (await sealEntries(database)),
    'audit.purge': () => purgeEntries(database, kept),
  }
}

export const auditCrontab = ['* * * * * audit.seal ?max=1', '27 * * * * audit.purge ?max=1']
