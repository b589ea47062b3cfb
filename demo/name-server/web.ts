import { type Context, Hono } from 'hono'
import { onlyThisMachine } from '../look/loopback.ts'
import { notFoundPage, recordsPage, stylesheet } from './pages.ts'
import { readRecord } from './record.ts'
import { mostOfName, type Store } from './store.ts'

const POLICY = [
  "default-src 'none'",
  "style-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ')

const said: Readonly<Record<string, string>> = {
  added: 'The record is added. It counts at once.',
  removed: 'The record is removed. Nobody is told of it any more.',
}

/** The page of the name server. Whoever writes its records proves domains, so other websites must not. */
export function nameServerPages(store: Store): Hono {
  const app = new Hono()
  app.use(onlyThisMachine({ name: 'name server', policy: POLICY }))

  app.get('/style.css', (c) => c.body(stylesheet, 200, { 'Content-Type': 'text/css; charset=utf-8' }))
  app.get('/healthz', (c) => c.json(true))

  app.get('/', (c) => c.html(recordsPage({ records: store.all(), said: said[c.req.query('said') ?? ''] })))
  app.post('/add', async (c) => {
    const typed = await typedIn(c)
    const read = readRecord(typed)
    const isFull = 'record' in read && !(await store.add(read.record))
    if ('record' in read && !isFull) return c.redirect('/?said=added', 303)
    const full = { name: `This name has ${mostOfName} records. Remove one of them first.` }
    const faults = 'faults' in read ? read.faults : full
    return c.html(recordsPage({ records: store.all(), typed, faults }), 422)
  })
  app.post('/remove', async (c) => {
    await store.remove(await typedIn(c))
    return c.redirect('/?said=removed', 303)
  })

  app.notFound((c) => c.html(notFoundPage(), 404))
  return app
}

async function typedIn(c: Context): Promise<{ name: string; value: string }> {
  const { name, value } = await c.req.parseBody()
  return { name: typeof name === 'string' ? name : '', value: typeof value === 'string' ? value : '' }
}
