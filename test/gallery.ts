import { serve } from '@hono/node-server'
import { Hono } from 'hono'
import { assetRoutes } from '../src/platform/page/index.ts'
import { viewsIn } from './gallery-views.ts'

/**
 * Shows every page of the house, in English and, as `name.de`, in German, for looking at: `node test/gallery.ts`, then open the address it prints.
 * With `--shots` it also takes pictures of them into test/output/ and checks them with axe, and then ends.
 */
const german = Object.entries(viewsIn('de')).map(([name, view]) => [`${name}.de`, view])
const pages: ReturnType<typeof viewsIn> = { ...viewsIn('en-US'), ...Object.fromEntries(german) }
const policy =
  "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

const app = new Hono()
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
  if (!view) return c.notFound()
  c.header('content-security-policy', policy)
  return c.html(view().toString())
})

const server = serve(
  { fetch: app.fetch, port: Number(process.env.PORT ?? 0), hostname: '127.0.0.1' },
  async ({ port }) => {
    const origin = `http://127.0.0.1:${port}`
    console.log(origin)
    if (!process.argv.includes('--shots')) return
    const { takeShots } = await import('./gallery-shots.ts')
    process.exitCode = (await takeShots(origin, Object.keys(pages), process.argv.slice(3))) ? 0 : 1
    server.close()
  },
)
