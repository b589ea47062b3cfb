import type { IncomingMessage, ServerResponse } from 'node:http'
import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import { equalBytes, hashSecret } from '#kernel'
import { type Database, sql } from './database.ts'

/** Whether Umbel lives, is ready, and how it fares (OPS-4): `/health/live`, `/health/ready`, `/metrics`. */
export function openHealth(options: {
  database: Database
  /** How many log-ins wait for their hash. */
  hashesWaiting: () => number
  isStopping: () => boolean
  /** Lets a collector on another computer read the metrics. */
  metricsToken: string | undefined
  /** Numbers of other rooms, read when somebody asks. */
  gauges?: readonly { readonly name: string; readonly help: string; read(): Promise<number> }[]
}) {
  const { database, hashesWaiting, isStopping, metricsToken, gauges = [] } = options
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  const duration = new Histogram({
    name: 'umbel_http_request_duration_seconds',
    help: 'Time from a request to its answer, by the first part of its path.',
    labelNames: ['method', 'part', 'status'] as const,
    buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
    registers: [registry],
  })
  new Gauge({
    name: 'umbel_hashes_waiting',
    help: 'Log-ins that wait for their password hash.',
    registers: [registry],
    collect() {
      this.set(hashesWaiting())
    },
  })
  new Gauge({
    name: 'umbel_database_connections',
    help: 'Connections to PostgreSQL by state.',
    labelNames: ['state'] as const,
    registers: [registry],
    collect() {
      this.set({ state: 'total' }, database.pool.totalCount)
      this.set({ state: 'idle' }, database.pool.idleCount)
      this.set({ state: 'waiting' }, database.pool.waitingCount)
    },
  })

  for (const { name, help, read } of gauges) {
    new Gauge({
      name,
      help,
      registers: [registry],
      async collect() {
        // Metrics are wanted most when PostgreSQL is away; this one then says nothing.
        await read().then(
          (value) => this.set(value),
          () => this.remove(),
        )
      },
    })
  }

  async function isReady(): Promise<boolean> {
    if (isStopping()) return false
    try {
      await database.durable.first(sql`select 1 as one`)
      return true
    } catch {
      return false
    }
  }

  function mayRead(request: IncomingMessage): boolean {
    const bearer = request.headers.authorization?.replace(/^Bearer /, '')
    if (metricsToken) return equalBytes(hashSecret(bearer ?? ''), hashSecret(metricsToken))
    const isLocal = /^(::ffff:)?127\.|^::1$/.test(request.socket.remoteAddress ?? '')
    return isLocal && request.headers['x-forwarded-for'] === undefined && request.headers.forwarded === undefined
  }

  return {
    /** Notes how long a request took. Paths are cut to their first part: the rest may hold ids. */
    observe(request: IncomingMessage, response: ServerResponse): void {
      const started = performance.now()
      const part = /^\/([a-z.-]*)/.exec(request.url ?? '')?.[1] ?? ''
      response.once('finish', () => {
        const labels = {
          method: request.method ?? '',
          part: knownParts.has(part) ? part : 'other',
          status: String(response.statusCode),
        }
        duration.observe(labels, (performance.now() - started) / 1000)
      })
    },
    /** Answers the three addresses; false for any other. */
    answer(pathname: string, request: IncomingMessage, response: ServerResponse): boolean {
      if (pathname === '/health/live') return send(response, 200, 'text/plain', 'live\n')
      if (pathname === '/health/ready') {
        void isReady().then((ready) =>
          send(response, ready ? 200 : 503, 'text/plain', ready ? 'ready\n' : 'not ready\n'),
        )
        return true
      }
      if (pathname === '/metrics' && mayRead(request)) {
        void registry.metrics().then((text) => send(response, 200, registry.contentType, text))
        return true
      }
      return false
    },
  }
}

const knownParts = new Set([
  '',
  'sign-in',
  'sign-up',
  'verify-email',
  'password',
  'log-out',
  'authorize',
  'token',
  'userinfo',
  'introspect',
  'revoke',
  'par',
  'session',
  'device',
  'devices',
  'products',
  'security',
  'profile',
  'activity',
  'assets',
  'help',
])

function send(response: ServerResponse, status: number, type: string, body: string): true {
  response.writeHead(status, { 'content-type': type, 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' })
  response.end(body)
  return true
}
