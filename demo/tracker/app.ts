import { createHash, randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { Hono, type MiddlewareHandler } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import type { Pool } from 'pg'
import { connectToUmbel, mountUmbel, type Person, postgresSessions, requireLogIn } from '../../sdk/index.ts'
import { issueRoutes, type TrackerEnv } from './issue-routes.ts'
import { type Frame, messagePage, page } from './layout.ts'
import { noteLogIn } from './people.ts'
import type { TrackerSettings } from './settings.ts'
import { createTables } from './tables.ts'

const css = ['1-tokens', '2-text', '3-controls', '4-blocks', '5-bar', '6-tracker']
  .map((name) => readFileSync(new URL(`css/${name}.css`, import.meta.url), 'utf8'))
  .join('\n')
const stylesheet = `/tracker.${createHash('sha256').update(css).digest('hex').slice(0, 12)}.css`

/** Tracker, with its tables made and its routes in order: open to all, then logged in only. */
export async function createTracker(settings: TrackerSettings, pool: Pool): Promise<Hono<TrackerEnv>> {
  await createTables(pool)
  const sessions = postgresSessions(pool, { schema: 'tracker' })
  await sessions.prepare()
  const frameFor = (person?: Person): Frame => ({ person, issuer: settings.issuer, stylesheet })
  const umbel = connectToUmbel({
    issuer: settings.issuer,
    clientId: settings.clientId,
    clientSecret: settings.clientSecret,
    redirectUri: `${settings.url}/log-in/callback`,
    cookieName: 'tracker-session',
    sessions,
    onLogIn: (person) => noteLogIn(pool, person),
    failurePage: async ({ heading, sentence, wayOut, wayOutWords }) =>
      htmlAnswer(await messagePage(frameFor(), heading, sentence, [wayOut, wayOutWords])),
  })

  const app = new Hono<TrackerEnv>()
  app.onError(async (error, c) => {
    const incident = randomUUID().slice(0, 8)
    console.error(JSON.stringify({ level: 'error', incident, path: c.req.path, error: error.stack ?? String(error) }))
    const text = `The fault is ours, and what you were doing may not be saved. It is noted as ${incident}.`
    return c.html(await messagePage(frameFor(c.var.person), 'Something went wrong', text, ['/', 'All issues']), 500)
  })
  app.notFound(async (c) => {
    const text = 'The address may be mistyped, or the issue is gone.'
    return c.html(await messagePage(frameFor(c.var.person), 'Nothing here', text, ['/', 'All issues']), 404)
  })
  app.use(secured(new URL(settings.issuer).origin))
  app.get(stylesheet, (c) =>
    c.body(css, 200, {
      'content-type': 'text/css; charset=utf-8',
      'cache-control': 'public, max-age=31536000, immutable',
    }),
  )
  app.get('/health/ready', async (c) => {
    const ready = await pool.query('select 1').then(
      () => true,
      () => false,
    )
    return c.json({ status: ready ? 'ready' : 'database out of reach' }, ready ? 200 : 503)
  })
  mountUmbel(app, umbel)
  app.get('/log-in/another-account', (c) => umbel.logIn(c.req.raw, { prompt: 'select_account' }))

  app.use(requireLogIn(umbel))
  app.use(async (c, next) => {
    c.set('show', async (title, main, { status = 200, wide = false } = {}) =>
      c.html(await page(frameFor(c.var.person), title, main, wide), status),
    )
    if (c.req.method === 'GET' || c.req.method === 'HEAD' || umbel.isFromOwnPage(c.req.raw)) return next()
    const text = 'Only Tracker’s own pages may change something here. Nothing was saved.'
    return c.html(
      await messagePage(frameFor(c.var.person), 'That came from another site', text, ['/', 'All issues']),
      403,
    )
  })
  app.use(
    bodyLimit({
      maxSize: 128 * 1024,
      onError: async (c) => {
        const text = 'What you sent is larger than any issue can be. Go back and shorten it.'
        return c.html(await messagePage(frameFor(c.var.person), 'Too much at once', text, ['/', 'All issues']), 413)
      },
    }),
  )
  app.route('/', issueRoutes(pool))
  return app
}

const htmlAnswer = (body: unknown): Response =>
  new Response(String(body), { headers: { 'content-type': 'text/html; charset=utf-8' } })

/** What browsers may do with Tracker's pages: nothing from elsewhere, no script, no frame. */
function secured(issuer: string): MiddlewareHandler {
  const policy = [
    `default-src 'none'`,
    `style-src 'self'`,
    `img-src 'self' data:`, // the arrow of select boxes
    `form-action 'self' ${issuer}`, // Log out is a form whose answer leads to Umbel
    `base-uri 'none'`,
    `frame-ancestors 'none'`,
  ].join('; ')
  return async (c, next) => {
    await next()
    const { headers } = c.res
    headers.set('content-security-policy', policy)
    headers.set('x-content-type-options', 'nosniff')
    headers.set('referrer-policy', 'same-origin')
    if (!headers.has('cache-control')) headers.set('cache-control', 'private, no-cache')
  }
}
