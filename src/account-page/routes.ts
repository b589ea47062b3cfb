import type { Hono } from 'hono'
import { show, type Visit } from '#platform'
import type { SignInContext } from '#sign-in'
import { addressRoutes } from './address-routes.ts'
import { claimRoutes } from './claim-routes.ts'
import { deleteRoutes } from './delete-routes.ts'
import { deviceRoutes } from './device-routes.ts'
import { disputeRoutes } from './dispute-routes.ts'
import { exportRoutes } from './export-routes.ts'
import { organizationRoutes } from './organization-routes.ts'
import { productsPage } from './pages/index.ts'
import { passkeyRoutes } from './passkey-routes.ts'
import { pictureRoutes } from './picture-routes.ts'
import { profileRoutes } from './profile-routes.ts'
import { requestRoutes } from './request-routes.ts'
import { securityRoutes } from './security-routes.ts'
import { suggestionRoutes } from './suggestion-routes.ts'
import { openSurface } from './surface.ts'
import { twoStepRoutes } from './two-step-routes.ts'

/** The holder's own pages: profile, security, devices, products, and what happened. */
export function accountPageRoutes(context: SignInContext): Hono<Visit> {
  const surface = openSurface(context)
  profileRoutes(context, surface)
  pictureRoutes(context, surface)
  addressRoutes(context, surface)
  exportRoutes(context, surface)
  deleteRoutes(context, surface)
  securityRoutes(context, surface)
  twoStepRoutes(context, surface)
  passkeyRoutes(context, surface)
  deviceRoutes(context, surface)
  organizationRoutes(context, surface)
  disputeRoutes(context, surface)
  suggestionRoutes(context, surface)
  claimRoutes(context, surface)
  requestRoutes(context, surface)
  surface.page('/products', async (c, _me, holder) => show(c, productsPage(c.get('say'), { holder })))
  return surface.app
}
