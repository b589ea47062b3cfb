import type { Hono } from 'hono'
import type { Visit } from '#platform'
import { auditRoutes } from './audit-routes.ts'
import { contestRoutes } from './contest-routes.ts'
import { deliveryRoutes } from './delivery-routes.ts'
import { disputeRoutes } from './dispute-routes.ts'
import { helpRoutes } from './help-routes.ts'
import { organizationRoutes } from './organization-routes.ts'
import { overviewRoutes } from './overview-routes.ts'
import { type OperatorContext, openOperatorSurface } from './surface.ts'

/** The console of those who run the installation. */
export function operatorConsoleRoutes(context: OperatorContext): Hono<Visit> {
  const surface = openOperatorSurface(context)
  overviewRoutes(context, surface)
  organizationRoutes(context, surface)
  contestRoutes(context, surface)
  disputeRoutes(context, surface)
  helpRoutes(context, surface)
  deliveryRoutes(context, surface)
  auditRoutes(context, surface)
  return surface.app
}
