import { randomBytes } from 'node:crypto'
import type { HttpBindings } from '@hono/node-server'
import { type Context, Hono, type MiddlewareHandler } from 'hono'
import { Refusal } from '#kernel'
import { isAway } from './database.ts'
import { type Languages, openLanguages } from './language.ts'
import type { Logger } from './log.ts'
import type { Html } from './page/html.ts'
import { deviceOf, networkOf, type trustedProxies } from './request.ts'
import { type Say, sayIn } from './words.ts'

/** What every handler finds on its context. */
export type Visit = {
  Bindings: HttpBindings
  Variables: {
    say: Say
    /** The visitor's network address. */
    network: string
    /** The visitor's device, in words. */
    device: string
  }
}
export type Visitor = Context<Visit>

// A form of ours is a few short fields; anything larger is not one.
const largestFormBytes = 100 * 1024
const longestField = 20_000

/** How the pages of last resort look. Given by whoever builds the app, because a page needs words and a shell. */
export type LastPages = {
  refused(say: Say, refusal: Refusal): Html | Promise<Html>
  notFound(say: Say): Html | Promise<Html>
  broken(say: Say, incident: string): Html | Promise<Html>
}

/**
 * The outermost part of every page: who asks, in which language, from our own origin, in a sane size, and what happens
 * when something is refused or breaks.
 * @param options.url Umbel's own address: unsafe requests must come from its origin (OWASP ASVS 3.5.1)
 * @param options.uploads paths whose forms may carry a file, which `uploadIn` reads
 */
export function openApp(options: {
  url: URL
  zone: string
  log: Logger
  trusted: ReturnType<typeof trustedProxies>
  pages: LastPages
  uploads: readonly (string | RegExp)[]
}): Hono<Visit> {
  const { url, zone, log, trusted, pages, uploads } = options
  const app = new Hono<Visit>()
  // First of all, so that a page of last resort is as guarded as any other.
  app.use(async (c, next) => {
    secureHeaders(c)
    await next()
  })
  app.use(introduce(openLanguages(url), zone, trusted))
  app.use(protect(url))
  app.use(limitBody(uploads))

  async function answerRefusal(c: Visitor, refusal: Refusal): Promise<Response> {
    const say = c.get('say')
    if (refusal.details.retryAfterSeconds !== undefined)
      c.header('Retry-After', String(refusal.details.retryAfterSeconds))
    if (wantsJson(c)) {
      return c.json({ error: refusal.code }, refusal.status)
    }
    return show(c, await pages.refused(say, refusal), { status: refusal.status })
  }

  app.notFound(async (c) => {
    if (wantsJson(c)) return c.json({ error: 'platform.not-found' }, 404)
    return show(c, await pages.notFound(c.get('say')), { status: 404 })
  })
  app.onError(async (error, c) => {
    if (error instanceof Refusal) return answerRefusal(c, error)
    if (isAway(error)) {
      log.warn({ err: error, route: c.req.routePath }, 'a request came while PostgreSQL was away')
      return answerRefusal(c, new Refusal('platform.away', 503, { retryAfterSeconds: 5 }))
    }
    const incident = randomBytes(4)
      .toString('hex')
      .replace(/^(.{4})/, '$1-')
    log.error({ err: error, incident, route: c.req.routePath, method: c.req.method }, 'a request failed')
    if (wantsJson(c)) return c.json({ error: 'platform.broken', incident }, 500)
    return show(c, await pages.broken(c.get('say') ?? sayIn('en', zone), incident), { status: 500 })
  })
  return app
}

function wantsJson(c: Context): boolean {
  return (
    (c.req.header('accept') ?? '').includes('application/json') && !(c.req.header('accept') ?? '').includes('text/html')
  )
}

function introduce(
  languages: Languages,
  zone: string,
  trusted: ReturnType<typeof trustedProxies>,
): MiddlewareHandler<Visit> {
  return async (c, next) => {
    const locale = languages.of({ cookie: c.req.header('cookie'), acceptLanguage: c.req.header('accept-language') })
    c.set('say', sayIn(locale, zone))
    c.set('network', networkOf(c.env.incoming, trusted))
    c.set('device', deviceOf(c.req.header('user-agent')))
    await next()
  }
}

function protect(url: URL): MiddlewareHandler<Visit> {
  const safe = new Set(['GET', 'HEAD', 'OPTIONS'])
  return async (c, next) => {
    if (!safe.has(c.req.method)) {
      const origin = c.req.header('origin')
      const site = c.req.header('sec-fetch-site')
      // Every browser sends one of the two with a POST; a client that sends neither carries nobody's cookies.
      if (origin !== undefined ? origin !== url.origin : site !== undefined && site !== 'same-origin') {
        throw new Refusal('platform.origin-foreign', 403)
      }
    }
    await next()
  }
}

const withBody = new Set(['POST', 'PUT', 'PATCH', 'DELETE'])

/**
 * Refuses a body larger than any form of ours. One that comes in chunks tells no length, so it is counted on the way. Forms
 * with a file are read by `uploadIn`, which knows how large they may be.
 */
