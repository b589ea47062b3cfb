/** What Tracker is told by its environment. */
export interface TrackerSettings {
  port: number
  /** Tracker's own address, without a slash at its end. */
  url: string
  issuer: string
  clientId: string
  clientSecret: string
  databaseUrl: string
}

/**
 * Reads the settings, all faults at once.
 * @throws Error whose message names every setting that is missing or wrong, and how to mend it
 */
export function readSettings(env: Record<string, string | undefined>): TrackerSettings {
  const faults: string[] = []
  const needed = (name: string, means: string): string => {
    if (!env[name]) faults.push(`${name} is missing: ${means}`)
    return env[name] ?? ''
  }
  const address = (name: string, usual: string): string => {
    const value = env[name] || usual
    const url = URL.canParse(value) ? new URL(value) : undefined
    if (url && /^https?:$/.test(url.protocol) && url.pathname === '/' && !url.search) return url.origin
    faults.push(`${name} is not a plain web address such as ${usual}: ${value}`)
    return value
  }
  const port = Number(env.TRACKER_PORT || '4500')
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    faults.push(`TRACKER_PORT is not a port: ${env.TRACKER_PORT}`)
  const settings = {
    port,
    url: address('TRACKER_URL', 'http://tracker.localhost:4500'),
    issuer: env.UMBEL_ISSUER || 'http://localhost:4400',
    clientId: needed('TRACKER_CLIENT_ID', 'the client ID that Umbel gave Tracker'),
    clientSecret: needed('TRACKER_CLIENT_SECRET', 'the client secret that Umbel gave Tracker'),
    databaseUrl: needed('TRACKER_DATABASE_URL', 'postgres://user:password@host:port/database of Tracker’s own data'),
  }
  if (!/^https?:\/\//.test(settings.issuer)) faults.push(`UMBEL_ISSUER is not a web address: ${settings.issuer}`)
  if (faults.length > 0) throw new Error(`Tracker can’t start.\n${faults.map((fault) => `  ${fault}`).join('\n')}`)
  return settings
}
