import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { newSecret, system } from '#kernel'
import type { Database } from '#platform'
import { applyProductsFile } from '#product'
import type { AllValues } from '../src/all-settings.ts'

/** A product of the demo suite, as Umbel and its own process have to know it. */
export interface DemoProduct {
  id: 'tracker' | 'wiki' | 'chat' | 'code'
  name: string
  port: number
  /** Its address, without a slash at its end: a host of its own, as cookies ignore ports. */
  url: string
  form: 'identifier-first' | 'combined'
}

/** The products of the demo suite, at the ports that the settings give them. */
export function demoProducts(settings: AllValues): DemoProduct[] {
  const tracker = settings.UMBEL_TRACKER_PORT
  const at = (id: DemoProduct['id'], name: string, port: number, form: DemoProduct['form'] = 'identifier-first') => ({
    id,
    name,
    port,
    url: `http://${id}.localhost:${port}`,
    form,
  })
  return [
    at('tracker', 'Tracker', tracker),
    at('wiki', 'Wiki', settings.UMBEL_WIKI_PORT ?? tracker + 3),
    at('chat', 'Chat', settings.UMBEL_CHAT_PORT ?? tracker + 4),
    at('code', 'Code', settings.UMBEL_CODE_PORT ?? tracker + 5, 'combined'),
  ]
}

/**
 * Registers the suite with Umbel, at every start: its ports may have changed.
 * @returns the client secret of each product, which is kept beside the data
 */
export async function registerSuite(
  database: Database,
  data: string,
  products: readonly DemoProduct[],
): Promise<ReadonlyMap<string, string>> {
  const secrets = new Map(products.map(({ id }) => [id as string, keptSecret(data, id)]))
  const wishes = products.map(({ id, name, url, form }) => ({
    id,
    name,
    form,
    secret: secrets.get(id),
    homeUrl: `${url}/`,
    redirectUris: [`${url}/log-in/callback`],
    postLogOutUris: [`${url}/`],
    backchannelLogOutUrl: `${url}/log-out/back-channel`,
    eventsUrl: `${url}/umbel/events`,
    idTokenAlg: 'ES256',
  }))
  await database.transaction((tx) => applyProductsFile(tx, system, JSON.stringify({ products: wishes })))
  return secrets
}

/** A secret that the demo made for itself when it first needed it. */
export function keptSecret(data: string, name: string): string {
  const file = join(data, `${name}-secret`)
  if (!existsSync(file)) writeFileSync(file, newSecret(), { mode: 0o600 })
  return readFileSync(file, 'utf8').trim()
}

/** What a product's process is told, under names that begin with its own. */
export function productEnvironment({ id, port, url }: DemoProduct, secret: string): Record<string, string> {
  const begin = id.toUpperCase()
  return {
    [`${begin}_PORT`]: String(port),
    [`${begin}_URL`]: url,
    [`${begin}_CLIENT_ID`]: id,
    [`${begin}_CLIENT_SECRET`]: secret,
  }
}
