import type { Hono } from 'hono'
import type { Visit } from '#platform'
import { accountRoutes } from './account-routes.ts'
import { auditRoutes } from './audit-routes.ts'
import { bulkRoutes } from './bulk-routes.ts'
import { claimRoutes } from './claim-routes.ts'
import { type ConsoleContext, openConsole } from './console.ts'
import { decideRoutes } from './decide-routes.ts'
import { disputeRoutes } from './dispute-routes.ts'
import { domainRoutes } from './domain-routes.ts'
import { organizationRoutes } from './organization-routes.ts'
import { renameRoutes } from './rename-routes.ts'
import { requestRoutes } from './request-routes.ts'
import { unclaimRoutes } from './unclaim-routes.ts'

/** The console of those who run an organization. */
export function adminConsoleRoutes(context: ConsoleContext): Hono<Visit> {
  const surface = openConsole(context)
  organizationRoutes(context, surface)
  domainRoutes(context, surface)
  claimRoutes(context, surface)
  unclaimRoutes(context, surface)
  disputeRoutes(context, surface)
  bulkRoutes(context, surface)
  accountRoutes(context, surface)
  decideRoutes(context, surface)
  requestRoutes(context, surface)
  renameRoutes(context, surface)
  auditRoutes(context, surface)
  return surface.app
}
