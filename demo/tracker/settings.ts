import { openSettings, type ProductSettings } from '../look/settings.ts'

/** What Tracker is told by its environment. */
export interface TrackerSettings extends ProductSettings {
  databaseUrl: string
}

/**
 * Reads the settings, all faults at once.
 * @throws Error whose message names every setting that is missing or wrong, and how to mend it
 */
export function readSettings(env: Record<string, string | undefined>): TrackerSettings {
  const read = openSettings(env)
  const settings = {
    ...read.product('Tracker', 4500),
    databaseUrl: read.needed(
      'TRACKER_DATABASE_URL',
      'postgres://user:password@host:port/database of Tracker’s own data',
    ),
  }
  read.end('Tracker')
  return settings
}
