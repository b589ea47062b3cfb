import { adminsOf } from '#organization'
import { show } from '#platform'
import { kinds } from './audit-filter.ts'
import { entryView, exportLog, type Log, logView } from './audit-view.ts'
import type { Console, ConsoleContext, Place } from './console.ts'
import { auditEntryPage, auditLogPage } from './pages/index.ts'

/** The audit log of an organization: filtered, opened, taken along (OPS-1). */
export function auditRoutes(context: ConsoleContext, { read, write }: Console): void {
  const { database } = context
  const on = database.durable
  const logOf = ({ organization: { id }, base }: Place): Log => ({
    organizationId: id,
    chain: id,
    base,
    kinds,
    addresses: async () => new Map((await adminsOf(on, id)).map(({ accountId, email }) => [accountId, email])),
  })

  read('/audit', 'auditor', async (c, place, holder) => {
    const view = await logView(c, context, logOf(place))
    return typeof view === 'string'
      ? c.redirect(view, 303)
      : show(c, auditLogPage(c.get('say'), { ...place, ...view, holder }))
  })

  read('/audit/:entry', 'auditor', async (c, place, holder) => {
    const view = await entryView(c, on, logOf(place))
    return show(c, auditEntryPage(c.get('say'), { ...place, ...view, holder }))
  })

  write('/audit/export', 'auditor', (c, place) => exportLog(c, context, place.actor, logOf(place)))
}
