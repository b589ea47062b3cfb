import { randomBytes } from 'node:crypto'
import { createServer, type IncomingHttpHeaders, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { TestContext } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { type Clock, type Mailer, openLog } from '#platform'
import { type AllValues, readAllSettings } from '../src/all-settings.ts'
import { openUmbel } from '../src/umbel.ts'
import { aDatabase } from './postgres.ts'
import { mustTellAll } from './told.ts'
import { type Caught, secretsIn } from './world.ts'

export type Answer = { readonly status: number; readonly headers: IncomingHttpHeaders; readonly body: string }
export type Sent = { method?: string; headers?: Record<string, string>; body?: string | Uint8Array }

/** A whole Umbel on a port of its own, over a database of its own, with its mail caught. */
export type OpenUmbel = Awaited<ReturnType<typeof anUmbel>>

// Everything in a test comes from one network, and much of it fails on purpose.
const patient = { UMBEL_MAILS_PER_NETWORK: '100000', UMBEL_ALARM_FAILURES: '100000' }

export async function anUmbel(
  t: Pick<TestContext, 'after'>,
  options: {
    environment?: Record<string, string>
    settings?: Partial<AllValues>
    clock?: Clock
    /** Another process of the same installation. */
    beside?: { databaseUrl: string; secretKey: Buffer }
  } = {},
) {
  const databaseUrl = options.beside?.databaseUrl ?? (await aDatabase(t)).url
  const answering: { listener?: Parameters<typeof createServer>[1] } = {}
  const server = createServer((incoming, response) => void answering.listener?.(incoming, response))
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
  const url = new URL(`http://localhost:${(server.address() as AddressInfo).port}`)
  const mails: Caught[] = []
  const log: string[] = []
  const mailer: Mailer = {
    async send(to, mail) {
      mails.push({ to, mail })
    },
    close: () => undefined,
  }
  const secretKey = options.beside?.secretKey ?? randomBytes(32)
  const umbel = await openUmbel({
    settings: {
      ...readAllSettings({ UMBEL_URL: url.origin, ...patient, ...options.environment }),
      ...options.settings,
      DATABASE_URL: databaseUrl,
      SMTP_URL: 'smtp://127.0.0.1:1',
      UMBEL_SECRET_KEY: secretKey,
    },
    log: openLog('debug', { write: (line) => void log.push(line) }),
    clock: options.clock,
    mailer,
  })
  answering.listener = umbel.listener
  t.after(async () => {
    server.closeAllConnections()
    server.close()
    await mustTellAll(umbel.database).finally(() => umbel.stop())
  })

  const base = { umbel, database: umbel.database, databaseUrl, url, mails, log, secretKey }
  return {
    ...base,
    /** One request, just as given: no cookies, no redirects, no headers of its own but `Host`. */
    send: (path: string, sent: Sent = {}) => send(url, path, sent),
    /** @param network where it is; heard only if this computer is among the trusted proxies */
    browser: (network?: string) => new Browser(url, network),
    /** The next mail to an address, waited for: it is a job that sends it. */
    async mailTo(address: string, from = 0, having = ''): Promise<Caught> {
      for (let tries = 0; tries < 500; tries += 1) {
        const found = mails.slice(from).find(({ to, mail }) => to === address && mail.text.includes(having))
        if (found) return found
        await pause(10)
      }
      throw new Error(`no mail to ${address} within 5 s`)
    },
    /** A verified person, logged in, in a browser of their own. */
    async holder(email: string, password: string): Promise<Browser> {
      const browser = new Browser(url)
      const from = mails.length
      const attempt = await browser.signUp({ email, password })
      const { code = '' } = secretsIn(await this.mailTo(email, from))
      await browser.post('/verify-email', { attempt, code })
      return browser
    },
  }
}

/** What a browser does: keeps cookies, names the origin of its forms. */
export class Browser {
  readonly url: URL
  readonly cookies = new Map<string, string>()
  readonly network?: string

  constructor(url: URL, network?: string) {
    this.url = url
    this.network = network
  }

  headers(): Record<string, string> {
    const cookie = [...this.cookies].map((pair) => pair.join('=')).join('; ')
    return { accept: 'text/html', ...(cookie && { cookie }), ...(this.network && { 'x-forwarded-for': this.network }) }
  }

  async get(path: string): Promise<Answer> {
    return this.keep(await send(this.url, path, { headers: this.headers() }))
  }

  async post(path: string, fields: Record<string, string>, headers: Record<string, string> = {}): Promise<Answer> {
    const type = { 'content-type': 'application/x-www-form-urlencoded', origin: this.url.origin }
    const body = new URLSearchParams(fields).toString()
    return this.keep(
      await send(this.url, path, { method: 'POST', headers: { ...this.headers(), ...type, ...headers }, body }),
    )
  }

  /** Signs somebody up; gives the attempt that waits for the proof of the address. */
  async signUp(wanted: { email: string; password: string; name?: string }): Promise<string> {
    const answer = await this.post('/sign-up', { name: 'Ana Example', terms: '1', ...wanted })
    return attemptIn(answer)
  }

  /** Types an address; gives the attempt that waits for the password. */
  async identify(email: string): Promise<string> {
    return attemptIn(await this.post('/sign-in', { email }))
  }

  private keep(answer: Answer): Answer {
    for (const line of answer.headers['set-cookie'] ?? []) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
      this.cookies.set(name, value)
    }
    return answer
  }
}

export function attemptIn(answer: Answer): string {
  const attempt = /[?&]attempt=([\w-]{43})/.exec(answer.headers.location ?? '')?.[1]
  if (!attempt) throw new Error(`no attempt in the answer: ${answer.status} ${answer.headers.location ?? answer.body}`)
  return attempt
}

/**
 * An answer without what must differ between two people: the address, as it was typed and as pages draw it, and random
 * secrets. Give addresses that begin with the same letter.
 */
export function withoutPerson({ status, headers, body }: Answer, email: string) {
  const [local = '', domain = ''] = email.split('@')
  const plain = (text = '') =>
    text
      .replaceAll(email, '')
      .replaceAll(encodeURIComponent(email), '')
      .replaceAll(`${local}<wbr>@${domain}`, '')
      .replace(/name="work" value="[^"]*"/, '')
      .replace(/(%3D)?[\w-]{43}/g, '')
      .replace(/avatar \w+ /g, '')
  return { status, headers: Object.keys(headers).sort(), location: plain(headers.location), body: plain(body) }
}

export function send(url: URL, path: string, { method = 'GET', headers = {}, body }: Sent = {}): Promise<Answer> {
  const bytes = body === undefined ? undefined : Buffer.from(body)
  return new Promise((resolve, reject) => {
    const sending = request(
      {
        host: '127.0.0.1',
        port: url.port,
        method,
        path,
        headers: {
          host: url.host,
          ...(bytes && !headers['transfer-encoding'] && { 'content-length': String(bytes.length) }),
          ...headers,
        },
        agent: false,
      },
      (response) => {
        const parts: Buffer[] = []
        response.on('data', (part: Buffer) => parts.push(part)).on('error', reject)
        response.on('end', () =>
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            body: Buffer.concat(parts).toString('utf8'),
          }),
        )
      },
    )
    sending.on('error', reject)
    sending.end(bytes)
  })
}
