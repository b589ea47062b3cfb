import { createHash, randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { Hono, type MiddlewareHandler } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import type { Pool } from 'pg'
import { connectToUmbel, mountUmbel, type Person, postgresSessions, requireLogIn } from '../../sdk/index.ts'
import type { Html } from './marks.ts'
import { forgetPerson, markPerson, noteLogIn } from './people.ts'
import type { ProductSettings } from './settings.ts'
import { type Frame, messagePage, page } from './shell.ts'

/** What the routes of a product find in the context: who asks, and how an inside becomes a whole page. */
export interface ProductEnv {
  Variables: {
    person: Person
    show: (
      title: string,
      main: Html,
      options?: { status?: 200 | 400 | 409; wide?: boolean },
    ) => Response | Promise<Response>
  }
}

/** What makes one product of the suite differ from the next, besides its routes. */
export interface ProductKind {
  /** Names its sign, its schema and its cookie. */
  id: string
  name: string
  /** What it holds, in sentences: `issue`. */
  thing: string
  /** The words on the way home: `All issues`. */
  home: string
  /** Where its tables name people: `['issue', 'author']`. */
  people: readonly (readonly [table: string, column: string])[]
  /** Style of its own, after what all have. */
  css?: URL
}

/** What back-channel log-out could not tell is noticed within the hour. */
const checkedAfterSeconds = 3_600

const shared = ['1-tokens', '2-text', '3-controls', '4-blocks', '5-bar', '6-suite'].map(
  (name) => new URL(`css/${name}.css`, import.meta.url),
)

/**
 * A product with everything that all of them have: log-in and log-out through the SDK, pages for what goes wrong, one
 * stylesheet, a strict policy, and forms that only its own pages can send. Its tables must be there.
 */
export async function openProduct(
  kind: ProductKind,
  settings: ProductSettings,
  pool: Pool,
  routes: Hono<ProductEnv>,
): Promise<Hono<ProductEnv>> {
  const { name, thing } = kind
  const css = [...shared, ...(kind.css ? [kind.css] : [])].map((file) => readFileSync(file, 'utf8')).join('\n')
  const stylesheet = `/${kind.id}.${createHash('sha256').update(css).digest('hex').slice(0, 12)}.css`
  const sessions = postgresSessions(pool, { schema: kind.id })
  await sessions.prepare()
  const frameFor = async (person?: Person): Promise<Frame> => ({
    product: kind,
    person,
    products: person ? await umbel.products() : [],
    issuer: settings.issuer,
    stylesheet,
  })
  const umbel = connectToUmbel({
    issuer: settings.issuer,
    clientId: settings.clientId,
    clientSecret: settings.clientSecret,
    redirectUri: `${settings.url}/log-in/callback`,
    name,
    cookieName: `${kind.id}-session`,
    sessions,
    onLogIn: (person) => noteLogIn(pool, kind.id, person),
    onAccountErased: ({ accountId }) => forgetPerson(pool, kind.id, accountId, kind.people),
    onAccountDisabled: ({ accountId }) => markPerson(pool, kind.id, accountId, true),
    onAccountEnabled: ({ accountId }) => markPerson(pool, kind.id, accountId, false),
    failurePage: async ({ heading, sentence, wayOut, wayOutWords }) =>
      htmlAnswer(await messagePage(await frameFor(), heading, sentence, [wayOut, wayOutWords])),
  })
  const home = ['/', kind.home] as const

  const app = new Hono<ProductEnv>()
  app.onError(async (error, c) => {
    const incident = randomUUID().slice(0, 8)
    console.error(JSON.stringify({ level: 'error', incident, path: c.req.path, error: error.stack ?? String(error) }))
    const text = `The fault is ours, and what you were doing may not be saved. It is noted as ${incident}.`
    return c.html(await messagePage(await frameFor(c.var.person), 'Something went wrong', text, home), 500)
  })
  app.notFound(async (c) => {
    const text = `The address may be mistyped, or the ${thing} is gone.`
    return c.html(await messagePage(await frameFor(c.var.person), 'Nothing here', text, home), 404)
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

  app.use(requireLogIn(umbel, { afterSeconds: checkedAfterSeconds }))
  app.use(async (c, next) => {
    c.set('show', async (title, main, { status = 200, wide = false } = {}) =>
      c.html(await page(await frameFor(c.var.person), title, main, wide), status),
    )
    if (c.req.method === 'GET' || c.req.method === 'HEAD' || umbel.isFromOwnPage(c.req.raw)) return next()
    const text = `Only ${name}’s own pages may change something here. Nothing was saved.`
    return c.html(await messagePage(await frameFor(c.var.person), 'That came from another site', text, home), 403)
  })
  app.use(
    bodyLimit({
      maxSize: 128 * 1024,
      onError: async (c) => {
        const text = `What you sent is larger than any ${thing} can be. Go back and shorten it.`
        return c.html(await messagePage(await frameFor(c.var.person), 'Too much at once', text, home), 413)
      },
    }),
  )
  app.route('/', routes)
  return app
}

const htmlAnswer = (body: unknown): Response =>
  new Response(String(body), { headers: { 'content-type': 'text/html; charset=utf-8' } })

/** What browsers may do with the product's pages: nothing from elsewhere, no script, no frame. */
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
