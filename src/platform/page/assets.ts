import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { extname } from 'node:path'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
import { Hono } from 'hono'

/**
 * What browsers fetch besides pages: everything in `web/`, and the browser half of WebAuthn as its library brings it, read
 * once, under names that hold a hash of the content.
 */

type Encoding = 'br' | 'gzip' | 'identity'
interface Asset {
  readonly path: string
  readonly type: string
  readonly hash: string
  bodyIn(encoding: Encoding): Uint8Array<ArrayBuffer>
}

const types: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
}
const folder = new URL('../../../web/', import.meta.url)
const webauthn = new URL('../dist/bundle/index.umd.min.js', import.meta.resolve('@simplewebauthn/browser'))
const files = [
  ...readdirSync(folder).map((name) => [name, new URL(name, folder)] as const),
  ['webauthn.js', webauthn] as const,
]
const assets = new Map(
  files
    .filter(([name]) => extname(name) in types)
    .map(([name, file]) => [name, anAsset(name, new Uint8Array(readFileSync(file)))]),
)

function anAsset(name: string, content: Uint8Array<ArrayBuffer>): Asset {
  const hash = createHash('sha256').update(content).digest('hex').slice(0, 12)
  const end = extname(name)
  const bodies = new Map<Encoding, Uint8Array<ArrayBuffer>>([['identity', content]])
  return {
    path: `/assets/${name.slice(0, -end.length)}.${hash}${end}`,
    type: types[end] ?? 'application/octet-stream',
    hash,
    bodyIn(encoding) {
      let body = bodies.get(encoding)
      if (!body) {
        body = new Uint8Array(encoding === 'br' ? brotli(content) : gzipSync(content, { level: 9 }))
        bodies.set(encoding, body)
      }
      return body
    },
  }
}

const brotli = (content: Uint8Array) =>
  brotliCompressSync(content, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } })

/** The address of a file: `asset('umbel.css')` → `/assets/umbel.1f0c….css`. Throws for one that is not there. */
export function asset(name: string): string {
  const found = assets.get(name)
  if (!found) throw new Error(`There is no asset ${name}`)
  return found.path
}

/** Answers `/assets/*`. */
export function assetRoutes(): Hono {
  // Compressed at start: the first visitor should not wait for it, and there are only a few.
  for (const { type, bodyIn } of assets.values()) if (type !== 'image/png') for (const e of encodings) bodyIn(e)
  const routes = new Hono()
  routes.get('/assets/:file', (c) => {
    const [, stem, hash, end] = /^(.+)\.([0-9a-f]{12})(\.[a-z]+)$/.exec(c.req.param('file')) ?? []
    const found = assets.get(`${stem}${end}`)
    if (!found) return c.notFound()
    // A page of another version may still ask for its own stylesheet: today's is better than none, but not for a year.
    const kept = hash === found.hash ? 'public, max-age=31536000, immutable' : 'no-cache'
    const encoding = found.type === 'image/png' ? 'identity' : encodingFor(c.req.header('accept-encoding'))
    const etag = `"${found.hash}-${encoding}"`
    c.header('cache-control', kept)
    c.header('etag', etag)
    c.header('vary', 'accept-encoding')
    c.header('content-type', found.type)
    c.header('x-content-type-options', 'nosniff')
    if (c.req.header('if-none-match')?.split(/,\s*/).includes(etag)) return c.body(null, 304)
    if (encoding !== 'identity') c.header('content-encoding', encoding)
    return c.body(found.bodyIn(encoding))
  })
  return routes
}

const encodings = ['br', 'gzip'] as const

function encodingFor(accepted = ''): Encoding {
  const refused = (name: string) => new RegExp(`\\b${name}\\s*;\\s*q=0(\\.0+)?\\s*(,|$)`).test(accepted)
  return encodings.find((name) => new RegExp(`\\b${name}\\b`).test(accepted) && !refused(name)) ?? 'identity'
}