function limitBody(uploads: readonly (string | RegExp)[]): MiddlewareHandler<Visit> {
  return async (c, next) => {
    const { method, path } = c.req
    const { headers, body } = c.req.raw
    const mayUpload = uploads.some((each) => (typeof each === 'string' ? each === path : each.test(path)))
    if (mayUpload && isUpload(headers.get('content-type'))) return next()
    if (withBody.has(method) && headers.has('transfer-encoding')) {
      const read = body && (await readBounded(body, largestFormBytes))
      c.req.raw = new Request(c.req.url, { method, headers, body: read })
    } else if (Number(headers.get('content-length') ?? 0) > largestFormBytes) {
      throw new Refusal('platform.body-large', 413)
    }
    await next()
  }
}

/** Whether a form may carry files, by its type (RFC 7578). */
export const isUpload = (contentType: string | null | undefined): boolean =>
  /^multipart\/form-data\b/i.test(contentType ?? '')

/**
 * Reads a body, and no more of it than may come.
 * @throws Refusal 'platform.body-large' 413
 */
export async function readBounded(body: ReadableStream<Uint8Array>, mostBytes: number): Promise<Buffer<ArrayBuffer>> {
  const parts: Uint8Array[] = []
  let bytes = 0
  for await (const part of body) {
    bytes += part.length
    if (bytes > mostBytes) throw new Refusal('platform.body-large', 413)
    parts.push(part)
  }
  return Buffer.concat(parts)
}

/** What answers a request that no page can: its `Host` is none, or its address cannot be read (RFC 9112 §3.2). */
export function unreadable(error: unknown): Response {
  const isTheirs = error instanceof Error && error.name === 'RequestError'
  const headers = {
    'Cache-Control': 'no-store',
    'Content-Security-Policy': policy([]),
    'Referrer-Policy': 'same-origin',
    'X-Content-Type-Options': 'nosniff',
  }
  const code = isTheirs ? 'platform.request-unreadable' : 'platform.broken'
  return Response.json({ error: code }, { status: isTheirs ? 400 : 500, headers })
}

function secureHeaders(c: Context): void {
  c.header('Content-Security-Policy', policy([]))
  c.header('Cache-Control', 'no-store')
  c.header('X-Content-Type-Options', 'nosniff')
  // Not `no-referrer`: with it browsers send `Origin: null` with our own forms.
  c.header('Referrer-Policy', 'same-origin')
  c.header('Cross-Origin-Opener-Policy', 'same-origin')
  c.header('Permissions-Policy', 'camera=(), geolocation=(), microphone=()')
}

/** The content security policy of a page; forms may lead to our own origin and, after redirects, to those named. */
export function policy(formTargets: readonly string[]): string {
  return [
    "default-src 'none'",
    "style-src 'self'",
    "script-src 'self'",
    "img-src 'self' data:",
    "connect-src 'self'",
    ["form-action 'self'", ...formTargets].join(' '),
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; ')
}

/**
 * Answers with a page.
 * @param options.formTargets origins that a form's answer may redirect to: browsers hold redirects to `form-action` too
 */
export async function show(
  c: Context,
  page: Html | Promise<Html>,
  options: { status?: number; formTargets?: readonly string[] } = {},
): Promise<Response> {
  if (options.formTargets?.length) c.header('Content-Security-Policy', policy(options.formTargets))
  return c.html((await page) as string, (options.status ?? 200) as 200)
}

/**
 * The fields of a posted form, trimmed of nothing. Files, repeated fields and NUL characters are refused.
 * @throws Refusal 'platform.form-unreadable' 400, 'platform.form-repeats' 400, 'platform.form-long' 413
 */
export async function formOf<F extends string>(c: Context, ...names: F[]): Promise<Record<F, string | undefined>> {
  const type = c.req.header('content-type') ?? ''
  if (!/^(application\/x-www-form-urlencoded|multipart\/form-data)\b/i.test(type))
    throw new Refusal('platform.form-unreadable', 400)
  let body: Record<string, unknown>
  try {
    body = await c.req.parseBody({ all: true })
  } catch {
    throw new Refusal('platform.form-unreadable', 400)
  }
  const fields = {} as Record<F, string | undefined>
  for (const name of names) {
    const value = body[name]
    if (Array.isArray(value)) throw new Refusal('platform.form-repeats', 400)
    if (value === undefined) continue
    if (typeof value !== 'string' || value.includes('\0')) throw new Refusal('platform.form-unreadable', 400)
    if (value.length > longestField) throw new Refusal('platform.form-long', 413)
    fields[name] = value
  }
  return fields
}

/** One query parameter, or nothing when it is missing, repeated, too long or holds a NUL. */
export function queryOf(c: Context, name: string, longest = 2_000): string | undefined {
  const values = c.req.queries(name)
  const value = values?.length === 1 ? values[0] : undefined
  return value !== undefined && value.length <= longest && !value.includes('\0') ? value : undefined
}
