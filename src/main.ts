import { randomBytes } from 'node:crypto'
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { system } from '#kernel'
import { openLog, prepareJobs, SettingsFault } from '#platform'
import { applyProductsFile } from '#product'
import { startDemo } from '../demo/start-demo.ts'
import { demoDnsServer } from '../demo/start-name-server.ts'
import { type AllValues, readAllSettings } from './all-settings.ts'
import { type Child, whenToldToStop } from './platform/children.ts'
import { keepPostgres } from './platform/postgres-keeping.ts'
import { applySchema } from './platform/schema.ts'
import { openUmbel } from './umbel.ts'

const root = join(import.meta.dirname, '..')

/** Starts everything in order, and stops it in the opposite one. */
async function main(): Promise<void> {
  const started = performance.now()
  if (existsSync('umbel.env')) process.loadEnvFile('umbel.env')
  const settings = readAllSettings(process.env)
  const production = settings.DATABASE_URL !== undefined
  const log = openLog(production ? settings.UMBEL_LOG_LEVEL : (process.env.UMBEL_LOG_LEVEL ?? 'warn'))
  const say = (sentence: string) => (production ? log.info(sentence) : console.log(sentence))
  const stops: (() => Promise<void>)[] = []
  whenToldToStop(async () => {
    if (!production) console.log('\nStopping …')
    while (stops.length > 0) await stops.pop()?.()
  })

  try {
    const data = resolve(settings.UMBEL_DATA)
    if (!production) mkdirSync(data, { recursive: true })
    const databaseUrl = settings.DATABASE_URL ?? (await bundledPostgres(data, settings, say, stops))
    await applySchema(databaseUrl, join(root, 'schema'))
    await prepareJobs(databaseUrl)
    const isDnsOfDemo = !production && settings.UMBEL_DNS_SERVERS.length === 0
    const complete = {
      ...settings,
      // Nobody can prove a domain of the demo in the world's DNS.
      UMBEL_DNS_SERVERS: isDnsOfDemo ? [demoDnsServer(settings)] : settings.UMBEL_DNS_SERVERS,
      DATABASE_URL: databaseUrl,
      SMTP_URL: settings.SMTP_URL ?? `smtp://127.0.0.1:${settings.UMBEL_MAILBOX_SMTP_PORT}`,
      UMBEL_SECRET_KEY: settings.UMBEL_SECRET_KEY ?? keptSecretKey(data),
      // In the demo messages to whoever runs it land in the mailbox, too.
      UMBEL_CONTACT: settings.UMBEL_CONTACT ?? (production ? undefined : 'operator@umbel.example.com'),
    }
    const umbel = await openUmbel({ settings: complete, log })
    stops.push(() => umbel.stop())
    const productsFile = settings.UMBEL_PRODUCTS_FILE
    if (productsFile) {
      const json = readFileSync(productsFile, 'utf8')
      await umbel.database.transaction((tx) => applyProductsFile(tx, system, json))
    }
    const { UMBEL_URL: url } = settings
    const port = settings.UMBEL_PORT ?? Number(url.port || 4400)
    await umbel.listen(hostsFor(settings, production), port)
    if (production) {
      log.info({ url: url.origin, port, startedInMs: Math.round(performance.now() - started) }, 'Umbel is ready')
      return
    }
    const demo: Child[] = await startDemo({ settings: complete, umbel, data, say })
    stops.push(async () => {
      await Promise.all(demo.map((child) => child.stop()))
    })
    say(
      `Ready in ${((performance.now() - started) / 1000).toFixed(1)} s. Ctrl-C stops everything and keeps all data.\n`,
    )
  } catch (error) {
    while (stops.length > 0)
      await stops
        .pop()?.()
        .catch(() => undefined)
    throw error
  }
}

async function bundledPostgres(
  data: string,
  settings: AllValues,
  say: (sentence: string) => void,
  stops: (() => Promise<void>)[],
): Promise<string> {
  const postgres = await keepPostgres({
    directory: join(data, 'postgres'),
    port: settings.UMBEL_POSTGRES_PORT,
    log: say,
  })
  stops.push(() => postgres.stop())
  return postgres.url
}

// The demo has no operator to give it a key, so it keeps one of its own beside its data.
function keptSecretKey(data: string): Buffer {
  const file = join(data, 'secret-key')
  if (!existsSync(file)) writeFileSync(file, randomBytes(32).toString('base64'), { mode: 0o600 })
  chmodSync(file, 0o600)
  return Buffer.from(readFileSync(file, 'utf8'), 'base64')
}

function hostsFor(settings: AllValues, production: boolean): string[] {
  if (settings.UMBEL_HOST) return [settings.UMBEL_HOST]
  return production && settings.UMBEL_URL.hostname !== 'localhost' ? ['::'] : ['127.0.0.1', '::1']
}

try {
  await main()
} catch (error) {
  // What a person can mend is said in words; a trace would only hide it.
  const isPlain = error instanceof SettingsFault || (error instanceof Error && error.constructor === Error)
  console.error(isPlain ? `\n${(error as Error).message}\n` : error)
  process.exit(1)
}
