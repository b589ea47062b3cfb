import { Hono } from 'hono'
import { show, type Visit } from '#platform'
import { helpPage, privacyPage, termsPage } from './pages.ts'

/** Pages that anybody can read: help, terms, privacy (ACC-12). */
export function helpRoutes({ contact, sender }: { contact: string | undefined; sender: string }): Hono<Visit> {
  const app = new Hono<Visit>()
  app.get('/help', (c) => show(c, helpPage(c.get('say'), { contact, sender })))
  app.get('/terms', (c) => show(c, termsPage(c.get('say'), { contact })))
  app.get('/privacy', (c) => show(c, privacyPage(c.get('say'), { contact })))
  return app
}
