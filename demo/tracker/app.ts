import type { Hono } from 'hono'
import type { Pool } from 'pg'
import { openProduct, type ProductEnv, type ProductKind } from '../look/product.ts'
import { issueRoutes } from './issue-routes.ts'
import type { TrackerSettings } from './settings.ts'
import { createTables } from './tables.ts'

const tracker: ProductKind = {
  id: 'tracker',
  name: 'Tracker',
  thing: 'issue',
  home: 'All issues',
  people: [
    ['issue', 'author'],
    ['issue', 'assignee'],
    ['comment', 'author'],
  ],
  css: new URL('tracker.css', import.meta.url),
}

/** Tracker, with its tables made and its routes in order: open to all, then logged in only. */
export async function createTracker(settings: TrackerSettings, pool: Pool): Promise<Hono<ProductEnv>> {
  await createTables(pool)
  return openProduct(tracker, settings, pool, issueRoutes(pool))
}
