import type { TestContext } from 'node:test'
import { serve } from '@hono/node-server'
import { Hono } from 'hono'
import { connectToUmbel, mountUmbel, requireLogIn, type SessionStore, type Umbel, type UmbelOptions } from '../index.ts'
import { memorySessions } from '../memory-sessions.ts'
import { aProvider, type TestProvider } from './provider.ts'

export interface TestProduct {
  url: string
  umbel: Umbel
  provider: TestProvider
  sessions: SessionStore
  clientId: string
}

/** A product of a few lines on a free port, connected to a test provider. Its pages say their path and who looks at them. */
export async function aProduct(
  t: Pick<TestContext, 'after'>,
  sessions: SessionStore = memorySessions(),
  options: Partial<UmbelOptions> = {},
): Promise<TestProduct> {
  const app = new Hono()
  const listening = Promise.withResolvers<number>()
  const server = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }, ({ port }) => listening.resolve(port))
  t.after(() => new Promise((resolve) => server.close(resolve)))
  const url = `http://127.0.0.1:${await listening.promise}`
  const client = { clientId: 'pad', clientSecret: 'a secret of at least 32 characters', product: url }
  const provider = await aProvider(t, client)
  const umbel = connectToUmbel({
    issuer: provider.issuer,
    clientId: client.clientId,
    clientSecret: client.clientSecret,
    redirectUri: `${url}/log-in/callback`,
    sessions,
    ...options,
  })
  mountUmbel(app, umbel)
  app.get('/another', (c) => umbel.logIn(c.req.raw, { returnTo: c.req.query('to'), prompt: 'login' }))
  app.get('/silently', (c) => umbel.logIn(c.req.raw, { prompt: 'none' }))
  app.use('/checked', requireLogIn(umbel, { afterSeconds: 600 }))
  const pages = new Hono()
  pages.use(requireLogIn(umbel))
  pages.all('*', (c) => c.json({ path: c.req.path, query: c.req.query(), person: c.get('person' as never) }))
  app.route('/', pages)
  return { url, umbel, provider, sessions, clientId: client.clientId }
}
