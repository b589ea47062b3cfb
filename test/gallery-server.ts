import { serve } from '@hono/node-server'
import { Hono } from 'hono'
import { assetRoutes, type Html } from '../src/platform/page/index.ts'

export type Gallery = Readonly<Record<string, () => Html>>

const policy =
  "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

/** Every page of a gallery at `/gallery/<name>`, under the house's content policy, with what its scripts and pictures ask for. */
export function galleryApp(pages: Gallery): Hono {
  const app = new Hono()
  app.use('/gallery/*', async (c, next) => {
    c.header('content-security-policy', policy)
    await next()
  })
  app.route('/', assetRoutes())
  app.post('/password/strength', async (c) => {
    const { password } = await c.req.json<{ password: string }>()
    const length = password.length >= 12
    return c.json({ score: Math.min(4, Math.floor(password.length / 4)), met: { length, known: length } })
  })
  // Whatever pages show of people's pictures is this one.
  const stripes = Array.from({ length: 12 }, (_, i) => `<rect x="${i * 20}" width="10" height="160" fill="#8a2a70"/>`)
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="240" height="160">${stripes.join('')}</svg>`
  for (const path of ['/pictures/*', '/profile/picture/*'])
    app.get(path, (c) => c.body(svg, 200, { 'content-type': 'image/svg+xml' }))
  app.post('/sign-in/passkey/options', (c) => c.json({ challenge: 'AAAA' }))
  app.get('/', (c) =>
    c.html(
      `<ul>${Object.keys(pages)
        .map((name) => `<li><a href="/gallery/${name}">${name}</a></li>`)
        .join('')}</ul>`,
    ),
  )
  app.get('/gallery/:name', (c) => {
    const view = pages[c.req.param('name')]
    return view ? c.html(view().toString()) : c.notFound()
  })
  return app
}

/** Listens, by itself on a free port; gives the address, and what closes it. */
export async function openGallery(app: Hono, port = 0): Promise<{ origin: string; close(): void }> {
  return new Promise((resolve) => {
    const server = serve({ fetch: app.fetch, port, hostname: '127.0.0.1' }, (address) =>
      resolve({ origin: `http://127.0.0.1:${address.port}`, close: () => server.close() }),
    )
  })
}
