import type { Hono } from 'hono'
import type { Visit } from '#platform'
import { accountRoutes } from './account-routes.ts'
import { auditRoutes } from './audit-routes.ts'
import { bulkRoutes } from './bulk-routes.ts'
import { type ConsoleContext, openConsole } from './console.ts'
import { disputeRoutes } from './dispute-routes.ts'
import { domainRoutes } from './domain-routes.ts'
import { organizationRoutes } from './organization-routes.ts'

/** The console of those who run an organization. */
export function adminConsoleRoutes(context: ConsoleContext): Hono<Visit> {
  const surface = openConsole(context)
  organizationRoutes(context, surface)
  domainRoutes(context, surface)
  disputeRoutes(context, surface)
  bulkRoutes(context, surface)
  accountRoutes(context, surface)
  auditRoutes(context, surface)
  return surface.app
}
