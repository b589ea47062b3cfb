import { openSettings, type ProductSettings } from '../look/settings.ts'

/** What the suite is told by its environment. */
export interface SuiteSettings {
  wiki: ProductSettings
  chat: ProductSettings
  code: ProductSettings
  databaseUrl: string
  /** Whether pages and rooms to begin with are put in. */
  seed: boolean
}

/**
 * Reads the settings, all faults at once: for each product `WIKI_PORT`, `WIKI_URL`, `WIKI_CLIENT_ID`,
 * `WIKI_CLIENT_SECRET`, and for all `UMBEL_ISSUER`, `SUITE_DATABASE_URL`, `SUITE_SEED`.
 * @throws Error whose message names every setting that is missing or wrong, and how to mend it
 */
export function readSettings(env: Readonly<Record<string, string | undefined>>): SuiteSettings {
  const read = openSettings(env)
  const settings = {
    wiki: read.product('Wiki', 4503),
    chat: read.product('Chat', 4504),
    code: read.product('Code', 4505),
    databaseUrl: read.needed(
      'SUITE_DATABASE_URL',
      'postgres://user:password@host:port/database in which each product has its own schema',
    ),
    seed: env.SUITE_SEED === 'yes',
  }
  read.end('The suite')
  return settings
}
