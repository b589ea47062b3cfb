import type { IncomingMessage, ServerResponse } from 'node:http'
import { setInterval } from 'node:timers'
import { type Clock, type Database, type Logger, openLanguages, type Tasks, type trustedProxies } from '#platform'
import type { CookieJar } from '#sign-in'
import type { Lives } from './configuration.ts'
import { deliveriesAtOnce, deliverNotices, sweepNotices } from './deliver-notices.ts'
import { type Document, documentsOf, sendDocument } from './documents.ts'
import { openForms } from './forms.ts'
import { publishedKeys } from './key-store.ts'
import { type Library, openLibrary } from './library.ts'
import type { Line } from './notice-store.ts'
import type { Pages } from './pages.ts'
import { ensurePartitions, purgeOpenid } from './partitions.ts'
import { plainPages } from './plain-pages.ts'
import { turnIntoGet } from './post-authorize.ts'
import { openStandings } from './product-standing.ts'
import { type KeyPlan, turnSigningKeys } from './rotate-signing-keys.ts'
import { Signer } from './signer.ts'
import { inUse, sealingKey, unseal } from './signing-key.ts'

/** The OpenID provider, ready for requests. */
export interface OpenidProvider {
  /** Whether a path is ours to answer. */
  owns(pathname: string): boolean
  handle(req: IncomingMessage, res: ServerResponse): void
  /** What the job runner does for us, and when (`crontab`). */
  readonly tasks: Tasks
  readonly crontab: readonly string[]
  /** Log-outs to deliver, for a runner of their own: slow products must not hold up mails. */
  readonly deliveries: { readonly tasks: Tasks; readonly concurrency: number }
  readonly keyPlan: KeyPlan
  /** Reads a product afresh at its next request; for reactions to changes of it. */
  forgetProduct(productId: string): void
  /** Notices signing keys that another process has turned. Happens by itself every half minute. */
  refreshKeys(): Promise<void>
  stop(): void
}

const keysReadEveryMs = 30_000
const fixedPaths = new Set([
  '/.well-known/openid-configuration',
  '/.well-known/oauth-authorization-server',
  '/jwks',
  '/authorize',
  '/token',
  '/userinfo',
  '/introspect',
  '/revoke',
  '/par',
  '/session/end',
  '/session/end/confirm',
  '/session/end/success',
  '/device',
  '/device/authorize',
])

/**
 * Opens the provider: makes the partitions of the coming days and, at the very first start, the signing keys.
 * @param options.url Umbel's own address; it is the issuer, whatever a request says of its host
 * @param options.secretKey the installation's secret, of which the keys that seal things are made
 */
export async function openProvider(options: {
  url: URL
  database: Database
  clock: Clock
  log: Logger
  jar: CookieJar
  /** Plain ones, if there are no others. */
  pages?: Pages
  secretKey: Buffer
  trusted: ReturnType<typeof trustedProxies>
  settings: {
    UMBEL_SIGNING_KEY_LIFE: Temporal.Duration
    UMBEL_SIGNING_KEY_OVERLAP: Temporal.Duration
    UMBEL_ACCESS_TOKEN_LIFE: Temporal.Duration
    UMBEL_REFRESH_TOKEN_LIFE: Temporal.Duration
  }
}): Promise<OpenidProvider> {
  const { database, clock, log, settings, secretKey } = options
  const keyPlan = openidKeyPlan(secretKey, settings)
  const lives: Lives = {
    access: seconds(settings.UMBEL_ACCESS_TOKEN_LIFE),
    refresh: seconds(settings.UMBEL_REFRESH_TOKEN_LIFE),
  }
  const parts = {
    ...options,
    languages: openLanguages(options.url),
    pages: options.pages ?? plainPages,
    lives,
    forms: openForms(secretKey),
  }
  await database.transaction(ensurePartitions)
  await database.transaction((tx) => turnSigningKeys(tx, keyPlan))

  const standings = openStandings()
  let now = await build()
  async function build(): Promise<{
    kids: string
    signers: readonly Signer[]
    library: Library
    answer: Answer
    documents: ReadonlyMap<string, Document>
  }> {
    const keys = inUse(await publishedKeys(database.durable), clock.now())
    const signers = keys.map((key) => new Signer(key, unseal(keyPlan.sealing, key.kid, key.sealed)))
    const library = openLibrary(parts, signers)
    const documents = await documentsOf(library.provider)
    return { kids: keys.map(({ kid }) => kid).join(), signers, library, answer: library.provider.callback(), documents }
  }
  async function refreshKeys(): Promise<void> {
    const keys = inUse(await publishedKeys(database.durable), clock.now())
    if (keys.map(({ kid }) => kid).join() === now.kids) return
    // Requests under way go on with the instance they began with.
    now = await build()
    log.info({ keys: keys.length }, 'Signing keys have changed.')
  }
  const timer = setInterval(() => {
    refreshKeys().catch((error) => log.warn({ err: error }, 'Signing keys could not be read.'))
  }, keysReadEveryMs).unref()

  return {
    owns: (path) => fixedPaths.has(path) || /^\/(authorize|device)\/[^/]+$/.test(path),
    handle(req, res) {
      const path = pathOf(req.url ?? '/')
      const document = req.method === 'GET' || req.method === 'HEAD' ? now.documents.get(path) : undefined
      if (document) return sendDocument(req, res, document)
      if (path !== '/authorize' || req.method !== 'POST') return void now.answer(req, res)
      turnIntoGet(req, res).then(
        (request) => request && now.answer(request, res),
        () => res.destroy(),
      )
    },
    tasks: {
      'openid.sweep-log-outs': () => sweepNotices(database),
      'openid.turn-partitions': () => database.transaction(ensurePartitions),
      'openid.turn-signing-keys': async () => {
        await database.transaction((tx) => turnSigningKeys(tx, keyPlan))
        await database.transaction(purgeOpenid)
        await refreshKeys()
      },
    } as Tasks,
    crontab: [
      '*/10 * * * * openid.sweep-log-outs ?max=1',
      '7 * * * * openid.turn-partitions ?max=3',
      '23 3 * * * openid.turn-signing-keys ?max=5',
    ],
    deliveries: {
      tasks: {
        'openid.deliver-log-outs': (line: Line) =>
          deliverNotices(line, {
            database,
            ...now.library,
            signers: now.signers,
            issuer: options.url.origin,
            standings,
            log,
          }),
      } as Tasks,
      concurrency: deliveriesAtOnce,
    },
    keyPlan,
    forgetProduct: (productId) => now.library.clients.forget(productId),
    refreshKeys,
    stop: () => clearInterval(timer),
  }
}

/** How this installation's signing keys come and go, for whoever turns them: the provider and the command line. */
export function openidKeyPlan(
  secretKey: Buffer,
  settings: { UMBEL_SIGNING_KEY_LIFE: Temporal.Duration; UMBEL_SIGNING_KEY_OVERLAP: Temporal.Duration },
): KeyPlan {
  return {
    sealing: sealingKey(secretKey),
    life: settings.UMBEL_SIGNING_KEY_LIFE,
    overlap: settings.UMBEL_SIGNING_KEY_OVERLAP,
  }
}

type Answer = (req: IncomingMessage, res: ServerResponse) => unknown

function pathOf(url: string): string {
  const end = url.indexOf('?')
  return end === -1 ? url : url.slice(0, end)
}

function seconds(length: Temporal.Duration): number {
  return Math.round(length.total({ unit: 'seconds', relativeTo: Temporal.PlainDate.from('2026-01-01') }))
}
