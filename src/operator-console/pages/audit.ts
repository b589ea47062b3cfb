import { auditEntryContent, auditLogContent } from '#admin-console'
import type { Html, Say } from '#platform/page'
import { type Frame, inOperatorConsole } from './frame.ts'

type LogView = Omit<Parameters<typeof auditLogContent>[1], 'name'>
type EntryView = Parameters<typeof auditEntryContent>[1]

/** The log of the whole installation. */
export function auditLogPage(say: Say, page: Frame & LogView): Html {
  return inOperatorConsole(say, page, { section: '/audit', ...auditLogContent(say, { ...page, name: page.host }) })
}

/** One event of it. */
export function auditEntryPage(say: Say, page: Frame & EntryView): Html {
  return inOperatorConsole(say, page, { section: '/audit', ...auditEntryContent(say, page) })
}
