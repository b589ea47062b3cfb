import type { Hono } from 'hono'
import type { Visit } from '#platform'
import type { SignInContext } from '#sign-in'
import { openConsole } from './console.ts'
import { organizationRoutes } from './organization-routes.ts'

/** The console of those who run an organization. */
export function adminConsoleRoutes(context: SignInContext): Hono<Visit> {
  const surface = openConsole(context)
  organizationRoutes(context, surface)
  return surface.app
}
