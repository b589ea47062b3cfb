import type { Actor } from '#kernel'
import type { Tx } from '#platform'
import type { Search } from './entry.ts'
import { record } from './record.ts'
import type { Format } from './write-entries.ts'

/** Notes in the log itself that somebody takes it along, and which part of it (OPS-1). */
export async function recordExport(tx: Tx, actor: Actor, search: Search, format: Format): Promise<void> {
  const { organizationId, actorAccountId: by, accountId: about, room: kind, from, until } = search
  const filters = { by, about, kind, from: from?.toString(), until: until?.toString() }
  await record(tx, actor, 'audit.exported', { organizationId, format, ...filters })
}
