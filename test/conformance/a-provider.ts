import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { TestContext } from 'node:test'
import { hashSecret, newId, newSecret, system } from '#kernel'
import { type OpenidProvider, openidSettings, openProvider, plainPages } from '#openid'
import { type Database, openDatabase, openLog, sql, systemClock, trustedProxies } from '#platform'
import { addProduct, type ProductWishes } from '#product'
import { openCookieJar } from '#sign-in'
import { aDatabase } from '../postgres.ts'

/** A provider on a port of its own, with its database, and what tests need to log people in without the pages of log-in. */
export type World = {
  readonly url: URL
  readonly database: Database
  readonly provider: OpenidProvider
  readonly log: string[]
  product(wishes?: Partial<ProductWishes> & { id?: string }): Promise<{ id: string; secret?: string }>
  account(email?: string): Promise<string>
  /** A browser in which this account is logged in: its Cookie header. */
  loggedIn(accountId: string, options?: { ago?: number; lasts?: number }): Promise<Browser>
  /** Finishes the log-in attempt that an address names, as the pages would. */
  finishAttempt(browser: Browser, attemptUrl: string, accountId: string): Promise<void>
  /** Ends something of the test's before the database goes. */
  stopFirst(stop: () => Promise<unknown>): void
  browse(browser: Browser, url: string | URL, init?: RequestInit): Promise<Response>
}
export type Browser = { cookie: string; id?: string; sessionId?: string }
export const callback = 'https://tracker.example/cb'

export const secretKey = Buffer.alloc(32, 7)

export async function aWorld(t: Pick<TestContext, 'after'>): Promise<World> {
  const { url: databaseUrl } = await aDatabase(t)
  const database = openDatabase({ url: databaseUrl, clock: systemClock, connections: 4 })
  const first: (() => Promise<unknown>)[] = []
  t.after(async () => {
    for (const stop of first) await stop()
    await database.close()
  })
  return { ...(await openWorld(t, database)), stopFirst: (stop) => void first.push(stop) }
}

/** A provider process over a database that may have others. */
export async function openWorld(t: Pick<TestContext, 'after'>, database: Database): Promise<World> {
  const answer: { handle?: (req: IncomingMessage, res: ServerResponse) => void } = {}
  const server = createServer((req, res) => answer.handle?.(req, res))
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
  const url = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
  const log: string[] = []
  const settings = Object.fromEntries(
    Object.entries(openidSettings).map(([name, setting]) => [name, setting.read.parse(setting.fallback as string)]),
  ) as { [K in keyof typeof openidSettings]: Temporal.Duration }
  const jar = openCookieJar(url)
  const provider = await openProvider({
    url,
    database,
    clock: systemClock,
    log: openLog('debug', { write: (line) => void log.push(line) }),
    jar,
    pages: plainPages,
    secretKey,
    trusted: trustedProxies([]),
    settings,
  })
  answer.handle = provider.handle
  t.after(() => {
    provider.stop()
    server.closeAllConnections()
    server.close()
  })
  let number = 0

  return {
    url,
    database,
    provider,
    log,
    product: (wishes = {}) =>
      database.transaction((tx) =>
        addProduct(tx, system, {
          name: 'Tracker',
          homeUrl: 'https://tracker.example/',
          redirectUris: [callback],
          ...wishes,
        }),
      ),
    async account(email = `ana${++number}@example.com`) {
      const id = newId(systemClock.now())
      await database.durable.run(sql`
        insert into account (id, name, username, email, email_key, email_verified_at, created_at, updated_at)
        values (${id}, 'Ana María Lopez', ${email.split('@')[0]}, ${email}, ${email}, now(), now(), now())`)
      return id
    },
    async loggedIn(accountId, { ago = 0, lasts = 24 * 3600 } = {}) {
      const [browserId, sessionId, secret] = [newId(systemClock.now()), newId(systemClock.now()), newSecret()]
      await database.durable.run(sql`
        insert into browser (id, token_hash, created_at, seen_at) values (${browserId}, ${hashSecret(secret)}, now(), now())`)
      await database.durable.run(sql`
        insert into session (id, browser_id, account_id, methods, authenticated_at, created_at, seen_at, expires_at, device, network)
        values (${sessionId}, ${browserId}, ${accountId}, '{pwd}', now() - make_interval(secs => ${ago}), now(), now(),
          now() + make_interval(secs => ${lasts}), 'Test', '127.0.0.1')`)
      await database.durable.run(sql`update browser set presented_session_id = ${sessionId} where id = ${browserId}`)
      return { cookie: `umbel=${secret}`, id: browserId, sessionId }
    },
    async finishAttempt(browser, attemptUrl, accountId) {
      const attempt = new URL(attemptUrl, url).searchParams.get('attempt')
      const row = await database.durable.first<{ session: string }>(sql`
        with made as (insert into session (id, browser_id, account_id, methods, authenticated_at, created_at, seen_at,
            expires_at, device, network)
          select ${newId(systemClock.now())}, a.browser_id, ${accountId}, '{pwd}', now(), now(), now(),
            now() + interval '1 day', 'Test', '127.0.0.1' from attempt a where a.id = ${attempt}
          on conflict (browser_id, account_id) do update set authenticated_at = now() returning id, browser_id),
        presented as (update browser set presented_session_id = made.id from made where browser.id = made.browser_id)
        select id as session from made`)
      await database.durable.run(sql`
        update attempt set finished_at = now(), session_id = ${row?.session}, account_id = ${accountId} where id = ${attempt}`)
      browser.sessionId = row?.session
    },
    stopFirst: () => undefined,
    async browse(browser, target, init = {}) {
      const headers = new Headers(init.headers)
      if (browser.cookie) headers.set('cookie', browser.cookie)
      headers.set('accept', 'text/html')
      const response = await fetch(new URL(target, url), { redirect: 'manual', ...init, headers })
      for (const line of response.headers.getSetCookie()) {
        if (line.startsWith('umbel=')) browser.cookie = line.split(';')[0]!
      }
      return response
    },
  }
}
