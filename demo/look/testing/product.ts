import type { TestContext } from 'node:test'
import { serve } from '@hono/node-server'
import type { Hono } from 'hono'
import pg from 'pg'
import { Browser, type Page, passAs } from '../../../sdk/testing/browser.ts'
import { aProvider, type TestProvider } from '../../../sdk/testing/provider.ts'
import { anEmptyDatabase } from '../../../test/postgres.ts'
import type { ProductEnv } from '../product.ts'
import type { ProductSettings } from '../settings.ts'

export interface TestDemoProduct {
  url: string
  pool: pg.Pool
  provider: TestProvider
  /** Statements sent to PostgreSQL so far. */
  statements(): number
  /** A browser in which somebody has logged in, on the page asked for. */
  somebody(name: string, path?: string): Promise<TestPerson>
}

export interface TestPerson {
  browser: Browser
  page: Page
  get(path: string): Promise<Page>
  post(path: string, fields: Record<string, string>): Promise<Page>
}

/** A product of the suite on a free port with a database of its own and a provider that isn't Umbel. */
export async function aDemoProduct(
  t: TestContext,
  id: string,
  create: (settings: ProductSettings & { databaseUrl: string }, pool: pg.Pool) => Promise<Hono<ProductEnv>>,
): Promise<TestDemoProduct> {
  const drops: (() => unknown)[] = []
  const { url: databaseUrl } = await anEmptyDatabase({ after: (drop: () => unknown) => drops.push(drop) } as never)
  const pool = new pg.Pool({ connectionString: databaseUrl })
  pool.on('error', () => {})
  let fetchApp = (_: Request): Response | Promise<Response> => new Response(null, { status: 503 })
  const listening = Promise.withResolvers<number>()
  const server = serve({ fetch: (request) => fetchApp(request), port: 0, hostname: '127.0.0.1' }, ({ port }) =>
    listening.resolve(port),
  )
  const url = `http://127.0.0.1:${await listening.promise}`
  const client = { clientId: id, clientSecret: 'a secret of at least 32 characters', product: url }
  const provider = await aProvider(t, client)
  const app = await create({ ...client, url, port: 0, issuer: provider.issuer, databaseUrl }, pool)
  fetchApp = (request) => app.fetch(request)
  let sent = 0
  const query = pool.query.bind(pool) as (...args: unknown[]) => unknown
  pool.query = ((...args: unknown[]) => {
    sent += 1
    return query(...args)
  }) as never
  t.after(async () => {
    await new Promise((resolve) => server.close(resolve))
    await pool.end().catch(() => {})
    for (const drop of drops) await drop()
  })
  const somebody = async (name: string, path = '/'): Promise<TestPerson> => {
    const browser = new Browser()
    const page = await passAs(browser, name, await browser.open(url + path))
    return {
      browser,
      page,
      get: (to) => browser.open(url + to),
      post: (to, fields) =>
        browser.open(url + to, { method: 'POST', body: new URLSearchParams(fields), headers: { origin: url } }),
    }
  }
  return { url, pool, provider, statements: () => sent, somebody }
}
