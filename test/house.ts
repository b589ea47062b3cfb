import { randomBytes } from 'node:crypto'
import type { AddressInfo } from 'node:net'
import { createAdaptorServer } from '@hono/node-server'
import type { Hono } from 'hono'
import pg from 'pg'
import { createProvedAccount, insertOperator } from '#account'
import { setFirstPassword } from '#credential'
import { parseAddress, system } from '#kernel'
import { type Clock, openLog, systemClock } from '#platform'
import { addProduct, type LogInForm } from '#product'
import { openMailbox } from '../demo/mailbox/mailbox.ts'
import { createTracker } from '../demo/tracker/app.ts'
import { readAllSettings } from '../src/all-settings.ts'
import { openUmbel, type Umbel } from '../src/umbel.ts'
import { aFolder, aFreePort } from './folder.ts'
import { openPost, type Post } from './journeys/post.ts'
import { aDatabase, anEmptyDatabase } from './postgres.ts'
import { mustTellAll } from './told.ts'
import { testHashing } from './world.ts'

type Ends = { after(end: () => unknown): void }

/** Umbel with a mailbox and products, all real, in this process. */
export type House = Post & {
  readonly url: string
  readonly trackerUrl: string
  readonly umbel: Umbel
  /** The installation's secret, for what tests seal themselves. */
  readonly secretKey: Buffer
  /** Another copy of Tracker under a name, a host and an address of its own. */
  product(name: string, form?: LogInForm): Promise<string>
  /** An account whose address is proved. */
  account(email: string, password?: string, name?: string, operator?: boolean): Promise<string>
  /** Lets time pass for Umbel, though not for browsers and products. */
  pass(time: Temporal.DurationLike): void
  /** What Umbel has logged as its own fault so far. */
  faults(): string[]
}

export const goodPassword = 'tall meadow seven lanterns'

/**
 * Starts a real Umbel on a free port: with a database of its own, the clock of this computer, a mailbox that takes its mail
 * over SMTP, and Tracker registered as a product. All of it stops after the test, or the file whose `after` is given.
 *
 * Browsers may say in `X-Forwarded-For` which network they are in, so that each can be somewhere else.
 */
export async function aHouse(t: Ends, settings: Readonly<Record<string, string>> = {}): Promise<House> {
  const ends: (() => unknown)[] = []
  const closing = { after: (end: () => unknown) => void ends.unshift(end) }
  t.after(async () => {
    for (const end of ends) await end()
  })
  const { url: databaseUrl } = await aDatabase(closing)
  const mailbox = await openMailbox({ folder: aFolder(closing), smtpPort: 0, webPort: 0 })
  closing.after(() => mailbox.close())
  const port = await aFreePort()
  const url = `http://localhost:${port}`
  const clock = aMovableClock()
  const log: string[] = []
  const secretKey = randomBytes(32)
  const umbel = await openUmbel({
    settings: {
      ...readAllSettings({ UMBEL_URL: url, UMBEL_TRUSTED_PROXIES: '127.0.0.1,::1', ...settings }),
      DATABASE_URL: databaseUrl,
      SMTP_URL: `smtp://127.0.0.1:${mailbox.smtpPort}`,
      UMBEL_SECRET_KEY: secretKey,
    },
    log: openLog('warn', { write: (line) => void log.push(line) }),
    clock,
  })
  closing.after(() => mustTellAll(umbel.database).finally(() => umbel.stop()))
  await umbel.listen(['127.0.0.1', '::1'], port)

  const product = (name: string, form?: LogInForm) => aProduct(closing, umbel, url, name, form)
  return {
    ...openPost(`http://127.0.0.1:${mailbox.webPort}`),
    url,
    trackerUrl: await product('Tracker'),
    umbel,
    secretKey,
    product,
    pass: (time) => clock.move(time),
    faults: () => log.filter((line) => JSON.parse(line).level >= 50),
    async account(email, password = goodPassword, name = 'Ana Lopez', operator = false) {
      const hash = await (await testHashing()).hash(password)
      return umbel.database.transaction(async (tx) => {
        const id = await createProvedAccount(tx, system, { name, address: parseAddress(email) })
        await setFirstPassword(tx, id, hash)
        if (operator) await insertOperator(tx, id)
        return id
      })
    },
  }
}

/** Tracker's code as a product of any name: on a free port, with a database of its own. */
async function aProduct(t: Ends, umbel: Umbel, issuer: string, name: string, form?: LogInForm): Promise<string> {
  const { url: databaseUrl } = await anEmptyDatabase(t)
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 3 })
  pool.on('error', () => undefined)
  t.after(() => pool.end())
  // It has to know its address before it can answer, so its server comes first.
  let app: Hono<never> | undefined
  const server = createAdaptorServer({
    fetch: (request) => (app ? app.fetch(request) : new Response(null, { status: 503 })),
  })
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
  t.after(() => {
    if ('closeAllConnections' in server) server.closeAllConnections()
    return new Promise((resolve) => server.close(resolve))
  })
  const { port } = server.address() as AddressInfo
  const url = `http://${name.toLowerCase()}.localhost:${port}`
  const { id, secret = '' } = await umbel.database.transaction((tx) =>
    addProduct(tx, system, {
      name,
      form,
      homeUrl: `${url}/`,
      redirectUris: [`${url}/log-in/callback`],
      postLogOutUris: [`${url}/`],
      backchannelLogOutUrl: `${url}/log-out/back-channel`,
      eventsUrl: `${url}/umbel/events`,
      idTokenAlg: 'ES256',
    }),
  )
  app = (await createTracker({ url, port, issuer, clientId: id, clientSecret: secret, databaseUrl }, pool)) as never
  return url
}

function aMovableClock(): Clock & { move(by: Temporal.DurationLike): void } {
  let ahead = Temporal.Duration.from({ hours: 0 })
  return {
    now: () => systemClock.now().add(ahead),
    move: (by) => {
      ahead = ahead.add(by)
    },
  }
}
