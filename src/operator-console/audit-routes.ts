import { entryView, everyKind, exportLog, type Log, logView } from '#admin-console'
import { platformChain } from '#audit'
import { show } from '#platform'
import { auditEntryPage, auditLogPage } from './pages/index.ts'
import type { OperatorContext, OperatorSurface } from './surface.ts'

// Without addresses: who did what is told by names and codes.
const log: Log = { chain: platformChain, base: '/operator', kinds: everyKind }

/** The log of the whole installation: filtered, opened, taken along (OPS-1). */
export function auditRoutes(context: OperatorContext, { read, writeSensitive }: OperatorSurface): void {
  read('/audit', async (c, _desk, frame) => {
    const view = await logView(c, context, log)
    return typeof view === 'string' ? c.redirect(view, 303) : show(c, auditLogPage(c.get('say'), { ...frame, ...view }))
  })
  read('/audit/:entry', async (c, _desk, frame) => {
    const view = await entryView(c, context.database.durable, log)
    return show(c, auditEntryPage(c.get('say'), { ...frame, ...view }))
  })
  writeSensitive('/audit/export', '/audit', (c, { actor }) => exportLog(c, context, actor, log))
}
