import { type Context, Hono } from 'hono'
import type { Database, Visit } from '#platform'
import { pictureOf } from './store.ts'

// A picture never changes at its address, so nobody need ask twice; but one that was taken away should be gone from caches
// between us and its readers in a day.
const kept = 'public, max-age=86400, immutable'

/** Pictures, for whoever was given their address: products show them to their people (ACC-8). */
export function pictureRoutes(database: Database): Hono<Visit> {
  const app = new Hono<Visit>()
  const answer = async (c: Context<Visit>, size: 'large' | 'small') => {
    const id = c.req.param('id') ?? ''
    const content = /^[\w-]{43}$/.test(id) ? await pictureOf(database.durable, id, size) : undefined
    if (!content) return c.notFound()
    c.header('Cache-Control', kept)
    c.header('Content-Security-Policy', "default-src 'none'; sandbox; frame-ancestors 'none'")
    c.header('Content-Type', 'image/jpeg')
    c.header('Cross-Origin-Resource-Policy', 'cross-origin')
    return c.body(new Uint8Array(content))
  }
  app.get('/pictures/:id', (c) => answer(c, 'large'))
  app.get('/pictures/:id/small', (c) => answer(c, 'small'))
  return app
}
